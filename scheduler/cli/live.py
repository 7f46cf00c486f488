"""A search that can be watched and stopped: how it stands on one line, and Ctrl-C to keep the best plan so far."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from scheduler.cli.rim import ERR
from scheduler.solvers.contract import Progress as SearchProgress
from scheduler.solvers.contract import Report
from scheduler.solvers.kernels.compiled import is_compiled
from scheduler.solvers.stopping import Budget

Result = TypeVar("Result")


def watched(budget: Budget, search: Callable[[threading.Event, Report], Result]) -> Result:
    """Run a search on a thread of its own, so that this one is free to hear Ctrl-C, and show how it stands."""
    cancelled = threading.Event()
    line = Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), console=ERR, transient=True)
    with line, _stopped_by_ctrl_c(cancelled), ThreadPoolExecutor(1) as pool:
        task = line.add_task(_before_the_search(), total=1.0)

        def show(progress: SearchProgress) -> None:
            said = f"Searching: {progress.seconds:.0f} s, cost {progress.cost:,}, {progress.iterations:,} moves"
            line.update(task, description=said, completed=_share(budget, progress))

        job = pool.submit(search, cancelled, show)
        return job.result()


def _before_the_search() -> str:
    if is_compiled():
        return "Getting ready …"
    return "Compiling the search once for this machine, about a minute …"


def _share(budget: Budget, progress: SearchProgress) -> float:
    by_clock = progress.seconds / budget.seconds if budget.seconds else 0.0
    by_count = progress.iterations / budget.iterations if budget.iterations else 0.0
    return min(1.0, max(by_clock, by_count))


@contextmanager
def _stopped_by_ctrl_c(cancelled: threading.Event) -> Iterator[None]:
    """The first Ctrl-C stops the search, a second one everything."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        cancelled.set()
        ERR.print("Stopping; the best plan so far is kept.")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
