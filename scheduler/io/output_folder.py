"""Writing several files as one: they stand in a hidden folder beside the target until all are there. Which ones, others say."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.errors import InputError
from scheduler.io.moving import all_moved_or_none


@contextmanager
def output_folder(folder: Path, *, replaces: Collection[str] = ()) -> Iterator[Path]:
    """A folder to write into; what is in it at the end stands in `folder`, in place of what had the same name.

    After an error, a full disk included, `folder` is as it was. Other files in it, and in its folders, are left alone.

    Parameters
    ----------
    replaces
        Files, by their names in `folder`, that go even where nothing new takes their place: yesterday's rosters beside
        today's plan would mislead. A folder that is left empty goes, too.

    Raises
    ------
    InputError
        There is a file where a folder should be, or nothing can be written there.
    """
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            raise InputError([f"{place} is a file, expected a folder to write into"])
    with _staging(folder) as staging:
        fresh, old = staging / "fresh", staging / "old"
        fresh.mkdir()
        yield fresh
        names = _files_in(fresh)
        if folders := [name for name in names if (folder / name).is_dir()]:
            raise InputError([f"{folder / name} is a folder, expected a file" for name in folders])
        with all_moved_or_none() as move:
            for name in sorted({*names, *map(Path, replaces)}):
                if (folder / name).is_file():
                    move(folder / name, old / name)
            for name in names:
                move(fresh / name, folder / name)
        folder.mkdir(exist_ok=True)
        for parent in {(folder / name).parent for name in _files_in(old)} - {folder}:
            if not any(parent.iterdir()):
                parent.rmdir()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A hidden folder beside the target; where it cannot be made, the user hears of the target."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent)
    except OSError as error:
        raise InputError([f"nothing can be written into {folder}: {error.strerror}"]) from error
    with staging as name:
        yield Path(name)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
