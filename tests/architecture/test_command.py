"""The `cilt` command answers a question about itself at once: heavy libraries are imported where they are needed."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

HEAVY = {"ortools", "pandas", "numba", "altair", "typst", "dask", "fastapi", "sqlalchemy", "uvicorn", "alembic"}
BENCHMARK_VERBS = ("run", "table", "solve", "judge", "plot")
VERBS = (
    "plan",
    "check",
    "validate-data",
    "generate",
    "explain",
    "place",
    "what-if",
    "design-teams",
    "benchmark",
    "serve",
    "migrate",
    "audit",
    "accounts",
)


@pytest.mark.parametrize(
    "arguments",
    [(), *((verb,) for verb in VERBS), *(("benchmark", verb) for verb in BENCHMARK_VERBS)],
    ids=lambda given: " ".join(given) or "cilt",
)
def test_help_loads_no_heavy_library(arguments: tuple[str, ...]) -> None:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('loaded:', *sys.modules, file=sys.stderr))\n"
        "from scheduler.cli import app\n"
        f"app([*{arguments!r}, '--help'])\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    said, _, modules = done.stderr.rpartition("loaded:")
    loaded = set(modules.split())
    assert done.returncode == 0, said
    assert {"scheduler.cli", "api.cli"} <= loaded
    assert not loaded & HEAVY
