"""Which instances a folder holds, and the best costs published for them. Instances themselves are read by `scheduler.io`."""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from scheduler.errors import InputError

SOLUTIONS = "solutions"
"""Folders of this name hold solutions, ours or published ones."""
PUBLISHED = "best_published.csv"
"""Columns that are read: family, instance, best_published."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An instance file of a folder."""

    family: str
    """The folder it lies in."""
    name: str
    path: Path
    best_published: float | None = None
    """In the format's own objective; None where nothing is published."""

    @property
    def full_name(self) -> str:
        """Family and name, such as ``kummer/HHCRSP_10_3``."""
        return f"{self.family}/{self.name}"


def find_instances(folder: Path, pattern: str = "*") -> tuple[Entry, ...]:
    """Every instance file in a folder and the folders in it, family by family.

    Parameters
    ----------
    pattern
        Which to take, by family and name: ``mankowska/*``, ``*_10_?``. A star also stands for a slash.

    Raises
    ------
    InputError
        No such folder, no instance of that name in it, or a table of published costs that cannot be read.
    """
    if not folder.is_dir():
        raise InputError([f"{folder} is no folder, expected one with instances"])
    best = _best_published(folder / PUBLISHED)
    entries = [_entry(folder, path, best) for path in sorted(folder.rglob("*.json"))]
    found = tuple(entry for entry in entries if entry is not None and fnmatchcase(entry.full_name, pattern))
    if not found:
        says = f"no instance in {folder}" if pattern == "*" else f"no instance in {folder} is named like {pattern}"
        raise InputError([f"{says}, expected .json files of a public format such as FAMILY/INSTANCE.json"])
    return found


def _entry(folder: Path, path: Path, best: dict[tuple[str, str], float]) -> Entry | None:
    inside = path.parent.relative_to(folder)
    if SOLUTIONS in inside.parts:
        return None
    family = inside.as_posix() if inside.parts else folder.resolve().name
    return Entry(family, path.stem, path, best.get((family, path.stem)))


def _best_published(table: Path) -> dict[tuple[str, str], float]:
    """The best published cost by family and instance; empty where there is no such table."""
    if not table.is_file():
        return {}
    best: dict[tuple[str, str], float] = {}
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            try:
                best[row["family"], row["instance"]] = float(row["best_published"])
            except (KeyError, TypeError, ValueError) as error:
                expected = "family, instance and best_published, a number"
                raise InputError([f"{table}: line {rows.line_num} cannot be read, expected {expected}"]) from error
    return best
