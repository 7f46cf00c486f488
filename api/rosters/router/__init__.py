"""The room's routes, by subject."""

from fastapi import APIRouter

from api.rosters.router import calendars, drafts, exports, moves, publishing, staff

router = APIRouter()
for part in (drafts, moves, publishing, exports, staff, calendars):
    router.include_router(part.router)
