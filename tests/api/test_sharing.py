"""Who is cared for is asked with every answer that names a patient: however many visits there are, an index finds it."""

from typing import Any

import pytest
from sqlalchemy import event

from api.database import Database
from api.sharing import Sharing, cared_for


def test_an_organisations_patients_are_found_without_reading_all_of_its_visits(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL reads tables as small as a test's whole")
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    with database.reading() as session:
        cared_for(session, Sharing("trust"), ["ann", "ben"])
        statement, values = asked[-1]
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()

    looked_up = [step.detail for step in steps if "SEARCH" in step.detail or "SCAN" in step.detail]
    assert len(looked_up) == 2
    assert all("(organisation_id=? AND patient_id=?)" in each for each in looked_up), looked_up
