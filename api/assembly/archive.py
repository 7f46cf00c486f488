"""The tables that a published roster was judged on, as one zip: the same rows, the same bytes, readable for ever."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.assembly.days import problem_in
from scheduler.io.plan_document import Scope
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.reading import rows_in
from scheduler.io.tables.rows import TABLES
from scheduler.io.tables.writing import bytes_of
from scheduler.model.problem import Problem


def zip_of(folder: DataFolder) -> bytes:
    """Every table that has rows."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for table in TABLES:
            if rows := folder.rows(table):
                # A ZipInfo of its own carries no time of packing.
                archive.writestr(ZipInfo(file_of(table)), bytes_of(table, rows), compress_type=ZIP_DEFLATED)
    return packed.getvalue()


def folder_of_zip(packed: bytes) -> DataFolder:
    """The tables of a zip that `zip_of` made."""
    with ZipFile(BytesIO(packed)) as archive:
        return rows_in({name: archive.read(name) for name in archive.namelist()})


def problem_of_zip(packed: bytes, scope: Scope) -> Problem:
    """The problem of a scope in the tables of a zip: the one that `problem_of` gave when it was packed."""
    return problem_in(folder_of_zip(packed), scope)
