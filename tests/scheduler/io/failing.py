"""A disk that fails once: a rename in the middle of several."""

from pathlib import Path

import pytest


def fail_once(monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
    """Of all renames from now on, the one of this number, counted from 1, fails."""
    rename, renames = Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        renames.append(path)
        if len(renames) == number:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
