"""Staff of one team divided among the teams of a design: hours follow care, then faces stay, then names."""

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.model.geography import TeamId
from scheduler.model.problem import Problem
from scheduler.model.workforce import Role, StaffId

Options = Mapping[StaffId, tuple[TeamId, ...]]
SECONDS_FOR_EACH_WISH = 10.0


def divided(before: Problem, after: Problem, options: Options) -> dict[StaffId, TeamId]:
    """One team for each member, among those offered.

    First, for each role, minutes of shifts in each team come as near as they can to the role's minutes of shifts, shared
    by minutes of care; then most visits of the last 28 days are to patients of the new team; then fewest change team.
    """
    model = cp_model.CpModel()
    joins = {
        (staff_id, team_id): model.new_bool_var(f"joins[{staff_id},{team_id}]")
        for staff_id, teams in options.items()
        for team_id in teams
    }
    for staff_id, teams in options.items():
        model.add_exactly_one([joins[staff_id, team_id] for team_id in teams])
    past = _past_visits(after)
    own = {member.id: member.team_ids[0] for member in before.staff if member.id in options}
    strangers = cp_model.LinearExpr.sum([-past.get(each, 0) * joined for each, joined in joins.items()])
    movers = cp_model.LinearExpr.sum([joined for (who, team), joined in joins.items() if own[who] != team])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    solver.parameters.max_time_in_seconds = SECONDS_FOR_EACH_WISH
    for wish in (_unevenness(model, after, joins), strangers, movers):
        model.minimize(wish)
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise AssertionError("every member may join some team")
        model.add(wish <= round(solver.objective_value))
    return {staff_id: team_id for (staff_id, team_id), joined in joins.items() if solver.boolean_value(joined)}


def _unevenness(
    model: cp_model.CpModel, after: Problem, joins: Mapping[tuple[StaffId, TeamId], cp_model.IntVar]
) -> cp_model.LinearExprT:
    """Minutes of shifts, over all roles and teams, away from the role's share of care."""
    care = _care_minutes(after)
    on_duty: dict[StaffId, int] = {}
    for shift in after.shifts:
        on_duty[shift.staff_id] = on_duty.get(shift.staff_id, 0) + shift.paid_minutes
    away = []
    teams = sorted({team_id for _, team_id in joins})
    total_care = sum(care.get(team_id, 0) for team_id in teams) or 1
    for role in Role:
        members = [who for who in dict.fromkeys(who for who, _ in joins) if after.staff_by_id[who].role is role]
        minutes = sum(on_duty.get(who, 0) for who in members)
        for team_id in teams if minutes else ():
            share = round(minutes * care.get(team_id, 0) / total_care)
            given = [on_duty.get(who, 0) * joins[who, team_id] for who in members if (who, team_id) in joins]
            gap = model.new_int_var(0, minutes + share, f"gap[{role},{team_id}]")
            model.add(gap >= cp_model.LinearExpr.sum(given) - share)
            model.add(gap >= share - cp_model.LinearExpr.sum(given))
            away.append(gap)
    return cp_model.LinearExpr.sum(away)


def _care_minutes(problem: Problem) -> dict[TeamId, int]:
    minutes: dict[TeamId, int] = {}
    for visit in problem.visits:
        team_id = problem.team_of(visit.patient_id)
        minutes[team_id] = minutes.get(team_id, 0) + visit.duration_minutes * len(visit.attendances)
    return minutes


def _past_visits(problem: Problem) -> dict[tuple[StaffId, TeamId], int]:
    """How often each member visited patients of each team's practices in the last 28 days."""
    visits: dict[tuple[StaffId, TeamId], int] = {}
    for record in problem.history.records:
        of = (record.staff_id, problem.team_of(record.patient_id))
        visits[of] = visits.get(of, 0) + record.num_visits
    return visits
