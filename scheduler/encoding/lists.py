"""Python lists as arrays: one list, or several in one."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Rows


def ints(values: Iterable[int]) -> NDArray[np.int64]:
    """Whole numbers as an array."""
    return np.array(list(values), dtype=np.int64)


def rows_of(lists: Iterable[Sequence[int]]) -> Rows:
    """Several lists in one array, with where each starts."""
    kept = [list(items) for items in lists]
    starts = np.concatenate([[0], np.cumsum([len(items) for items in kept])]).astype(np.int64)
    return Rows(starts, ints(item for items in kept for item in items))
