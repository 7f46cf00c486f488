"""What a check is. The checks stand one family a file beside this one, and together in `CHECKS`."""

from collections.abc import Callable, Iterator

from scheduler.validation.reading import Reading
from scheduler.validation.violation import Violation

Check = Callable[[Reading], Iterator[Violation]]
"""Reads a plan and yields what one rule finds in it."""
