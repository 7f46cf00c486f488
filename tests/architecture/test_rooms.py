"""Files and functions stay small, say what they are, and stand where the conventions put them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import (
    ROOT,
    committed_files,
    is_kernel,
    length_without_docstring,
    modules,
    tree_of,
)

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 40
MOST_LINES_IN_A_KERNEL = 80

LONG_FOR_A_REASON = {
    "scheduler/cli/design_teams.py::design_teams": "one line for each option, and one for where it goes",
    "scheduler/model/problem.py::_dangling": "one line for each reference of each noun; a table, read top to bottom",
}

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}

# Installing takes whatever index the machine is set up for, so no file may name one.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|anaconda\.org|npmjs\.(com|org)|crates\.io|index-url\s*=|find-links\s*="
)


def test_files_are_short_enough_to_read_at_once() -> None:
    lines = {str(module): len(_text_of(module).splitlines()) for module in modules()}

    assert {module: count for module, count in lines.items() if count > MOST_LINES_IN_A_FILE} == {}


def test_functions_are_short_unless_a_reason_is_given() -> None:
    too_long = {name for name, is_too_long in _judged_functions() if is_too_long}

    assert too_long == LONG_FOR_A_REASON.keys()


def test_every_file_says_what_lives_in_it() -> None:
    assert [str(module) for module in modules() if not ast.get_docstring(tree_of(module))] == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    parts = {part for path in committed_files() for part in (*path.parent.parts, path.stem)}

    assert not parts & NAMES_THAT_SAY_NOTHING


def test_checks_and_solver_constraints_share_their_file_names() -> None:
    checks = _families("scheduler/validation/checks")
    constraints = _families("scheduler/solvers/cpsat/constraints")

    assert checks
    assert constraints == checks


def test_no_file_names_a_package_registry() -> None:
    naming = [str(path) for path in committed_files() if path.suffix != ".pyc" and REGISTRY.search(_text_of(path))]

    assert naming == []


def test_wherever_kernels_are_compiled_some_test_runs_them_uncompiled() -> None:
    compiles = any("numba" in _text_of(module) for module in modules())
    marked = any("pytest.mark.kernel" in _text_of(path) for path in _tests_of_kernels())

    assert marked == compiles


def _judged_functions() -> Iterator[tuple[str, bool]]:
    """Every function's name, and whether it is longer than its kind may be."""
    for module in modules():
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                most = MOST_LINES_IN_A_KERNEL if is_kernel(node) else MOST_LINES_IN_A_FUNCTION
                yield f"{module.as_posix()}::{node.name}", length_without_docstring(node) > most


def _families(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__"}


def _tests_of_kernels() -> Iterator[Path]:
    folders = ("tests/scheduler/solvers", "tests/agreement")
    return (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("test_*.py"))


def _text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
