"""From what was uploaded to tables' bytes: a zip is opened with care, single tables are taken as they are. What they say is judged later."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from api.errors import RefusedError
from scheduler.io.tables.faults import file_of, shortened
from scheduler.io.tables.rows import TABLES

NAMES = tuple(file_of(table) for table in TABLES)
MOST_BYTES = 200_000_000
"""Of all tables together, unpacked: a county's year is smaller."""
MOST_ENTRIES = 100
ENCRYPTED = 0x1


def tables_in(uploads: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The bytes of each table by file name, of one zip or of single tables.

    Raises
    ------
    RefusedError
        With every file that is no table, stands twice, or is not safe to unpack.
    """
    faults: list[dict[str, str]] = []
    files: dict[str, bytes] = {}
    for name, data in uploads:
        parts = _unpacked(data, faults) if name.casefold().endswith(".zip") else [(name, data)]
        for inner, content in parts:
            if inner not in NAMES:
                faults.append(_fault(inner, f"one of {', '.join(NAMES)}, or one zip of them"))
            elif inner in files:
                faults.append(_fault(inner, "each table once"))
            files[inner] = content
    if faults:
        raise RefusedError(
            "These are not the tables of an import; nothing was changed.", code="bad-upload", faults=faults
        )
    return files


def _unpacked(data: bytes, faults: list[dict[str, str]]) -> list[tuple[str, bytes]]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                faults.append(_fault("zip", f"at most {MOST_ENTRIES} files of {MOST_BYTES:,} bytes together"))
                return []
            return [(_name_in(entry, faults), _content(archive, entry)) for entry in entries]
    except (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        faults.append(_fault("zip", "a zip that can be unpacked, without a password"))
        return []


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    with archive.open(entry) as file:
        # Never more than the entry says of itself: what it says has been added up before.
        return file.read(entry.file_size)


def _name_in(entry: ZipInfo, faults: list[dict[str, str]]) -> str:
    """The file's own name: a folder that was packed as a whole stands before it, a way out of it may not."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        faults.append(_fault(entry.filename, "a name without a way to another folder"))
    return path.name


def _fault(name: str, expected: str) -> dict[str, str]:
    return {"where": shortened(name), "value": shortened(name), "expected": expected}
