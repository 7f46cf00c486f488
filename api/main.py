"""The web application: rooms put together. What runs beside it (the database, the workers) is handed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.accounts.router import router as accounts
from api.database import Database
from api.problems import add_problem_answers
from api.settings import Settings
from scheduler import __version__

ROUTERS: tuple[APIRouter, ...] = (accounts,)
"""Every room's router, in the order in which docs show them."""


def create_app(settings: Settings, *, database: Database | None = None) -> FastAPI:
    """The service on a database that has been migrated."""
    held = database or Database.of(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        held.close()

    app = FastAPI(title="CILT", version=__version__, lifespan=lifespan)
    app.state.settings, app.state.database = settings, held
    add_problem_answers(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    return app
