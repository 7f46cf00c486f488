"""A search that Ctrl-C stops, and that hands over its best. How it stands on the screen is told by `live`."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from scheduler.cli.rim import ERR

Result = TypeVar("Result")


def stoppable(search: Callable[[threading.Event], Result]) -> Result:
    """Search on a thread of its own, so that this one is free to hear Ctrl-C: the search is told by its event."""
    cancelled = threading.Event()
    with _stopped_by_ctrl_c(cancelled), ThreadPoolExecutor(1) as pool:
        return pool.submit(search, cancelled).result()


@contextmanager
def _stopped_by_ctrl_c(cancelled: threading.Event) -> Iterator[None]:
    """The first Ctrl-C stops the search, a second one everything."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        cancelled.set()
        ERR.print("Stopping; the best found so far is kept.")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
