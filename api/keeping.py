"""Things that take longer to make than to use, kept for whoever asks next; what they are is for the rooms."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """The things that were used last; of several who want the same new one, the first makes it.

    A thing is known by all that it was made of, so that nothing kept is ever out of date, and it holds no session.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Future[Thing]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing of a key, made if it is not there; raises what making it raises, to everybody who waits for it."""
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
