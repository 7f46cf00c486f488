"""Beside the service: hands tickets to worker processes and looks after runs whose worker died. What a worker does stands in the rooms' `tasks.py`."""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from ctypes import c_bool
from datetime import UTC, datetime
from multiprocessing import RawValue
from types import TracebackType
from typing import Any, Self

import dask
from distributed import Client, Future, LocalCluster
from sqlalchemy import select

from api.database import AWAY, Database
from api.queue import RunState, Work, hand_back, of_ticket, put_back, waiting
from api.settings import Settings
from api.starting import open_database, read_settings
from api.tables.base import new_id
from api.tables.runs import RunRecord
from scheduler.scenarios.crew import OF_THIS_MACHINE

LOOK_SECONDS = 0.25
"""How long a run waits at most for a worker that is free."""
SECONDS_BEFORE_ANOTHER_TRY = 2.0
SECONDS_BEFORE_ANOTHER_WORKER = 60.0
"""A worker that dies while it starts is not started again: so long after all were there last, others take their places."""
SECONDS_WITHOUT_WORKERS = 300.0
"""After so long without any, all are begun anew."""
WORKER_MODULES = ["api.runs.tasks", "api.planning.tasks"]
"""Loaded before a worker takes anything."""
log = logging.getLogger(__name__)


def take_one(ticket: str) -> str | None:
    """What is executed in a worker process, which has its settings from its own environment."""
    # They bring the solvers, which stay out of the web process.
    from api.planning.tasks import compare_scenarios, design_teams  # noqa: PLC0415
    from api.runs.tasks import plan, work  # noqa: PLC0415

    jobs = {Work.PLAN: plan, Work.COMPARISON: compare_scenarios, Work.TEAM_DESIGN: design_teams}
    return work(ticket, Settings(), jobs)


class Dispatcher:
    """Works while its block lasts, in a thread. Any number of them, in any processes, may serve one database."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._futures: dict[str, Future[str | None]] = {}
        self._silences = Silences(settings.run_silence_seconds)
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._serve_until_left, name="dispatcher", daemon=True)
        self.has_workers = RawValue(c_bool)
        """True while they can be reached; read by other processes, too, and without a lock, which one that is killed would keep."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        self._thread.join()

    def _serve_until_left(self) -> None:
        while not self._left.is_set():
            try:
                with reach_workers(self._settings) as client:
                    self._serve(client)
                self._give_up_tickets()
            except Exception:
                # Whatever it is, runs are rows: another try finds them all.
                log.exception("the dispatcher begins anew")
                self._left.wait(SECONDS_BEFORE_ANOTHER_TRY)
            finally:
                self.has_workers.value = False
                self._futures.clear()

    def _serve(self, client: Client) -> None:
        crew = Crew(client, num_wanted=0 if self._settings.dask_address else self._settings.local_workers)
        while not self._left.wait(LOOK_SECONDS):
            if num_workers := crew.count():
                self.has_workers.value = True
            try:
                self._look(client, num_workers)
            except AWAY as error:
                log.warning("database not available: %s", type(getattr(error, "orig", error)).__name__)
                self._silences.forget()

    def _look(self, client: Client, num_workers: int) -> None:
        """Take note of what has ended, put back what is dead, hand out what is waiting."""
        for ticket in [ticket for ticket, future in self._futures.items() if future.done()]:
            # "error" is a worker that died too often under it; of one lost from sight only silence tells.
            if self._futures[ticket].status == "error":
                self._put_back(of_ticket(ticket))
            self._futures.pop(ticket).release()
        with self._database.reading() as session:
            running = select(RunRecord.worker, RunRecord.heartbeat_at).where(RunRecord.state == RunState.RUNNING)
            silent = self._silences.among(dict(session.execute(running).all()))
            num_waiting = len(session.scalars(waiting(per_person=self._settings.runs_per_person)).all())
        for holder in silent:
            self._put_back(RunRecord.worker == holder)
        if num_waiting:
            num_free = num_workers - len(self._futures)
            for _ in range(min(num_waiting, num_free)):
                ticket = new_id()
                self._futures[ticket] = client.submit(take_one, ticket, key=ticket, pure=False)

    def _put_back(self, *held: Any) -> None:  # noqa: ANN401 - clauses
        with self._database.writing() as session:
            num = put_back(session, *held, now=datetime.now(UTC))
        if num:
            log.warning("%d run(s) of a dead worker put back or failed", num)

    def _give_up_tickets(self) -> None:
        """Queue again what workers of this process held; those of a cluster elsewhere go on and write it themselves."""
        if self._settings.dask_address is None:
            with self._database.writing() as session:
                for ticket in self._futures:
                    hand_back(session, ticket)


class Silences:
    """How long each holder of a run has been silent, by one clock: that of whoever listens."""

    def __init__(self, longest_seconds: float) -> None:
        self._longest_seconds = longest_seconds
        self._heard: dict[str, tuple[datetime | None, float]] = {}

    def among(self, beats: dict[str | None, datetime | None]) -> list[str]:
        """Of the holders with their latest heartbeats, those that have been silent for too long."""
        now = time.monotonic()
        before, self._heard = self._heard, {}
        for holder, beat in beats.items():
            if holder is not None:
                last_beat, heard_at = before.get(holder, (None, now))
                self._heard[holder] = (beat, heard_at if beat == last_beat else now)
        return [holder for holder, (_, heard_at) in self._heard.items() if now - heard_at > self._longest_seconds]

    def forget(self) -> None:
        """Listen anew: while the database was away nobody could be heard."""
        self._heard.clear()


class Crew:
    """The workers that can be reached; of those of this machine, as many as are wanted."""

    def __init__(self, client: Client, *, num_wanted: int) -> None:
        self._client, self._num_wanted = client, num_wanted
        self._some_at = self._all_at = time.monotonic()

    def count(self) -> int:
        """How many there are now; where some have been away for long, others are started in their places.

        Raises
        ------
        TimeoutError
            There has been none for long.
        """
        now, cluster = time.monotonic(), self._client.cluster
        num_workers: int = sum(self._client.nthreads().values())
        if num_workers:
            self._some_at = now
        elif now - self._some_at > SECONDS_WITHOUT_WORKERS:
            raise TimeoutError(f"no workers for {SECONDS_WITHOUT_WORKERS:g} seconds")
        if num_workers >= self._num_wanted:
            self._all_at = now
        elif cluster is not None and now - self._all_at > SECONDS_BEFORE_ANOTHER_WORKER:
            log.warning("%d worker(s) started in place of others", self._num_wanted - num_workers)
            cluster.scale(len(cluster.worker_spec) + self._num_wanted - num_workers)
            self._all_at = now
        return num_workers


@contextmanager
def reach_workers(settings: Settings) -> Iterator[Client]:
    """A way to the workers: those of a cluster, or processes of this machine that live as long as the block."""
    if settings.dask_address is not None:
        with Client(settings.dask_address, set_as_default=False) as client:
            yield client
        return
    with (
        dask.config.set(OF_THIS_MACHINE),
        LocalCluster(
            n_workers=settings.local_workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",  # none would mean the port that every other cluster wants
            memory_limit=0,  # a worker that Dask pauses for its memory would hold its run for ever
            silence_logs=logging.CRITICAL,
            preload=WORKER_MODULES,
            env=_environment(settings),
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _environment(settings: Settings) -> dict[str, str]:
    """What worker processes of this machine read their settings from; no key among it."""
    chosen = settings.model_dump(
        mode="json", include={"home", "solver_threads", "runs_per_person", "longest_run_seconds", "worker_niceness"}
    )
    return {f"CILT_{name.upper()}": str(value) for name, value in chosen.items()} | {
        "CILT_DATABASE_URL": settings.database
    }


def main() -> None:
    """Serve the database of the settings until told to stop: a worker process apart from the web processes."""
    settings, left = read_settings(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: left.set())
    with closing(open_database(settings)) as database, Dispatcher(settings, database):
        left.wait()


if __name__ == "__main__":
    main()
