"""More people than threads and connections: each is answered, and nobody waits for what only they could give back."""

import asyncio

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from api.database import CONNECTIONS, Database
from api.main import THREADS
from api.security import AccountRole
from api.settings import Settings
from tests.api.people import bearer_of

PEOPLE = 2 * (CONNECTIONS + THREADS)


async def _answers(app: FastAPI, bearer: dict[str, str]) -> list[int]:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app=app), base_url="http://service", headers=bearer) as client,
    ):
        answers = await asyncio.gather(*(client.get("/v1/rosters") for _ in range(PEOPLE)))
    return [answer.status_code for answer in answers]


def test_more_people_than_threads_and_connections_are_all_answered(
    app: FastAPI, database: Database, settings: Settings
) -> None:
    bearer = bearer_of(database, settings, AccountRole.COORDINATOR, locality_ids=("west",))

    assert asyncio.run(_answers(app, bearer)) == [200] * PEOPLE
