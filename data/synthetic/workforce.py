"""Draws the staff of a team or a locality: who they are, what they can do, where they start. Shifts stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.oxfordshire.facts import PracticeLine
from data.reference.catalogue import RoleLine, ShiftPattern, StaffingLine, roles, shift_patterns, travel_modes
from data.reference.catalogue import skills as all_skills
from data.synthetic import names
from data.synthetic.homes import Homes
from scheduler.draw import Draw
from scheduler.io.tables.rows import StaffSkillRow
from scheduler.model.workforce import Gender, TravelMode

_REGISTERED_SKILLS = frozenset(skill.skill_id for skill in all_skills() if skill.is_registered)
_PERCENT_WITH_EXPIRY, _PERCENT_EXPIRED = 30, 5
_PERCENT_FEMALE = 80


@dataclass(frozen=True)
class Member:
    """A staff member in the making."""

    staff_id: str
    name: str
    organisation_id: str
    role: RoleLine
    line: StaffingLine
    pattern: ShiftPattern
    band: int
    gender: Gender
    telephone: str
    team_ids: tuple[str, ...]
    patch: str | None
    """The practice whose patients this person knows best; None for those who serve a whole locality."""
    start_location_id: str
    starts_at_base: bool
    travel_mode: TravelMode
    expires_on_by_skill: dict[str, date | None]

    def holds(self, skill_id: str, day: date) -> bool:
        """Whether this person holds a skill in date."""
        if skill_id not in self.expires_on_by_skill:
            return False
        expires_on = self.expires_on_by_skill[skill_id]
        return expires_on is None or day <= expires_on

    def may(self, skill_ids: Sequence[str], minimum_band: int, day: date) -> bool:
        """Whether this person may attend without a delegation: skills in date, registered where need be, band."""
        return self.band >= minimum_band and all(
            self.holds(skill, day) and (self.role.is_registered or skill not in _REGISTERED_SKILLS)
            for skill in skill_ids
        )

    def skill_rows(self) -> list[StaffSkillRow]:
        """The skills held, in order of id."""
        return [
            StaffSkillRow(staff_id=self.staff_id, skill_id=skill, expires_on=expires_on)
            for skill, expires_on in sorted(self.expires_on_by_skill.items())
        ]


@dataclass(frozen=True)
class Unit:
    """For whom staff are drawn: a team, or the teams of a locality together."""

    unit_id: str
    team_ids: tuple[str, ...]
    practices: tuple[PracticeLine, ...]
    base_location_id: str
    travel: str
    serves: str
    """`team` or `locality`, as in the staffing table."""


class Recruiter:
    """Draws the members of one unit, numbering them in order."""

    def __init__(self, draw: Draw, unit: Unit, homes: Homes, first_date: date) -> None:
        self._draw, self._unit, self._homes, self._first_date = draw, unit, homes, first_date
        self._num_drawn = 0

    def members(self, line: StaffingLine, pattern_id: str, num: int, *, num_complete: int) -> list[Member]:
        """So many people for one staffing line and shift pattern.

        The first `num_complete` hold every skill that the role may have, in date: so no kind of visit is without anybody.
        """
        return [self._member(line, pattern_id, holds_all=index < num_complete) for index in range(num)]

    def _member(self, line: StaffingLine, pattern_id: str, *, holds_all: bool) -> Member:
        draw, unit, role = self._draw, self._unit, roles()[line.role]
        number = self._num_drawn
        self._num_drawn += 1
        gender = Gender.FEMALE if draw.chance(_PERCENT_FEMALE) else Gender.MALE
        starts_at_base = not draw.chance(line.home_start_percent)
        practice = unit.practices[number % len(unit.practices)]
        return Member(
            staff_id=f"{unit.unit_id}-S{number + 1:02d}",
            name=names.person_name(draw, gender),
            organisation_id=role.organisation_ids[number % len(role.organisation_ids)],
            role=role,
            line=line,
            pattern=shift_patterns()[pattern_id],
            band=role.bands[number % len(role.bands)],
            gender=gender,
            telephone=names.mobile(draw),
            team_ids=unit.team_ids,
            patch=practice.ods_code if unit.serves == "team" else None,
            start_location_id=unit.base_location_id if starts_at_base else self._homes.home(practice).location_id,
            starts_at_base=starts_at_base,
            travel_mode=TravelMode.FOOT if line.is_hub else self._travel_mode(),
            expires_on_by_skill=self._skills(role, holds_all=holds_all),
        )

    def _travel_mode(self) -> TravelMode:
        shares = travel_modes()[self._unit.travel, self._unit.serves]
        weights = (shares.car_percent, shares.bicycle_percent, shares.foot_percent)
        return self._draw.weighted((TravelMode.CAR, TravelMode.BICYCLE, TravelMode.FOOT), weights)

    def _skills(self, role: RoleLine, *, holds_all: bool) -> dict[str, date | None]:
        expires_on = {skill: self._expiry() for skill in role.skill_ids}
        for skill, percent in role.sometimes_skill_ids:
            if self._draw.chance(percent) or holds_all:
                # Only such a skill may have expired: without the core of the role nobody would be on duty.
                is_expired = not holds_all and self._draw.chance(_PERCENT_EXPIRED)
                expires_on[skill] = self._expired() if is_expired else self._expiry()
        return expires_on

    def _expiry(self) -> date | None:
        is_dated = self._draw.chance(_PERCENT_WITH_EXPIRY)
        return self._first_date + timedelta(days=self._draw.whole(10, 700)) if is_dated else None

    def _expired(self) -> date:
        return self._first_date - timedelta(days=self._draw.whole(5, 60))
