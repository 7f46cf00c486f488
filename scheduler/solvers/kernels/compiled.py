"""How kernels are compiled and where the machine code is kept.

numba keys its cache by a function's own file, so a changed callee in another module would leave stale code behind.
The cache folder therefore carries a digest of every kernel module: change one, and all are compiled again.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
import platformdirs

Params = ParamSpec("Params")
Result = TypeVar("Result")

_SOLVERS = Path(__file__).parent.parent
_SOURCES = (*(_SOLVERS / "kernels").glob("*.py"), *(_SOLVERS / "anneal").glob("*.py"))


def cache_folder() -> Path:
    """Where the machine code of exactly these sources is kept; `CILT_CACHE_DIR` moves it."""
    digest = sha256(b"".join(path.read_bytes() for path in sorted(_SOURCES))).hexdigest()[:16]
    root = os.environ.get("CILT_CACHE_DIR") or platformdirs.user_cache_dir("cilt")
    return Path(root) / "kernels" / f"numba-{numba.__version__}-{digest}"


def is_compiled() -> bool:
    """Whether the kernels were compiled before on this machine, so that a solve starts at once."""
    folder = cache_folder()
    return folder.is_dir() and any(folder.rglob("*.nbi"))


numba.config.CACHE_DIR = str(cache_folder())


def kernel(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Compile a function: no Python objects, no lock held, kept on disk."""
    compiled = numba.njit(cache=True, nogil=True)(function)
    return cast("Callable[Params, Result]", compiled)
