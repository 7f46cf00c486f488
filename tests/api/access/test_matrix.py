"""Every route by role and organisation: who gets what, and that everybody else is refused and recorded."""

import re
from collections.abc import Sequence

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from api.access import Entry, entries
from api.audit import last_entry
from api.main import create_app
from api.security import AccountRole
from api.settings import Settings
from api.sharing import DataClass, patient_by_visit
from api.tables.audit import AuditedPatientRecord, AuditEntryRecord
from tests.api.access.callers import ASKERS, Asker
from tests.api.access.conftest import Fresh
from tests.api.access.examples import EXAMPLES, Example
from tests.api.access.things import TELLING_REASON, TELLING_SENTENCE

ENTRIES = tuple(entries(create_app(Settings(database_url="sqlite:///never-opened.db", secret_key="-" * 32))))
TELLING: dict[DataClass, Sequence[str]] = {
    DataClass.IDENTITY: ("Faisal Yarrow", "9997700007", "999 770 0007"),
    DataClass.CONTACT: ("01632 960541",),
    DataClass.CARE: ("give morning insulin", TELLING_REASON, TELLING_SENTENCE),
}
"""What stands in an answer only where a class of the patient's data is shown."""
PATIENT_ID, VISIT_ID, REAL_ID = (re.compile(rf"W\d-{kinds}\d{{4}}") for kinds in ("P", "V", "[PVH]"))
"""In the demonstration; the last also of homes."""
NOT_ABOUT_RECORDS = {"GET /v1/audit"}
"""Who has seen whose record, for those who answer for that."""


def test_every_route_has_an_example_and_every_example_a_route() -> None:
    assert {entry.route for entry in ENTRIES} == set(EXAMPLES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.route)
def test_a_route_is_open_to_those_whom_the_page_names_and_to_nobody_else(entry: Entry, fresh: Fresh) -> None:
    example, client = EXAMPLES[entry.route], fresh()

    for asker in sorted(ASKERS, key=lambda asker: may_pass(entry, example, asker)):
        if may_pass(entry, example, asker) and not entry.route.startswith("GET"):
            client = fresh()
        num_refused, last = _num_refused(client), _last_entry(client)

        answer = _ask(client, entry, example, asker)

        assert answer.status_code == _expected(entry, example, asker), (asker.name, answer.text)
        _see_that_nothing_leaks(entry, example, asker, answer)
        if entry.route not in NOT_ABOUT_RECORDS and answer.status_code not in (401, 403, 404):
            unseen = _patients_in(client, answer) - _recorded_since(client, last)
            assert not unseen, (asker.name, "whoever asks who has seen their record would not be told", unseen)
        if entry.needs_sign_in and asker.is_signed_in and answer.status_code in (403, 404):
            assert _num_refused(client) == num_refused + 1, (asker.name, "the attempt is not in the audit record")


def may_pass(entry: Entry, example: Example, asker: Asker) -> bool:
    """Whether somebody may make the request of an example."""
    if not entry.needs_sign_in:
        return True
    return (
        asker.is_signed_in and entry.lets_pass(asker.role) and asker.name not in example.not_theirs | example.closed_to
    )


def _expected(entry: Entry, example: Example, asker: Asker) -> int:
    if may_pass(entry, example, asker):
        return example.ok
    if not asker.is_signed_in:
        return 401
    if asker.name in example.closed_to:
        return 403
    return example.elsewhere if entry.lets_pass(asker.role) else 403


def _see_that_nothing_leaks(entry: Entry, example: Example, asker: Asker, answer: Response) -> None:
    for data_class, words in TELLING.items():
        if data_class not in asker.sees or not asker.is_signed_in:
            assert not [word for word in words if word in answer.text], (asker.name, data_class)
    if asker.role is AccountRole.PLANNER:
        assert not REAL_ID.search(answer.text), (asker.name, answer.text)
    if example.is_seen_by is not None:
        assert (example.is_seen_by in answer.text) == may_pass(entry, example, asker), (asker.name, answer.text)


def _ask(client: TestClient, entry: Entry, example: Example, asker: Asker) -> Response:
    sent = {"files": example.files} if example.files else {"json": example.body} if example.body else {}
    headers = {**example.headers, **asker.headers(client.app.state.settings)}
    return client.request(entry.route.split()[0], example.path, headers=headers, **sent)


def _patients_in(client: TestClient, answer: Response) -> set[str]:
    """The patients whom an answer names, or whose visits."""
    with client.app.state.database.reading() as session:
        of_visits = patient_by_visit(session, VISIT_ID.findall(answer.text)).values()
    return {*PATIENT_ID.findall(answer.text), *of_visits}


def _recorded_since(client: TestClient, last: int) -> set[str]:
    with client.app.state.database.reading() as session:
        recorded = select(AuditedPatientRecord.patient_id).where(AuditedPatientRecord.number > last)
        return set(session.scalars(recorded))


def _last_entry(client: TestClient) -> int:
    with client.app.state.database.reading() as session:
        return last_entry(session)[0]


def _num_refused(client: TestClient) -> int:
    refused = select(func.count()).where(AuditEntryRecord.action == "refused")
    with client.app.state.database.reading() as session:
        return session.scalar(refused) or 0
