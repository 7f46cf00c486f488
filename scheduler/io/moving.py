"""Moving files and folders, all of them or none. Which ones, and where they stand meanwhile, others say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Move = Callable[[Path, Path], None]


@contextmanager
def all_moved_or_none() -> Iterator[Move]:
    """Yields what moves a file or folder to where nothing is yet; after an error, all are moved back.

    Folders that had to be made on the way go again, too, where they are empty.
    """
    moved: list[tuple[Path, Path]] = []
    made: list[Path] = []

    def move(source: Path, target: Path) -> None:
        made.extend(reversed([parent for parent in target.parents if not parent.exists()]))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Noted first: Ctrl-C may come as soon as it is moved.
        moved.append((source, target))
        source.rename(target)

    try:
        yield move
    except BaseException:
        for source, target in reversed(moved):
            if not source.exists():
                source.parent.mkdir(parents=True, exist_ok=True)
                target.rename(source)
        for folder in reversed(made):
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
        raise
