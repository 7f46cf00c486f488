"""Writing several files as one: they stand in a hidden folder beside the target until all are there. Which ones, others say."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.errors import InputError


@contextmanager
def output_folder(folder: Path, *, replaces: Collection[str] = ()) -> Iterator[Path]:
    """A folder to write into; what is in it at the end stands in `folder`, in place of what had the same name.

    After an error, a full disk included, `folder` is as it was. Other files in it are left alone.

    Parameters
    ----------
    replaces
        Names that go even where nothing new takes their place: yesterday's rosters beside today's plan would mislead.

    Raises
    ------
    InputError
        There is a file where the folder should be.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError([f"{folder} is a file, expected a folder to write into"])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as staging:
        fresh, old = Path(staging, "fresh"), Path(staging, "old")
        fresh.mkdir()
        old.mkdir()
        yield fresh
        folder.mkdir(exist_ok=True)
        names = sorted(entry.name for entry in fresh.iterdir())
        for name in {*names, *replaces}:
            if (folder / name).exists():
                (folder / name).rename(old / name)
        for name in names:
            (fresh / name).rename(folder / name)
