"""The only bridge between the database and the scheduler: rows ↔ records, days ↔ `Problem`, published tables ↔ a zip.

Plans go to and from JSON documents by `scheduler.io.plan_json`.
"""

from api.assembly.archive import folder_of_zip, problem_of_zip, zip_of
from api.assembly.days import problem_in, problem_of, tables_of
from api.assembly.records import add_rows

__all__ = ["add_rows", "folder_of_zip", "problem_in", "problem_of", "problem_of_zip", "tables_of", "zip_of"]
