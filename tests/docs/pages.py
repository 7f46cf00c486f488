"""The project's Markdown pages, their links and their shell commands, read for the tests of this folder."""

import re
import shlex
from pathlib import Path

from tests.architecture.sources import ROOT, committed_files


def pages() -> list[Path]:
    """Every committed Markdown page, relative to the project's root."""
    return [path for path in committed_files() if path.suffix == ".md"]


def text_of(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def local_links(page: Path) -> list[str]:
    """What a page links to or shows inside the project, without anchors."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def shell_commands(page: Path | str) -> list[list[str]]:
    """Every line of a page's shell blocks, split into words."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]
