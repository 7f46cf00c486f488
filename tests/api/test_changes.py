"""The number of the data rises with every change of what problems are made of, and with nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from api.database import Database
from api.tables.caseloads import ImportRecord, PolicyRecord
from api.tables.changes import data_version

Change = Callable[[Session], object]


def _version(database: Database) -> int:
    with database.reading() as session:
        return data_version(session)


def _change(database: Database, change: Change) -> int:
    """By how much a change in one transaction raises the number."""
    before = _version(database)
    with database.writing() as session:
        change(session)
    return _version(database) - before


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.add(PolicyRecord(setting="travel", value=2)),
        lambda session: session.execute(insert(PolicyRecord), [{"setting": "travel", "value": 2}]),
        lambda session: session.execute(insert(PolicyRecord.__table__), [{"setting": "travel", "value": 2}]),
        lambda session: session.execute(update(PolicyRecord).values(value=3)),
        lambda session: session.execute(delete(PolicyRecord)),
        lambda session: setattr(session.get(PolicyRecord, "gap"), "value", 7),
        lambda session: session.delete(session.get(PolicyRecord, "gap")),
    ],
    ids=["object", "rows", "rows of a table", "update", "delete", "attribute", "deleted object"],
)
def test_however_the_data_are_changed_it_is_counted_once(database: Database, change: Change) -> None:
    with database.writing() as session:
        session.add(PolicyRecord(setting="gap", value=1))

    assert _change(database, change) == 1


def test_what_no_problem_is_made_of_is_not_counted(database: Database) -> None:
    made = ImportRecord(sha256="0", made_by="a", made_at=datetime.now(UTC), counts={})

    assert _change(database, lambda session: session.add(made)) == 0


def test_what_is_rolled_back_is_not_counted(database: Database) -> None:
    def fail(session: Session) -> None:
        session.add(PolicyRecord(setting="travel", value=2))
        session.flush()
        raise LookupError

    before = _version(database)
    with pytest.raises(LookupError):
        _change(database, fail)

    assert _version(database) == before
