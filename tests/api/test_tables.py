"""Tables of the database that imports fill have the columns of the CSV tables."""

import pytest

from api.tables import Base
from scheduler.io.tables.rows import TABLES, Row


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_every_column_of_an_imported_table_is_kept(table: type[Row]) -> None:
    kept = Base.metadata.tables[table.table]

    assert set(table.model_fields) <= set(kept.columns.keys())
    assert tuple(column.name for column in kept.primary_key) == table.key
