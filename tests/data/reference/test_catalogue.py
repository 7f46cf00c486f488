from datetime import time

import pytest

from data.reference.catalogue import (
    VisitType,
    organisations,
    roles,
    shift_patterns,
    skills,
    staffing,
    travel_modes,
    visit_types,
)
from scheduler.model.demand import Service
from scheduler.model.workforce import Role


def test_every_service_and_every_role_is_there() -> None:
    assert {line.service for line in visit_types()} == set(Service)
    assert {line.role for line in staffing()} == set(Role) == set(roles())


def test_tables_name_only_what_other_tables_hold() -> None:
    skill_ids = {line.skill_id for line in skills()}
    organisation_ids = {line.organisation_id for line in organisations()}

    for line in visit_types():
        assert {*line.skill_ids, *line.second_skill_ids} <= skill_ids, line.visit_type
        assert line.organisation_id in organisation_ids, line.visit_type
    for role in roles().values():
        assert {*role.skill_ids, *(skill for skill, _ in role.sometimes_skill_ids)} <= skill_ids, role.role
        assert set(role.organisation_ids) <= organisation_ids, role.role
    for staff_line in staffing():
        assert set(staff_line.shift_patterns) <= set(shift_patterns()), staff_line.staffing_id


def test_a_visit_type_stands_after_the_one_it_follows() -> None:
    seen: set[str | None] = {None}
    for line in visit_types():
        assert line.follows in seen, line.visit_type
        seen.add(line.visit_type)


def test_shares_of_travel_modes_add_up_to_a_hundred() -> None:
    assert {line.car_percent + line.bicycle_percent + line.foot_percent for line in travel_modes().values()} == {100}


def test_a_shift_over_six_hours_owes_a_break_that_fits_inside_it() -> None:
    for pattern in shift_patterns().values():
        length = _minutes(pattern.ends) - _minutes(pattern.starts)
        if length > 360:
            assert pattern.break_minutes == 30, pattern.shift_pattern
        if pattern.break_minutes:
            assert pattern.break_from is not None, pattern.shift_pattern
            assert pattern.break_to is not None, pattern.shift_pattern
            assert pattern.starts < pattern.break_from < pattern.break_to < pattern.ends, pattern.shift_pattern


@pytest.mark.parametrize("line", visit_types(), ids=lambda line: line.visit_type)
def test_every_window_lies_inside_a_shift_of_a_role_with_the_skills(line: VisitType) -> None:
    for opens, closes in line.windows:
        covering = [
            staff_line.staffing_id
            for staff_line in staffing()
            if set(line.skill_ids) <= _possible_skills(staff_line.role)
            and any(
                shift_patterns()[pattern].starts <= opens
                and _minutes(closes) + line.duration_minutes <= _minutes(shift_patterns()[pattern].ends)
                for pattern in staff_line.shift_patterns
            )
        ]
        assert covering, f"{opens} to {closes}"


def _possible_skills(role: Role) -> set[str]:
    line = roles()[role]
    return {*line.skill_ids, *(skill for skill, _ in line.sometimes_skill_ids)}


def _minutes(wall_clock: time) -> int:
    return wall_clock.hour * 60 + wall_clock.minute
