"""The columns say of themselves what they hold, and the documentation shows it."""

from pathlib import Path

import pytest

from scheduler.io.tables.columns import columns_of, references
from scheduler.io.tables.describe import described_tables, with_tables
from scheduler.io.tables.rows import TABLES, Row

README = Path(__file__).parents[4] / "data" / "README.md"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_every_column_has_a_meaning_and_the_examples_make_a_row(table: type[Row]) -> None:
    columns = columns_of(table)

    assert all(column.meaning and column.example for column in columns.values())
    table.model_validate({name: column.example for name, column in columns.items()})


def test_a_column_says_its_type_in_words() -> None:
    expected = {column.name: column.expected for table in TABLES for column in columns_of(table).values()}

    assert expected["duration_minutes"] == "a whole number from 1 to 600"
    assert expected["share_over_65"] == "a number from 0 to 1"
    assert expected["travel_mode"] == "one of car, bicycle, foot"
    assert expected["is_remote"] == "true or false"
    assert expected["break_from"].startswith("a local time such as 2026-11-23T08:00")


def test_a_column_named_after_another_tables_key_refers_to_it() -> None:
    found = {(one.table.table, one.column, one.target.table, one.is_list) for one in references()}

    assert len(found) == 33
    assert {
        ("visits", "patient_id", "patients", False),
        ("patients", "ods_code", "practices", False),
        ("shifts", "end_location_id", "locations", False),
        ("staff", "team_ids", "teams", True),
        ("visit_attendances", "skill_ids", "skills", True),
        ("patients", "excluded_staff_ids", "staff", True),
        ("visit_links", "second_visit_id", "visits", False),
    } <= found


def test_the_data_readme_documents_the_tables_as_they_are() -> None:
    page = README.read_text(encoding="utf-8")

    assert with_tables(page) == page, "run python -m scheduler.io.tables.describe"


def test_a_page_without_markers_is_refused_and_text_around_them_kept() -> None:
    assert with_tables("a\n<!-- tables -->old<!-- /tables -->\nz").startswith("a\n<!-- tables -->\n## The CSV folder")
    assert described_tables() in with_tables("<!-- tables --><!-- /tables -->")
    with pytest.raises(ValueError, match="expected both"):
        with_tables("no markers")
