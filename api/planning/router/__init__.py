"""The verbs of planners."""

from fastapi import APIRouter

from api.planning.router import designs, scenarios

router = APIRouter()
for part in (scenarios, designs):
    router.include_router(part.router)
