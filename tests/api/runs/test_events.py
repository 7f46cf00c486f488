"""Server-sent events of a run: whatever is new, once, until the end; whoever goes away leaves nothing behind."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import anyio
import pytest
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from api.database import AWAY
from api.queue import RunKind, RunState
from api.runs import events as followed
from api.runs.events import Seen, event_of, events
from api.runs.schemas import ProgressPart, RunStatus

STATUS = RunStatus(
    run_id="r",
    kind=RunKind.DAY,
    state=RunState.RUNNING,
    first_date=date(2026, 11, 23),
    num_days=1,
    locality_id="west",
    team_ids=[],
    roster_id=None,
    is_afresh=False,
    budget_seconds=10,
    budget_iterations=None,
    seed=1,
    requested_by="a",
    requested_at=datetime(2026, 11, 23, 7, tzinfo=UTC),
    started_at=None,
    ended_at=None,
    attempts=1,
    is_stop_wanted=False,
    progress=None,
    error_code=None,
    error_detail=None,
)
SEARCHING = [
    STATUS.model_copy(update={"progress": ProgressPart(seconds=seconds, iterations=9, cost=90 - seconds)})
    for seconds in (1, 2)
]
DONE = STATUS.model_copy(update={"state": RunState.DONE})


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, "SECONDS_BETWEEN_LOOKS", 0.001)


class Row:
    """A status that is another one at each look; after the last it stays."""

    def __init__(self, *looks: RunStatus | Exception, named: Sequence[str] = ()) -> None:
        self.looks = list(looks)
        self.named = named
        self.noted: list[Sequence[str]] = []
        self.num_looks = 0

    def __call__(self) -> Seen:
        self.num_looks += 1
        found = self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]
        if isinstance(found, Exception):
            raise found
        return found, self.named


def _told(row: Row, last_id: str | None = None) -> list[str | None]:
    async def listen() -> list[str | None]:
        return [event.id async for event in events(row, row.noted.append, last_id=last_id)]

    return anyio.run(listen)


def test_every_change_is_told_once_and_the_end_last() -> None:
    told = _told(Row(SEARCHING[0], SEARCHING[0], SEARCHING[1], DONE))

    assert told == [event_of(status).id for status in (*SEARCHING, DONE)]
    assert [event_of(status).event for status in (*SEARCHING, DONE)] == ["progress", "progress", "end"]


def test_whom_an_event_names_is_noted_once_for_each_that_is_told() -> None:
    row = Row(DONE, DONE, named=["ann"])
    again = Row(DONE, named=["ann"])

    _told(row)
    _told(again, last_id=event_of(DONE).id)

    assert (row.noted, again.noted) == ([["ann"]], [])


def test_a_listener_who_comes_back_is_told_only_what_is_new() -> None:
    told = _told(Row(SEARCHING[0], SEARCHING[1], DONE), last_id=event_of(SEARCHING[0]).id)

    assert told == [event_of(status).id for status in (SEARCHING[1], DONE)]


@pytest.mark.parametrize("kind", AWAY)
def test_a_database_that_is_away_for_a_moment_ends_no_stream(kind: type[SQLAlchemyError]) -> None:
    away = kind("SELECT", {}, Exception("away")) if issubclass(kind, DBAPIError) else kind("no connection")

    assert _told(Row(away, away, DONE)) == [event_of(DONE).id]


def test_a_listener_who_goes_away_is_looked_after_no_more() -> None:
    row = Row(SEARCHING[0])

    async def listen() -> None:
        async for _ in events(row, row.noted.append, last_id=None):
            pass

    async def listen_and_leave() -> int:
        async with anyio.create_task_group() as group:
            group.start_soon(listen)
            while row.num_looks < 2:
                await anyio.sleep(0.001)
            group.cancel_scope.cancel()
        seen = row.num_looks
        await anyio.sleep(0.02)
        return row.num_looks - seen

    assert anyio.run(listen_and_leave) == 0
