"""A design through the day optimiser: the same days with today's teams and with the design's, same seeds, same budgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.kpis.printed import MEASURES, Better
from scheduler.model.geography import TeamId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.neighbourhoods.design import Design
from scheduler.neighbourhoods.redrawing import StaffRule, redrawn
from scheduler.planning import plan_visits
from scheduler.solvers.stopping import Budget

TODAY = "today"
_SHOWN = (
    *("planned", "deferred", "escalated", "must_serve_planned", "travel", "miles", "overtime"),
    *("known_staff", "named_staff", "staff_a_day", "door_knocks", "workload_gini", "cost"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over the seeds; None where a plan has nothing to measure."""

    mean: float | None
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One measure for every variant, today's teams first."""

    id: str
    label: str
    unit: str
    better: Better
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Evaluation:
    """Designs beside today's teams on the same days."""

    variants: tuple[str, ...]
    lines: tuple[Line, ...]
    seeds: tuple[int, ...]
    budget: Budget
    staff_rule: StaffRule
    num_staff_moved: tuple[int, ...]
    """For each variant, staff of one team whose team would be another."""
    care_minutes_by_team: tuple[Mapping[TeamId, float], ...]
    """For each variant, planned care for each team's patients, the mean over the seeds."""


def evaluate(
    problem: Problem,
    designs: Mapping[str, Design],
    *,
    budget: Budget,
    seeds: Sequence[int] = (1,),
    workers: int = 1,
    staff_rule: StaffRule = StaffRule.DIVIDED,
) -> Evaluation:
    """Plan a problem as it is and under each design, with the same seeds and budget; pins that no longer fit are kept."""
    variants = {TODAY: problem, **{name: redrawn(problem, design, staff_rule) for name, design in designs.items()}}
    runs = {name: [_run(each, seed, budget, workers) for seed in seeds] for name, each in variants.items()}
    ids = [measure for measure in MEASURES if measure.id in _SHOWN]
    lines = [
        Line(
            measure.id,
            measure.label,
            measure.unit,
            measure.better,
            tuple(_figure([figures[measure.id] for figures, _ in of]) for of in runs.values()),
        )
        for measure in ids
    ]
    care = tuple(_mean_by_team([minutes for _, minutes in of]) for of in runs.values())
    spread = [_figure([_imbalance(minutes) for _, minutes in of]) for of in runs.values()]
    lines.append(Line("care_imbalance", "Care minutes: worst team from even", "%", Better.LESS, tuple(spread)))
    teams_today = {member.id: member.team_ids for member in problem.staff}
    return Evaluation(
        variants=tuple(variants),
        lines=tuple(lines),
        seeds=tuple(seeds),
        budget=budget,
        staff_rule=staff_rule,
        num_staff_moved=tuple(
            sum(len(teams_today[member.id]) == 1 and member.team_ids != teams_today[member.id] for member in each.staff)
            for each in variants.values()
        ),
        care_minutes_by_team=care,
    )


def _run(
    problem: Problem, seed: int, budget: Budget, workers: int
) -> tuple[dict[str, float | None], dict[TeamId, float]]:
    result = plan_visits(problem, budget=budget, seed=seed, workers=workers)
    figures = {measure.id: measure.read(result.scorecard) for measure in MEASURES if measure.id in _SHOWN}
    return figures, _care_by_team(problem, result.plan)


def _care_by_team(problem: Problem, plan: Plan) -> dict[TeamId, float]:
    """Planned minutes of care for each team's patients; teams without patients in the problem are not there."""
    visited = {problem.patient_of(visit.id).practice_code for visit in problem.visits}
    minutes = {practice.team_id: 0.0 for practice in problem.practices if practice.code in visited}
    for _, stop in plan.stops():
        visit = problem.visit_by_id[stop.visit_id]
        minutes[problem.team_of(visit.patient_id)] += visit.duration_minutes
    return minutes


def _imbalance(minutes: Mapping[TeamId, float]) -> float | None:
    """How far the worst team is from an even share, in per cent."""
    even = sum(minutes.values()) / len(minutes) if minutes else 0
    return 100 * max(abs(own - even) for own in minutes.values()) / even if even else None


def _mean_by_team(runs: Sequence[Mapping[TeamId, float]]) -> dict[TeamId, float]:
    return {team_id: sum(run[team_id] for run in runs) / len(runs) for team_id in runs[0]}


def _figure(values: Sequence[float | None]) -> Figure:
    known = [value for value in values if value is not None]
    return Figure(sum(known) / len(known), min(known), max(known)) if known else Figure(None, None, None)
