"""What a run was made on: enough to judge whether two runs can be compared."""

import os
import platform
import subprocess
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from scheduler import __version__


class Machine(BaseModel):
    """Cores, system and versions."""

    model_config = ConfigDict(frozen=True)

    cores: int
    system: str
    python: str
    version: str
    """Of CILT."""
    commit: str | None = None
    """What ``git describe`` says of the sources; None where they are no clone."""


def this_machine() -> Machine:
    """Describe where this program runs."""
    return Machine(
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        version=__version__,
        commit=_commit_of(Path(__file__).parent),
    )


def _commit_of(folder: Path) -> str | None:
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    except OSError:
        return None
    return done.stdout.strip() or None
