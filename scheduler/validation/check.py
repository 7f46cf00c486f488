"""What a check is. The checks themselves stand one family a file in `checks`."""

from collections.abc import Callable, Iterator

from scheduler.validation.reading import Reading
from scheduler.validation.violation import Violation

Check = Callable[[Reading], Iterator[Violation]]
"""Reads a plan and yields what one rule finds in it."""
