"""What people can do: skills, bands, and tasks delegated to them."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NewType

SkillId = NewType("SkillId", str)


class Band(IntEnum):
    """Agenda for Change bands, ordered; volunteers and carers outside the scale stand below it."""

    UNBANDED = 0
    BAND_2 = 2
    BAND_3 = 3
    BAND_4 = 4
    BAND_5 = 5
    BAND_6 = 6
    BAND_7 = 7
    BAND_8 = 8


@dataclass(frozen=True, slots=True)
class Skill:
    """A competence. A registered skill is used by registered staff, or under a named delegation if delegable."""

    id: SkillId
    name: str
    is_registered: bool = False
    is_delegable: bool = False


@dataclass(frozen=True, slots=True)
class SkillHolding:
    """A skill somebody holds, up to and including a date (None: does not expire)."""

    skill_id: SkillId
    expires_on: date | None = None

    def is_in_date(self, day: date) -> bool:
        """Whether the skill may be used on a day."""
        return self.expires_on is None or day <= self.expires_on
