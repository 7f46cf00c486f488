"""How kernels are compiled and where the machine code is kept.

numba keys its cache by a function's own file, so a changed callee in another module would leave stale code behind.
The cache folder therefore carries a digest of every kernel module and of the constants they are compiled with: change
one, and all are compiled again.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import platformdirs

Params = ParamSpec("Params")
Result = TypeVar("Result")

_SCHEDULER = Path(__file__).parents[2]
_SOURCES = (
    *(_SCHEDULER / "solvers" / "kernels").glob("*.py"),
    *(_SCHEDULER / "solvers" / "insertion").glob("*.py"),
    *(_SCHEDULER / "solvers" / "anneal").glob("*.py"),
    _SCHEDULER / "rules" / "rule.py",
    _SCHEDULER / "encoding" / "arrays.py",
    _SCHEDULER / "encoding" / "eligibility.py",
)


_ROOT = numba.config.CACHE_DIR or platformdirs.user_cache_dir("cilt")  # type: ignore[attr-defined]


def cache_folder() -> Path:
    """Where the machine code of exactly these sources is kept; numba's own `NUMBA_CACHE_DIR` moves it."""
    digest = sha256(b"".join(path.read_bytes() for path in sorted(_SOURCES))).hexdigest()[:16]
    return Path(_ROOT) / "kernels" / f"numba-{numba.__version__}-{digest}"


def is_compiled() -> bool:
    """Whether the kernels were compiled before on this machine, so that a solve starts at once."""
    folder = cache_folder()
    return folder.is_dir() and any(folder.rglob("*.nbi"))


numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]  # set when numba is imported


_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}


def kernel(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Compile a function: no Python objects, no lock held, kept on disk.

    Kernels allocate nothing, so numba need not count references to the arrays they are handed (`_nrt`): on every
    access it would cost more than the work itself.
    """
    return cast("Callable[Params, Result]", numba.njit(**_OPTIONS)(function))


def inlined(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Compile a function into each of its callers.

    A call hands over every table's shape and strides by value, some two hundred words for facts and state: in the
    innermost functions that takes longer than the work itself.
    """
    return cast("Callable[Params, Result]", numba.njit(**_OPTIONS, forceinline=True)(function))
