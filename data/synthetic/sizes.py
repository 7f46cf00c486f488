"""Counts what was generated and sets it beside the figures that were aimed at, for the data card."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from data.oxfordshire.facts import localities, teams
from data.reference.catalogue import Target, targets
from scheduler.io.tables.rows import PatientRow, PracticeRow, Row, ShiftRow, StaffRow, VisitRow
from scheduler.model.demand import Service
from scheduler.model.workforce import Role

_NURSING_ROLES = frozenset({Role.COMMUNITY_NURSE, Role.HEALTHCARE_ASSISTANT, Role.END_OF_LIFE_NURSE})
FIRST_LINE, LAST_LINE = "<!-- sizes -->", "<!-- /sizes -->"


def counts(rows: Mapping[type[Row], Sequence[Row]]) -> dict[tuple[str, str], int]:
    """Visits by service and staff with a shift, for each part of the county: `(part, measure)` to number."""
    return dict(Counter((part, measure) for part, measure in _counted(rows)))


def size_table(rows: Mapping[type[Row], Sequence[Row]]) -> str:
    """A Markdown table of every target and what was made of it."""
    found = counts(rows)
    lines = ["| part | measure | aimed at | generated | difference |", "|---|---|---|---|---|"]
    lines += [_line(target, found.get((target.part, target.measure), 0)) for target in targets()]
    return "\n".join(lines) + "\n"


def _line(target: Target, number: int) -> str:
    difference = 100 * (number - target.figure) / target.figure
    return f"| {target.part} | {target.measure} | {target.figure:,} | {number:,} | {difference:+.0f} % |"


def _counted(rows: Mapping[type[Row], Sequence[Row]]) -> Iterator[tuple[str, str]]:
    name_by_locality = {line.locality_id: line.name for line in localities()}
    part_by_team = {team.team_id: name_by_locality[team.locality_id] for team in teams()}
    team_by_practice = {row.ods_code: row.team_id for row in rows[PracticeRow] if isinstance(row, PracticeRow)}
    team_by_patient = {
        row.patient_id: team_by_practice[row.ods_code] for row in rows[PatientRow] if isinstance(row, PatientRow)
    }
    for visit in rows[VisitRow]:
        if isinstance(visit, VisitRow):
            for part in ("county", part_by_team[team_by_patient[visit.patient_id]]):
                yield part, f"{Service(visit.service)} visits"
                yield part, "all visits"
    on_duty = {row.staff_id for row in rows[ShiftRow] if isinstance(row, ShiftRow)}
    for member in rows[StaffRow]:
        if isinstance(member, StaffRow) and member.staff_id in on_duty:
            for part in ("county", part_by_team[member.team_ids[0]]):
                yield part, "all staff"
                if member.role in _NURSING_ROLES:
                    yield part, "nursing staff"
