"""The roster's reading of a shift and the judge's are written apart; on any plan they come to the same minutes."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.model.plan import Plan
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.workforce import Break, FixedEvent
from scheduler.roster.items import RestBreak, Travel, Wait
from scheduler.roster.itinerary import Itinerary, itinerary
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from scheduler.validation.validator import validate
from tests.builders import BASE_PLACE, a_patient, a_plan, a_problem, a_shift, a_visit

HARD_RULES_OF_A_SHIFT = (RuleId.TRAVEL_TIME, RuleId.BREAK)


@st.composite
def days(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """One shift with up to five visits, some remote, perhaps a break and an event; lawful or nearly so."""
    visits, patients, stops, clock = [], [], [], 480 + draw(st.integers(0, 30))
    for number in range(draw(st.integers(1, 5))):
        name, minutes = f"v{number}", draw(st.sampled_from((10, 30)))
        patients.append(a_patient(f"p-{name}", at=draw(st.integers(1, 4))))
        visits.append(a_visit(name, minutes=minutes, window=(0, 1439), is_remote=draw(st.booleans())))
        clock += draw(st.sampled_from((0, 5, 10, 20, 29, 30, 31, 60)))
        stops.append((name, clock))
        clock += minutes
    event_start = draw(st.integers(480, 700))
    event = FixedEvent(
        "Meeting", Minute(event_start), Minute(event_start + 20), draw(st.sampled_from((None, BASE_PLACE)))
    )
    break_from = draw(st.integers(480, 800))
    shift = a_shift(
        "s",
        hours=(480, draw(st.sampled_from((780, 840, 960)))),
        rest_break=draw(st.sampled_from((None, Break(Minutes(30), Minute(break_from), Minute(break_from + 60))))),
        events=draw(st.sampled_from(((), (event,)))),
        admin_minutes=draw(st.sampled_from((0, 15))),
    )
    policy = Policy().with_weights({RuleId.LARGEST_WAIT: 1})
    return a_problem(visits, [shift], patients=patients, policy=policy), a_plan({"s": stops})


def read(day: tuple[Problem, Plan]) -> Itinerary:
    problem, plan = day
    return itinerary(problem, plan, problem.shifts[0].id)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(day=days())
def test_totals_are_the_amounts_of_the_judge(day: tuple[Problem, Plan]) -> None:
    judged, totals = validate(*day), read(day).totals

    assert totals.short_minutes == judged.amount_of(RuleId.TRAVEL_TIME)
    assert totals.travel_minutes == judged.amount_of(RuleId.TRAVEL)
    assert totals.waiting_minutes == judged.amount_of(RuleId.WAITING)
    assert totals.longest_wait_minutes == judged.amount_of(RuleId.LARGEST_WAIT)
    assert totals.missing_break_minutes == judged.amount_of(RuleId.BREAK)
    assert totals.overtime_minutes == judged.amount_of(RuleId.OVERTIME)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(day=days())
def test_the_items_of_a_lawful_shift_follow_one_another_and_add_up_to_its_totals(day: tuple[Problem, Plan]) -> None:
    judged, itinerary_read = validate(*day), read(day)
    if any(judged.amount_of(rule) for rule in HARD_RULES_OF_A_SHIFT):
        return

    items, totals = itinerary_read.items, itinerary_read.totals
    assert all(earlier.end <= later.start for earlier, later in pairwise(items))
    assert sum(item.minutes for item in items if isinstance(item, Travel)) == totals.travel_minutes
    assert sum(item.metres for item in items if isinstance(item, Travel)) == totals.metres
    assert sum(item.minutes for item in items if isinstance(item, Wait)) == totals.waiting_minutes
    owed = day[0].shifts[0].rest_break
    rests = [item for item in items if isinstance(item, RestBreak)]
    assert len(rests) == (1 if owed else 0)
    assert all(owed.earliest_start <= rest.start <= owed.latest_start for rest in rests if owed)
