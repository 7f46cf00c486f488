"""A database that dispatchers serve, and the waiting of tests for what they do."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from api.database import Database
from api.queue import ENDED, PRIORITIES, RunKind
from api.settings import Settings
from api.tables.runs import RunRecord
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY

Found = TypeVar("Found")
LONGEST_WAIT_SECONDS = 480
LONG = {"budget_iterations": 2 * 10**9}
"""Budget of a run that is stopped or killed long before its end; one in seconds would end with a proof."""


@dataclass(frozen=True)
class Office:
    """A database that a dispatcher serves."""

    database: Database
    settings: Settings

    def ask(self, *, by: str = "a", kind: RunKind = RunKind.DAY, **changes: Any) -> str:
        day = date.fromisoformat(FIRST_DATE)
        plain: dict[str, Any] = {"budget_iterations": 300, "locality_id": LOCALITY, "first_date": day}
        with self.database.writing() as session:
            run = RunRecord(
                kind=kind,
                priority=PRIORITIES[kind],
                requested_by=by,
                requested_at=datetime.now(UTC),
                **{**plain, **changes},
            )
            session.add(run)
            session.flush()
            return run.run_id

    def read(self, run_id: str) -> RunRecord:
        with self.database.reading() as session:
            run = session.get_one(RunRecord, run_id)
            session.expunge(run)
            return run

    def wait_until_searching(self, run_id: str) -> RunRecord:
        return self.wait_until(run_id, lambda run: run.progress is not None)

    def wait_for_end(self, run_id: str) -> RunRecord:
        return self.wait_until(run_id, lambda run: run.state in ENDED)

    def wait_until(self, run_id: str, is_there: Callable[[RunRecord], bool]) -> RunRecord:
        return self.wait_for(lambda: run if is_there(run := self.read(run_id)) else None)

    def wait_for(self, look: Callable[[], Found | None]) -> Found:
        """What there is to be seen in the end."""
        gives_up_at = time.monotonic() + LONGEST_WAIT_SECONDS
        while not (found := look()):
            assert time.monotonic() < gives_up_at, f"nothing after {LONGEST_WAIT_SECONDS} s"
            time.sleep(0.05)
        return found

    def now(self) -> datetime:
        return datetime.now(UTC)


def process_of(run: RunRecord) -> int:
    """The worker process that holds a run, as its holder tells."""
    assert run.worker is not None
    return int(run.worker.split("/")[1].rpartition(":")[2])
