"""The room's routes, by subject."""

from fastapi import APIRouter

from api.accounts.router import accounts, agreements, audit, oidc, sessions

router = APIRouter()
for part in (sessions, oidc, accounts, agreements, audit):
    router.include_router(part.router)
