"""Whether the service is alive, ready and busy: for load balancers and operators. Nobody signs in for it, and it names nobody."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from api.dependencies import DatabaseDep
from api.errors import StartError, UnavailableError
from api.migrating import require_newest
from api.problems import documented

router = APIRouter(tags=["Operations"])


class HealthPart(BaseModel):
    """The service works."""

    status: Literal["alive", "ready"] = Field(examples=["ready"])


@router.get("/healthz", summary="Ask whether the process is alive")
async def is_alive() -> HealthPart:
    """Answer as long as the process does, however busy its threads; one that does not is to be started again."""
    return HealthPart(status="alive")


@router.get("/readyz", summary="Ask whether the service is ready", responses=documented(UnavailableError))
def is_ready(request: Request, database: DatabaseDep) -> HealthPart:
    """Answer 200 where database, schema and workers are there, and 503 with what is missing where they are not."""
    missing = [*_missing_of(database)]
    workers = request.app.state.workers
    if workers is not None and not workers():
        missing.append("workers")
    if missing:
        raise UnavailableError(
            f"Not ready: {', '.join(missing)}.",
            code="not-ready",
            more={"missing": missing},
            headers={"Retry-After": "5"},
        )
    return HealthPart(status="ready")


@router.get(
    "/metrics",
    summary="Read the figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(request: Request) -> Response:
    """Requests by route and status, runs by state, age of the queue, memory of the service."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)


def _missing_of(database: DatabaseDep) -> list[str]:
    try:
        require_newest(database)
    except StartError:
        return ["schema"]
    except SQLAlchemyError:
        return ["database"]
    return []
