"""Puts a synthetic county, or part of it, together as the rows of a data folder.

Each team and each locality draws from a stream of its own, so a team's patients are the same whether it is generated
alone, with its locality or with the county. Nothing is written here: `scheduler.io.tables` does that.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.oxfordshire.facts import TeamLine, practices_by_team
from data.oxfordshire.facts import localities as all_localities
from data.oxfordshire.facts import teams as all_teams
from data.synthetic.exceptions import Demand, expired_rare_skill, make_exceptions
from data.synthetic.familiar import Familiarity, history_rows
from data.synthetic.geography import base_rows, reference_rows, team_rows
from data.synthetic.homes import Homes
from data.synthetic.people import People
from data.synthetic.shifts import Workforce, event_rows, recruit, shift_row, staff_row
from data.synthetic.visits import Visits
from data.synthetic.wishes import patient_row
from data.synthetic.workforce import Recruiter, Unit
from scheduler.draw import Draw
from scheduler.errors import InvalidNounError
from scheduler.io.tables.rows import (
    TABLES,
    LocalityRow,
    Row,
)

_LOCALITY_STREAM = 1_000
"""Streams of localities are numbered from here, those of teams from 0."""


@dataclass(frozen=True)
class County:
    """Generated rows, by table, and the visits that were made impossible on purpose, with the reason in words."""

    rows: Mapping[type[Row], list[Row]]
    reason_by_unplaceable_visit_id: Mapping[str, str]


def generate(
    seed: int,
    *,
    day: date,
    num_days: int = 1,
    localities: Sequence[str] | None = None,
    teams: Sequence[str] | None = None,
    scale: int = 1,
) -> Mapping[type[Row], list[Row]]:
    """Rows of every table for a horizon; see `generate_county`, which also says what was made impossible."""
    county = generate_county(seed, day=day, num_days=num_days, localities=localities, teams=teams, scale=scale)
    return county.rows


def generate_county(
    seed: int,
    *,
    day: date,
    num_days: int = 1,
    localities: Sequence[str] | None = None,
    teams: Sequence[str] | None = None,
    scale: int = 1,
) -> County:
    """An invented horizon for the demonstration county or part of it.

    Parameters
    ----------
    seed
        0 or more; the same arguments give the same rows, in the same order, on any machine.
    day, num_days
        The first day, and how many.
    localities, teams
        Names or ids (`West`, `west`) and ids (`W1`) of the parts wanted; both None: the whole county. A team asked for
        alone brings its part of the locality's staff.
    scale
        So many times the county's visits and staff over the same ground.

    Raises
    ------
    InvalidNounError
        For an unknown locality or team, or a number out of range.
    """
    if seed < 0 or num_days < 1 or scale < 1:
        raise InvalidNounError(
            f"seed is {seed}, num_days {num_days}, scale {scale}, expected seed 0 or more, the others 1 or more"
        )
    chosen = _chosen_teams(localities, teams)
    maker = _CountyMaker(seed, [day + timedelta(days=offset) for offset in range(num_days)], scale)
    maker.add(*reference_rows())
    for locality in all_localities():
        in_locality = [team for team in chosen if team.locality_id == locality.locality_id]
        if in_locality:
            maker.add(LocalityRow(locality_id=locality.locality_id, name=locality.name))
            maker.add_locality(in_locality)
    return County({table: maker.rows[table] for table in TABLES}, maker.reason_by_visit_id)


def _chosen_teams(localities: Sequence[str] | None, team_ids: Sequence[str] | None) -> list[TeamLine]:
    id_by_word = {word: line.locality_id for line in all_localities() for word in (line.locality_id, line.name)}
    known_teams = {team.team_id for team in all_teams()}
    unknown = [word for word in localities or () if word not in id_by_word]
    unknown += [word for word in team_ids or () if word not in known_teams]
    if unknown:
        expected = ", ".join([*(line.name for line in all_localities()), *sorted(known_teams)])
        raise InvalidNounError(f"part of the county {', '.join(unknown)} is unknown, expected some of {expected}")
    wanted = {id_by_word[word] for word in localities or ()}
    if not wanted and not team_ids:
        return list(all_teams())
    return [team for team in all_teams() if team.locality_id in wanted or team.team_id in (team_ids or ())]


class _CountyMaker:
    """Collects rows while going through the county."""

    def __init__(self, seed: int, dates: Sequence[date], scale: int) -> None:
        self._seed, self._dates, self._scale = seed, dates, scale
        self.rows: defaultdict[type[Row], list[Row]] = defaultdict(list)
        self.reason_by_visit_id: dict[str, str] = {}

    def add(self, *rows: Row) -> None:
        """Add rows to the tables they belong to."""
        for row in rows:
            self.rows[type(row)].append(row)

    def add_locality(self, teams: Sequence[TeamLine]) -> None:
        """The chosen teams of one locality, and the staff who serve all of them."""
        for site_id in sorted({team.site_id for team in teams}):
            self.add(*base_rows(site_id))
        number = [line.locality_id for line in all_localities()].index(teams[0].locality_id)
        shared = self._add_workforce(self._draw(_LOCALITY_STREAM + number), _unit_of_locality(teams))
        for team in teams:
            self._add_team(team, shared)

    def _add_team(self, team: TeamLine, shared: Workforce) -> None:
        number = [line.team_id for line in all_teams()].index(team.team_id)
        draw, practices = self._draw(number), practices_by_team()[team.team_id]
        self.add(*team_rows(team))
        own = self._add_workforce(
            draw, Unit(team.team_id, (team.team_id,), practices, team.site_id, team.travel, "team")
        )
        homes = Homes(draw, team.team_id, practices)
        people = People(draw, team.team_id, number, practices, homes)
        visits = Visits(draw, team.team_id, people, self._dates, self._scale)
        on_duty = {day: [*own.on_duty(day), *shared.on_duty(day)] for day in self._dates}
        for day in self._dates:
            visits.draw_day(day, on_duty[day])
        visits.link_repeats()
        members = [*own.members, *shared.members]
        familiarity = Familiarity(draw, members, on_duty)
        demand = Demand(visits.visits, visits.attendances, [], self.reason_by_visit_id)
        for person in people.all:
            familiar = familiarity.familiar_members(person)
            demand.patients.append(patient_row(person, familiar, familiarity, draw))
            self.add(*history_rows(person, familiar), *familiarity.delegations(person))
        make_exceptions(demand, members)
        self.add(*expired_rare_skill(own.members, self._dates[0]), *homes.rows, *demand.patients)
        self.add(*visits.visits, *visits.windows, *visits.attendances, *visits.links)

    def _add_workforce(self, draw: Draw, unit: Unit) -> Workforce:
        homes = Homes(draw, f"{unit.unit_id}-staff", unit.practices)
        workforce = recruit(Recruiter(draw, unit, homes, self._dates[0]), unit, self._dates, self._scale)
        self.add(*homes.rows)
        for member in workforce.members:
            worked = workforce.dates_by_staff_id[member.staff_id]
            self.add(staff_row(member, draw, self._dates, len(worked)), *member.skill_rows())
            for day in worked:
                self.add(shift_row(member, day), *event_rows(member, day, unit.base_location_id))
        return workforce

    def _draw(self, stream: int) -> Draw:
        return Draw(self._seed, self._dates[0].toordinal(), stream)


def _unit_of_locality(teams: Sequence[TeamLine]) -> Unit:
    team_ids = tuple(team.team_id for team in teams)
    practices = tuple(practice for team_id in team_ids for practice in practices_by_team()[team_id])
    return Unit(teams[0].locality_id, team_ids, practices, teams[0].site_id, teams[0].travel, "locality")
