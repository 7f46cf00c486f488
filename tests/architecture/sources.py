"""The project's own files, read as text and as syntax trees, for the tests of this folder and of `tests/docs`."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE_BY_ALEMBIC = Path("api/migrations/versions")
ROOMS = ("scheduler", "api", "data", "benchmarks/harness")


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the product that people write, relative to the project's root."""
    files = (path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple(sorted(path for path in files if path.parent != MADE_BY_ALEMBIC))


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, relative to the project's root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (Path(name) for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file())


def length_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end; what the function says about itself does not count."""
    lines = _lines(function)
    has_docstring = ast.get_docstring(function) is not None
    return lines - _lines(function.body[0]) if has_docstring else lines


def is_kernel(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether numba compiles it, by its own decorator or by ours."""
    return any(re.search(r"jit|kernel", ast.unparse(decorator)) for decorator in function.decorator_list)


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
