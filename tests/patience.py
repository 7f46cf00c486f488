"""How long tests wait. A limit of a test tells an answer from none, or seconds from hours; how fast is measured in `benchmarks/`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 60.0
"""Machines that run tests have been seen nine times slower than themselves."""


@contextmanager
def answered_in_seconds(at_most: float = PATIENCE_SECONDS) -> Iterator[None]:
    """What stands in the block takes the processor seconds, where a design that does not scale takes minutes or hours."""
    began = time.thread_time()
    yield
    assert time.thread_time() - began < at_most
