"""The room's routes, by subject."""

from fastapi import APIRouter

from api.workforce.router import absences, reference, shifts, staff

router = APIRouter()
for part in (reference, staff, shifts, absences):
    router.include_router(part.router)
