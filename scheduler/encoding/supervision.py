"""When support workers have no registered colleague of their team on duty, minute by minute."""

import numpy as np
from numpy.typing import NDArray

from scheduler.model.problem import Problem
from scheduler.model.workforce import OrganisationKind, StaffMember

_Key = tuple[str, tuple[str, ...]]


def supervision(problem: Problem) -> tuple[NDArray[np.uint8], list[int]]:
    """Unsupervised minutes by (employer, teams), shape (keys, minutes of the horizon), and the row of each shift.

    A shift whose staff member needs no registered colleague has row -1. Minutes past the horizon's end, where a night
    shift may run, are part of the array.
    """
    num_minutes = max([problem.horizon.end, *(shift.end for shift in problem.shifts)]) + 1
    rows: dict[_Key, int] = {}
    row_of_shift = []
    for shift in problem.shifts:
        member = problem.staff_by_id[shift.staff_id]
        kind = problem.organisation_by_id[member.organisation_id].kind
        if member.is_registered or kind is not OrganisationKind.COMMUNITY_HEALTH:
            row_of_shift.append(-1)
        else:
            row_of_shift.append(rows.setdefault(_key(member), len(rows)))
    unsupervised = np.ones((len(rows), num_minutes), dtype=np.uint8)
    for shift in problem.shifts:
        colleague = problem.staff_by_id[shift.staff_id]
        if not colleague.is_registered:
            continue
        for (organisation_id, team_ids), row in rows.items():
            if organisation_id == colleague.organisation_id and set(team_ids) & set(colleague.team_ids):
                unsupervised[row, max(0, shift.start) : shift.end] = 0
    return unsupervised, row_of_shift


def _key(member: StaffMember) -> _Key:
    return member.organisation_id, member.team_ids
