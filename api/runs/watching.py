"""The thread beside a worker's work: it says that the run is alive and how it stands, and hears when to stop."""

import logging
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from api.database import AWAY, Database
from api.queue import beat

BEAT_SECONDS = 0.5
"""So that a stop is heard within a second."""
log = logging.getLogger(__name__)


class Watch:
    """Holds a run while its block lasts; `cancelled` is set when the work should end."""

    def __init__(self, database: Database, run_id: str, holder: str) -> None:
        self.cancelled = threading.Event()
        self.told: dict[str, Any] | None = None
        """How the work stood when it last told."""
        self._database, self._run_id, self._holder = database, run_id, holder
        self._ends_at = float("inf")
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

    def tell(self, told: Mapping[str, Any]) -> None:
        """Take note of how the work stands; may be called several times a second."""
        self.told = dict(told)

    def ends_after(self, seconds: float) -> None:
        """Set `cancelled` after so long."""
        self._ends_at = time.monotonic() + seconds

    def _beat_until_left(self) -> None:
        while True:
            try:
                self._beat()
            except AWAY as error:
                # The search goes on: the plan can be written when the database is back.
                log.warning(
                    "run %s: database not available: %s", self._run_id, type(getattr(error, "orig", error)).__name__
                )
            if self._left.wait(BEAT_SECONDS):
                return

    def _beat(self) -> None:
        with self._database.writing() as session:
            is_stop_wanted = beat(session, self._run_id, self._holder, progress=self.told, now=datetime.now(UTC))
        if is_stop_wanted is None and not self.cancelled.is_set():
            log.warning("run %s is no longer held by this worker and stops", self._run_id)
        if is_stop_wanted is not False or time.monotonic() > self._ends_at:
            self.cancelled.set()
