from dataclasses import replace

import pytest

from scheduler.errors import ScenarioMismatchError
from scheduler.model.demand import Service, VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.scenarios.changes import ClinicInsteadOfHome, FewerVisits, HousingGrowth, Surge, VirtualWardBeds
from scheduler.scenarios.selecting import Which
from scheduler.units import Minutes
from tests.scheduler.scenarios.days import OTHER_PRACTICE, SURGERY, a_day, changed


def new_visits(before: Problem, after: Problem) -> list[str]:
    return [visit.id for visit in after.visits if visit.id not in before.visit_by_id]


def test_a_surge_asks_for_more_visits_each_for_a_new_patient_whom_nobody_knows() -> None:
    problem = a_day(visits_each=4)

    after = changed(problem, Surge(percent=50, which=Which(team="team")))

    new = [after.visit_by_id[VisitId(visit)] for visit in new_visits(problem, after)]
    patients = [after.patient_by_id[visit.patient_id] for visit in new]
    assert len(new) == 2
    assert not {patient.id for patient in patients} & problem.patient_by_id.keys()
    assert {after.team_of(patient.id) for patient in patients} == {"team"}
    assert not any(patient.named_staff_id for patient in patients)


def test_a_surge_may_more_than_double_the_visits() -> None:
    assert len(changed(a_day(visits_each=2), Surge(percent=250)).visits) == 14


def test_linked_visits_come_together_with_their_link() -> None:
    problem = a_day(visits_each=2)
    link = VisitLink(VisitId("v-a1"), VisitId("v-a2"), Minutes(60), Minutes(120))
    problem = replace(problem, links=(link,))

    after = changed(problem, Surge(percent=100, which=Which(team="team")))

    assert set(new_visits(problem, after)) == {"v-a1.more1", "v-a2.more1"}
    assert after.links == (link, replace(link, first=VisitId("v-a1.more1"), second=VisitId("v-a2.more1")))
    assert len({after.visit_by_id[VisitId(visit)].patient_id for visit in new_visits(problem, after)}) == 1


def test_fewer_visits_take_their_links_with_them() -> None:
    problem = a_day(visits_each=2)
    problem = replace(problem, links=(VisitLink(VisitId("v-a1"), VisitId("v-a2"), Minutes(60), Minutes(120)),))

    after = changed(problem, FewerVisits(percent=50))

    assert len(after.visits) == 2
    assert bool(after.links) == ("v-a1" in after.visit_by_id)


def test_virtual_ward_visits_grow_with_the_beds() -> None:
    problem = a_day(visits_each=5)
    ward = tuple(replace(visit, service=Service.VIRTUAL_WARD) for visit in problem.visits[:5])
    problem = replace(problem, visits=(*ward, *problem.visits[5:]))

    after = changed(problem, VirtualWardBeds(beds_per_100k=42))

    assert sum(visit.service is Service.VIRTUAL_WARD for visit in after.visits) == 10
    assert len(after.visits) == 15


def test_new_houses_stand_where_they_are_said_to_and_the_list_grows() -> None:
    problem = a_day(visits_each=4)

    after = changed(problem, HousingGrowth(practice=OTHER_PRACTICE, new_patients=1000, latitude=51.75, longitude=-1.42))

    new = [after.visit_by_id[VisitId(visit)] for visit in new_visits(problem, after)]
    assert len(new) == 2
    assert {after.location_of(visit.id) for visit in new} == {"houses-K84002"}
    assert after.practice_by_code[OTHER_PRACTICE].list_size == 3000
    assert after.travel.index_by_location.keys() - problem.travel.index_by_location.keys() == {"houses-K84002"}


def test_half_a_position_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude and longitude, or neither"):
        HousingGrowth(practice=OTHER_PRACTICE, new_patients=1000, latitude=51.75)


def test_who_can_comes_to_the_practice_and_who_must_be_served_at_home_is() -> None:
    problem = a_day(visits_each=2)
    visits = tuple(replace(visit, is_must_serve=visit.id == "v-b1") for visit in problem.visits)

    after = changed(replace(problem, visits=visits), ClinicInsteadOfHome(percent=100))

    assert after.location_of(VisitId("v-b1")) == "h21"
    assert after.location_of(VisitId("v-b2")) == SURGERY.id
    assert SURGERY.id in after.travel.index_by_location


@pytest.mark.parametrize(
    ("which", "says"),
    [
        (Which(visit_types=("mars",)), "no visit type mars, expected one of check"),
        (Which(team="mars"), "no team mars"),
        (Which(practice="K00000"), "no practice K00000, expected one of K84001, K84002"),
    ],
)
def test_what_does_not_exist_is_named(which: Which, says: str) -> None:
    with pytest.raises(ScenarioMismatchError, match=says):
        changed(a_day(), Surge(percent=10, which=which))
