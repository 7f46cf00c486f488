"""Nothing that planners are answered names a patient or a visit: every answer is searched for all of them."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from httpx2 import Response

from api.planning.pseudonyms import without_people
from scheduler.errors import InvalidNounError
from scheduler.io.tables.rows import PatientRow, VisitRow
from scheduler.scenarios.changes import LoseStaff
from scheduler.scenarios.task import Failed, Solved
from tests.api.planning.office import BROKEN, FEWER, WHAT_IF, Office
from tests.api.planning.test_team_designs import WEST
from tests.api.runs.a_small_day import small_day
from tests.scheduler.scenarios.days import a_day

SURGE = {"name": "More", "changes": [{"change": "surge", "percent": 20}]}
COMPARISON = ("", "/comparison", "/comparison.html", "/comparison.xlsx")
DESIGNS = ("", "/designs", *(f"/designs/1.{form}" for form in ("geojson", "svg", "csv")))


def _people() -> set[str]:
    """Every name, NHS number, patient id and visit id of the data."""
    patients, visits = small_day()[PatientRow], small_day()[VisitRow]
    found = {visit.visit_id for visit in visits if isinstance(visit, VisitRow)}
    for patient in patients:
        assert isinstance(patient, PatientRow)
        number = patient.nhs_number
        found |= {patient.patient_id, patient.name, number, f"{number[:3]} {number[3:6]} {number[6:]}"}
    return found


def _text(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    if not answer.content.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as workbook:
        return "".join(workbook.read(name).decode() for name in workbook.namelist())


def _answers(office: Office, asked: str, parts: tuple[str, ...]) -> Iterator[str]:
    yield from (_text(office.get(asked + part)) for part in parts)
    yield _text(office.get(asked.rpartition("/")[0]))


def test_no_answer_names_a_patient_or_a_visit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_id, patient_id = small_day()[VisitRow][0].visit_id, small_day()[VisitRow][0].patient_id

    def stumble(*_: object) -> None:
        raise InvalidNounError(f"visit {visit_id} of patient '{patient_id}' has 0 minutes, expected more")

    monkeypatch.setattr(LoseStaff, "apply", stumble)
    compared = office.ask("scenarios", WHAT_IF | {"scenarios": [FEWER, BROKEN, SURGE]})
    designed = office.ask("team-designs", WEST | {"balance": "workload"})
    assert [office.work(), office.work()] == [compared.rpartition("/")[2], designed.rpartition("/")[2]]

    answers = [*_answers(office, compared, COMPARISON), *_answers(office, designed, DESIGNS)]

    people = _people()
    assert len(people) > 500
    assert "visit (withheld) of patient (withheld) has 0 minutes" in answers[1]
    assert "there is no team mars" in answers[1]
    assert {each for each in people for answer in answers if each in answer} == set()


def test_what_a_scenario_added_is_withheld_like_what_it_was_modelled_on() -> None:
    problem = a_day()
    visit_id = problem.visits[0].id
    names = {"key": "k", "scenario": "More", "day": "d", "seed": 1}
    failed = Failed(**names, error=f"visit {visit_id}.more2: it is gone. There is no team {visit_id}x")
    solved = Solved(**names, figures={}, num_hard_violations=0, seconds=0, iterations=0)

    told = without_people(failed, problem)

    assert isinstance(told, Failed)
    assert told.error == f"visit (withheld): it is gone. There is no team {visit_id}x"
    assert without_people(solved, problem) == solved
