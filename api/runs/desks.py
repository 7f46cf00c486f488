"""Standing plans kept ready for the question where a visit could go: to make one ready takes longer than to answer.

A desk is known by what it was made of, so that no answer ever comes from data or a plan that have changed since. It holds
what the scheduler needs and no session.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock

from scheduler.placing.desk import Desk

MOST_KEPT = 6
"""[assumption] A locality's takes some 10 MB, a county's some 200."""


class Desks:
    """The desks that were used last; of several who want the same new one, the first makes it."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Future[Desk]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Desk]) -> Desk:
        """The desk of a key, made if it is not there; raises what making it raises, to everybody who waits for it."""
        with self._lock:
            held = self._held.get(key)
            if is_new := held is None:
                held = self._held[key] = Future()
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        if is_new:
            try:
                held.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._held.pop(key, None)
                held.set_exception(error)
        return held.result()
