"""The room's routes, by subject."""

from fastapi import APIRouter

from api.caseloads.router import patients, reference, referrals, visits

router = APIRouter()
for part in (reference, patients, visits, referrals):
    router.include_router(part.router)
