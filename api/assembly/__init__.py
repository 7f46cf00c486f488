"""The only bridge between the database and the scheduler: rows ↔ records, days ↔ `Problem`, published tables ↔ a zip.

Plans go to and from JSON documents by `scheduler.io.plan_json`.
"""

from api.assembly.archive import folder_of_zip, problem_of_zip, zip_of
from api.assembly.days import bounds_of, is_standing, problem_in, problem_of, tables_of
from api.assembly.putting import TableChange, compare_rows, put
from api.assembly.records import add_rows, ids_among, record_of, rows_where, rows_with
from api.assembly.standing import judge, judge_rows, row_from

__all__ = [
    "TableChange",
    "add_rows",
    "bounds_of",
    "compare_rows",
    "folder_of_zip",
    "ids_among",
    "is_standing",
    "judge",
    "judge_rows",
    "problem_in",
    "problem_of",
    "problem_of_zip",
    "put",
    "record_of",
    "row_from",
    "rows_where",
    "rows_with",
    "tables_of",
    "zip_of",
]
