"""The thread beside a search: it says that the run is alive and how it stands, and hears when to stop."""

import logging
import threading
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import OperationalError

from api.database import Database
from api.queue import beat
from scheduler.solvers.contract import Progress

BEAT_SECONDS = 0.5
"""So that a stop is heard within a second."""
log = logging.getLogger(__name__)


class Watch:
    """Holds a run while its block lasts; `cancelled` is set when the search should end."""

    def __init__(self, database: Database, run_id: str, holder: str, *, longest_seconds: float) -> None:
        self.cancelled = threading.Event()
        self._database, self._run_id, self._holder = database, run_id, holder
        self._ends_at = time.monotonic() + longest_seconds
        self._told: Progress | None = None
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_left, name=f"watch of {run_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def report(self, progress: Progress) -> None:
        """Take note of how the search stands; called by the search, several times a second."""
        self._told = progress

    @property
    def progress(self) -> dict[str, Any] | None:
        """How the search stood when it last told."""
        told = self._told
        return (
            None
            if told is None
            else {
                "seconds": round(told.seconds, 2),
                "iterations": told.iterations,
                "cost": told.cost,
                "cost_by_rule": None
                if told.cost_by_rule is None
                else {rule.code: cost for rule, cost in told.cost_by_rule.items()},
                "bound": told.bound,
            }
        )

    def _beat_until_left(self) -> None:
        while True:
            try:
                self._beat()
            except OperationalError as error:
                # The search goes on: the plan can be written when the database is back.
                log.warning("run %s: database not available: %s", self._run_id, type(error.orig).__name__)
            if self._left.wait(BEAT_SECONDS):
                return

    def _beat(self) -> None:
        with self._database.writing() as session:
            is_stop_wanted = beat(session, self._run_id, self._holder, progress=self.progress, now=datetime.now(UTC))
        if is_stop_wanted is None and not self.cancelled.is_set():
            log.warning("run %s is no longer held by this worker and stops", self._run_id)
        if is_stop_wanted is not False or time.monotonic() > self._ends_at:
            self.cancelled.set()
