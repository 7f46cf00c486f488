"""A fixed piece of work that knows nothing of CILT: the unit in which `compare.py` counts everything else."""

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture


def _work() -> int:
    """Objects and dictionaries as in reading and judging, arrays as in encoding and kernels."""
    counts: dict[int, int] = {}
    for number in range(100_000):
        counts[number % 997] = counts.get(number % 997, 0) + number
    figures = np.random.default_rng(1).random(200_000)
    return sum(counts.values()) + int(np.sort(figures).searchsorted(0.5))


def test_reference(benchmark: BenchmarkFixture) -> None:
    assert benchmark(_work)
