import pytest

from benchmarks.peers.engines import ENGINES
from benchmarks.peers.engines.engine import Engine, NotInstalledError
from benchmarks.peers.plain import plain
from benchmarks.peers.question import Question
from scheduler.model.demand import Attendance, Visit
from scheduler.model.place import LocationId
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.workforce import Shift
from scheduler.rules import RuleId
from scheduler.validation.validator import ValidationReport, validate
from tests.builders import a_patient, a_problem, a_shift, a_staff_member, a_visit

WOUND = (Attendance((SkillId("wound"),)),)
RARE = (Attendance((SkillId("rare"),)),)


@pytest.fixture(params=ENGINES.values(), ids=ENGINES.keys())
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param


def judged(engine: Engine, problem: Problem) -> tuple[set[str], ValidationReport]:
    """The visits that an engine serves in a moment, and what the validator says of its plan."""
    question = Question(plain(problem))
    try:
        search = engine.prepare(question)
    except NotInstalledError as absent:
        pytest.skip(str(absent))
    plan = question.plan_of(search(seconds=0.2, seed=1))
    return {str(stop.visit_id) for _, stop in plan.stops()}, validate(question.problem, plan)


def test_every_engine_serves_what_skills_and_windows_allow_with_the_least_travel(engine: Engine) -> None:
    visits = [
        a_visit("near", attendances=WOUND),
        a_visit("middle"),
        a_visit("far", window=(480, 510)),
        a_visit("too-far", window=(480, 519)),
        a_visit("rare", attendances=RARE),
    ]
    patients = [a_patient(f"p-{visit.id}", at=at) for at, visit in enumerate(visits, start=1)]
    staff = [a_staff_member("s-able", skills=["wound"]), a_staff_member("s-other")]
    shifts = [a_shift("other"), a_shift("able")]

    served, report = judged(engine, a_problem(visits, shifts, patients=patients, staff=staff))

    assert report.is_lawful, report.hard_violations
    assert served == {"near", "middle", "far"}
    assert report.amount_of(RuleId.TRAVEL) == 60


@pytest.mark.parametrize(("ends", "expected"), [(530, {"v"}), (529, set())], ids=["just in time", "a minute short"])
def test_every_engine_is_back_by_the_end_of_the_shift(engine: Engine, ends: int, expected: set[str]) -> None:
    served, report = judged(engine, a_problem([a_visit("v")], [a_shift("day", hours=(480, ends))]))

    assert report.is_lawful
    assert served == expected


def test_every_engine_ends_a_shift_where_it_ends(engine: Engine) -> None:
    visits, shifts = _one_way()
    problem = a_problem(visits, shifts, patients=[a_patient("p-v", at=3), a_patient("p-else", at=4)])

    served, report = judged(engine, problem)

    assert report.is_lawful
    assert served == {"v"}
    assert report.amount_of(RuleId.TRAVEL) == 40


def _one_way() -> tuple[list[Visit], list[Shift]]:
    """A visit at 3 units in a shift from the base at 0 to the home at 4 units."""
    return [a_visit("v")], [a_shift("day", end_location_id=LocationId("h4"))]
