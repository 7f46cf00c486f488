"""The web application: rooms put together. What runs beside it (the database, the workers) is handed in."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, Depends, FastAPI
from fastapi_offline import FastAPIOffline

from api.accounts.router import router as accounts
from api.caseloads.router import router as caseloads
from api.database import CONNECTIONS, Database
from api.edge.health import router as health
from api.edge.interface import EVERYWHERE, describe, operation_id
from api.edge.limits import SizeLimit, TimeLimit
from api.edge.metrics import RequestFigures, registry_for
from api.edge.requests import DOCS, RequestEdge
from api.imports.router import router as imports
from api.keeping import Kept
from api.planning.router import router as planning
from api.problems import add_problem_answers
from api.rates import Rates, within_request_rate
from api.rosters.router import router as rosters
from api.runs.router import plans
from api.runs.router import router as runs
from api.settings import Settings
from api.workforce.router import router as workforce
from scheduler import __version__

ROUTERS: tuple[APIRouter, ...] = (accounts, workforce, caseloads, imports, runs, plans, rosters, planning)
"""Every room's router, in the order in which docs show them."""
MOST_DESKS = 6
"""[assumption] Kept ready for placements: a locality's takes some 10 MB, a county's some 200."""
THREADS = 8
"""For requests. They take turns in the interpreter: more of them answer no sooner, and each then waits for all others."""
SEATS = CONNECTIONS // 2
"""Requests that may hold a connection; the other half is for sign-ins and records of views, which threads hold for moments."""


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    workers: Callable[[], bool] | None = None,
) -> FastAPI:
    """The service on a database that has been migrated.

    `workers` tells whether runs are being executed.
    """
    held = database or Database.of(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        yield
        held.close()

    app = FastAPIOffline(
        docs_url=DOCS,
        redoc_url=None,
        title="CILT",
        version=__version__,
        lifespan=lifespan,
        generate_unique_id_function=operation_id,
    )
    app.state.settings, app.state.database, app.state.workers = settings, held, workers
    app.state.rates, app.state.seats = Rates(settings), CapacityLimiter(SEATS)
    app.state.desks = Kept(MOST_DESKS)
    add_problem_answers(app)
    app.include_router(health)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1", responses=EVERYWHERE, dependencies=[Depends(within_request_rate)])
    figures = RequestFigures()
    app.state.registry = registry_for(held, figures)
    # The last one added is the first to be passed.
    app.add_middleware(SizeLimit, megabytes=settings.largest_request_megabytes)
    app.add_middleware(TimeLimit, seconds=settings.request_seconds)
    app.add_middleware(RequestEdge, figures=figures)
    describe(app, settings)
    return app
