"""The whole person, skill mix and stability, beyond the smallest steps in `tests/agreement/spoilers`."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.model.clock import Horizon
from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Attendance, Patient
from scheduler.model.skills import Band, SkillHolding
from scheduler.model.workforce import Gender, Organisation, OrganisationKind
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport, validate
from tests.builders import EMPLOYER, MONDAY, a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit


def judged(patient: Patient, *, need: Attendance = Attendance(), **more: Any) -> ValidationReport:  # noqa: B008 - frozen
    """Staff member s2 visits; s1 is on duty too."""
    visit = a_visit("v1", patient=patient.id, attendances=(need,))
    shifts = [a_shift("d1", staff="s1"), a_shift("d2", staff="s2")]
    return validate(a_problem([visit], shifts, patients=[patient], **more), a_plan({"d2": [("v1", 600)]}))


def test_a_patient_whom_nobody_knows_has_no_continuity_to_lose() -> None:
    others = CareHistory((PastCare("q", "s1", 5),))
    staff_of_another = [a_patient("p"), a_patient("q")]
    visit = a_visit("v1", patient="p")
    problem = a_problem([visit], [a_shift("d1", staff="s1")], patients=staff_of_another, history=others)

    assert validate(problem, a_plan({"d1": [("v1", 600)]})).amount_of(RuleId.CONTINUITY) == 0


def test_the_named_staff_member_is_familiar_without_a_past_visit() -> None:
    history = CareHistory((PastCare("p", "s1", 5),))

    assert judged(a_patient("p"), history=history).amount_of(RuleId.CONTINUITY) == 1
    assert judged(a_patient("p", named_staff_id="s2"), history=history).amount_of(RuleId.CONTINUITY) == 0


@pytest.mark.parametrize(
    ("need", "amount"),
    [
        (Attendance(("wound",), Band.BAND_5), 1),
        (Attendance(("wound",), Band.BAND_6), 0),
        (Attendance(("insulin",), Band.BAND_5), 0),
    ],
)
def test_the_named_staff_member_is_missed_only_where_they_could_come(need: Attendance, amount: int) -> None:
    named = replace(a_staff_member("s1"), skills=(SkillHolding("wound", date(2020, 1, 1)),))

    report = judged(a_patient("p", named_staff_id="s1"), need=need, staff=[named])

    assert report.amount_of(RuleId.NAMED_STAFF) == amount


def test_both_wishes_of_a_patient_count() -> None:
    patient = a_patient("p", preferred_staff_ids=("s1",), gender_preferred=Gender.FEMALE)

    assert judged(patient).amount_of(RuleId.PREFERENCE) == 2


def judged_day(stops: list[tuple[str, int]], horizon: Horizon = Horizon(MONDAY)) -> ValidationReport:  # noqa: B008 - frozen
    """Half-hour visits to one patient; those whose name starts with c are calls."""
    window = (0, horizon.end)
    visits = [a_visit(name, patient="p", window=window, is_remote=name.startswith("c")) for name, _ in stops]
    shifts = [a_shift(f"d{number}", hours=(0, horizon.end)) for number, _ in enumerate(stops)]
    problem = replace(a_problem(visits, shifts), horizon=horizon)
    return validate(problem, a_plan({f"d{number}": [stop] for number, stop in enumerate(stops)}))


def test_people_who_come_together_or_follow_closely_knock_once() -> None:
    assert judged_day([("v1", 600), ("v2", 600), ("v3", 640)]).amount_of(RuleId.DOOR_KNOCKS) == 0
    assert judged_day([("v1", 600), ("v2", 600), ("v3", 641)]).amount_of(RuleId.DOOR_KNOCKS) == 1


def test_a_call_knocks_at_no_door_and_is_somebody_met() -> None:
    report = judged_day([("v1", 600), ("c2", 700)])

    assert report.amount_of(RuleId.DOOR_KNOCKS) == 0
    assert report.amount_of(RuleId.DISTINCT_STAFF) == 1


def test_people_met_are_counted_by_local_day_when_a_day_has_25_hours() -> None:
    autumn = Horizon(date(2026, 10, 25), 2)

    assert judged_day([("v1", 600), ("v2", 1499)], autumn).amount_of(RuleId.DISTINCT_STAFF) == 1
    assert judged_day([("v1", 600), ("v2", 1500)], autumn).amount_of(RuleId.DISTINCT_STAFF) == 0


def test_people_met_are_counted_by_local_day_when_a_day_has_23_hours() -> None:
    spring = Horizon(date(2027, 3, 28), 2)

    assert judged_day([("v1", 600), ("v2", 1379)], spring).amount_of(RuleId.DISTINCT_STAFF) == 1
    assert judged_day([("v1", 600), ("v2", 1380)], spring).amount_of(RuleId.DISTINCT_STAFF) == 0


def test_care_that_asks_for_no_band_is_not_given_above_it() -> None:
    assert judged(a_patient("p")).amount_of(RuleId.ABOVE_BAND) == 0


@pytest.mark.parametrize(
    ("nurse", "amount"),
    [({}, 0), ({"team_ids": ()}, 1), ({"is_registered": False}, 1), ({"organisation_id": "council"}, 1)],
)
def test_a_support_worker_is_backed_by_a_registered_colleague_of_the_same_employer_and_team(
    nurse: dict[str, Any], amount: int
) -> None:
    organisations = (
        Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),
        Organisation("council", "The council", OrganisationKind.SOCIAL_CARE),
    )
    staff = [a_staff_member("s1", **nurse), a_staff_member("s2", is_registered=False)]

    report = judged(a_patient("p"), staff=staff, organisations=organisations)

    assert report.amount_of(RuleId.SUPERVISION) == amount


@pytest.mark.parametrize(("nurse_hours", "amount"), [((600, 700), 0), ((601, 700), 1)])
def test_a_colleague_whose_shift_starts_with_the_visit_is_on_duty(nurse_hours: tuple[int, int], amount: int) -> None:
    shifts = [a_shift("d1", staff="s1"), a_shift("nurse", hours=nurse_hours)]
    worker = a_staff_member("s1", is_registered=False)

    report = validate(a_problem([a_visit("v1")], shifts, staff=[worker]), a_plan({"d1": [("v1", 600)]}))

    assert report.amount_of(RuleId.SUPERVISION) == amount


def test_care_workers_and_volunteers_are_not_supervised_by_nurses() -> None:
    council = (Organisation(EMPLOYER, "The council", OrganisationKind.SOCIAL_CARE),)
    staff = [a_staff_member(name, is_registered=False) for name in ("s1", "s2")]

    assert judged(a_patient("p"), staff=staff, organisations=council).amount_of(RuleId.SUPERVISION) == 0


def judged_against_published(published: dict[str, Any], **more: Any) -> ValidationReport:
    """The plan: staff member s2 makes v1 at 10:00 in shift d2."""
    return judged(a_patient("p"), published=a_plan(published), **more)


def test_a_start_is_frozen_before_the_freeze_ends_and_free_from_then_on() -> None:
    published = {"d1": [("v1", 600)]}

    assert judged_against_published(published, frozen_until=601).amount_of(RuleId.FREEZE) == 1
    assert judged_against_published(published, frozen_until=600).amount_of(RuleId.FREEZE) == 0


def test_what_was_published_for_a_visit_or_shift_that_is_gone_is_not_frozen() -> None:
    published = {"gone": [("v1", 600)], "d1": [("gone", 600)]}

    assert judged_against_published(published, frozen_until=960).is_lawful


def test_a_visit_published_for_a_shift_that_is_gone_changes_hands() -> None:
    report = judged_against_published({"gone": [("v1", 600)]})

    assert report.amount_of(RuleId.STAFF_CHANGED) == 1
    assert report.amount_of(RuleId.START_MOVED) == 0


def test_a_visit_that_was_not_published_has_not_changed() -> None:
    report = judged_against_published({"d1": [("gone", 500)]})

    assert report.amount_of(RuleId.STAFF_CHANGED) == 0
    assert report.amount_of(RuleId.START_MOVED) == 0


def test_a_start_moved_earlier_counts_like_one_moved_later() -> None:
    assert judged_against_published({"d2": [("v1", 616)]}).amount_of(RuleId.START_MOVED) == 1
    assert judged_against_published({"d2": [("v1", 584)]}).amount_of(RuleId.START_MOVED) == 1
    assert judged_against_published({"d2": [("v1", 615)]}).amount_of(RuleId.START_MOVED) == 0
