"""Tasks solved on a Dask cluster: one of this machine's own, or one of many machines. Results are those of `run.one_by_one`.

A worker that dies loses nothing: its tasks, and the days it held, are made again elsewhere by Dask.
"""

import logging
import pickle
import threading
import warnings
import zlib
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from queue import Empty, SimpleQueue
from uuid import uuid4

import dask
from distributed import Client, Event, Future, LocalCluster, get_client

from scheduler.model.problem import Problem
from scheduler.scenarios.crew import OF_THIS_MACHINE
from scheduler.scenarios.run import Executor
from scheduler.scenarios.solving import solve
from scheduler.scenarios.task import Failed, Outcome, Task
from scheduler.travel.provider import TravelProvider

# Dask tells of every connection; a screen and a log of ours are for what went wrong.
logging.getLogger("distributed").setLevel(logging.ERROR)

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5
"""How often a running task looks whether it should stop, and whoever waits whether somebody asked to."""


@contextmanager
def on_this_machine(jobs: int) -> Iterator[Executor]:
    """An executor with so many processes of this machine."""
    with (
        dask.config.set(OF_THIS_MACHINE),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            memory_limit=None,
            dashboard_address="127.0.0.1:0",  # none would mean the port that every other cluster wants
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield on(client)


@contextmanager
def on_cluster(address: str) -> Iterator[Executor]:
    """An executor with the workers of a Dask scheduler, such as ``tcp://scheduler:8786``."""
    with Client(address, set_as_default=False) as client:
        yield on(client)


def on(client: Client) -> Executor:
    """An executor with a client's workers."""

    def outcomes(
        tasks: Sequence[Task], problems: Mapping[str, Problem], travel: TravelProvider, cancelled: threading.Event
    ) -> Generator[Outcome]:
        run_id = uuid4().hex
        stop = Event(run_id, client=client)
        days = {digest: _sent(client, problem, run_id) for digest, problem in problems.items()}
        task_of = {
            client.submit(
                _solve, task, days[task.problem_digest], travel, run_id, key=f"what-if-{task.key}-{run_id}", pure=False
            ): task
            for task in tasks
        }
        try:
            for future in _as_they_come(task_of, cancelled):
                if (outcome := _outcome(future, task_of[future])) is not None:
                    yield outcome
        finally:
            stop.set()
            client.cancel([*task_of, *days.values()])

    return outcomes


def _as_they_come(
    futures: Collection[Future[Outcome | None]], cancelled: threading.Event
) -> Iterator[Future[Outcome | None]]:
    """Each once, when it is done: work for each future, and not for all of them whenever one is done."""
    done: SimpleQueue[Future[Outcome | None]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(done.put)
    num_pending = len(futures)
    while num_pending and not cancelled.is_set():
        try:
            yield done.get(timeout=SECONDS_BETWEEN_LOOKS)
            num_pending -= 1
        except Empty:
            continue


def _outcome(future: Future[Outcome | None], task: Task) -> Outcome | None:
    if future.status == "error":
        return Failed(**Failed.names_of(task), error=f"the worker was lost again and again: {future.exception()}")
    # Lost with its worker a moment ago, it is waited for; cancelled, because the scheduler is gone, it raises.
    return future.result()


def _sent(client: Client, problem: Problem, run_id: str) -> Future[Problem]:
    """A day in the memory of a worker; it stays with the scheduler as bytes, so that a worker's death does not lose it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sending large graph")
        # A copy without what the problem has looked up before: half the size.
        packed = zlib.compress(pickle.dumps(replace(problem)), level=1)
        return client.submit(_unpacked, packed, key=f"what-if-day-{problem.digest}-{run_id}", pure=False)


def _unpacked(packed: bytes) -> Problem:
    problem: Problem = pickle.loads(zlib.decompress(packed))  # noqa: S301 - from the client that asks for the solve
    return problem


def _solve(task: Task, problem: Problem, travel: TravelProvider, run_id: str) -> Outcome | None:
    """On a worker: solve, and stop soon after whoever asked says so."""
    cancelled, done = threading.Event(), threading.Event()
    # Asked for here: the thread below is no task of Dask and would find no client.
    stop = Event(run_id, client=get_client())

    def watch() -> None:
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            if _is_set(stop):
                cancelled.set()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        return solve(task, problem, travel, cancelled)
    finally:
        done.set()


def _is_set(stop: Event) -> bool:
    """Whether to stop; a scheduler that is gone asks for nothing any more."""
    try:
        return bool(stop.is_set())
    except Exception:
        _log.debug("the scheduler is gone", exc_info=True)
        return True
