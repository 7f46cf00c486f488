"""What a rule is: an id, a kind, a unit, a sentence and a source. Which rules there are stands in `catalogue.py`."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto, unique


@unique
class RuleId(IntEnum):
    """Every rule, numbered densely from 0: the row of a rule in any vector of amounts.

    Grouped by family; a family is one file in `validation/checks/` and one in `solvers/cpsat/constraints/`.
    """

    # coverage
    ACCOUNTED_FOR = 0
    MUST_SERVE = auto()
    DEFERRAL_REASON = auto()
    DOUBLE_UP = auto()
    ESCALATED = auto()
    DEFERRED = auto()
    # eligibility
    SKILL = auto()
    BAND = auto()
    DELEGATION = auto()
    EXCLUSION = auto()
    GENDER = auto()
    TEAM = auto()
    ORGANISATION = auto()
    WISHED_SKILL = auto()
    # timing
    TIME_WINDOW = auto()
    URGENT_RESPONSE = auto()
    LONE_WORKING = auto()
    LATENESS = auto()
    LARGEST_LATENESS = auto()
    # links
    SAME_START = auto()
    DIFFERENT_STAFF = auto()
    SAME_STAFF = auto()
    GAP = auto()
    BOTH_OR_NONE = auto()
    # shifts
    TRAVEL_TIME = auto()
    SHIFT_HOURS = auto()
    BREAK = auto()
    MISSED_BREAK = auto()
    OVERTIME = auto()
    TRAVEL = auto()
    WAITING = auto()
    LARGEST_WAIT = auto()
    LARGEST_IDLE = auto()
    # working time
    REST = auto()
    WEEKLY_HOURS = auto()
    # workload
    CONTACT_LIMIT = auto()
    CARE_LIMIT = auto()
    BUSY_SHIFT = auto()
    WORKLOAD = auto()
    WORKED_MINUTES = auto()
    WORKLOAD_BALANCE = auto()
    # whole person
    CONTINUITY = auto()
    NAMED_STAFF = auto()
    PREFERENCE = auto()
    UNWELCOME = auto()
    DISTINCT_STAFF = auto()
    DOOR_KNOCKS = auto()
    # skill mix
    ABOVE_BAND = auto()
    SUPERVISION = auto()
    # stability
    PIN = auto()
    FREEZE = auto()
    STAFF_CHANGED = auto()
    START_MOVED = auto()

    @property
    def code(self) -> str:
        """The rule's name on the wire and on screen, e.g. ``time_window``."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> "RuleId":
        """Read a rule's wire name; raises KeyError for a name that no rule has."""
        return cls[code.upper()]


class RuleKind(StrEnum):
    """Whether a rule may bend."""

    HARD = "hard"
    SOFT = "soft"


class RuleUnit(StrEnum):
    """What a rule's amount counts."""

    VISITS = "visits"
    ATTENDANCES = "attendances"
    MINUTES = "minutes"
    SKILLS = "skills"
    BANDS = "bands"
    BAND_MINUTES = "band minutes"
    POINTS = "level points"
    STAFF = "staff members"
    KNOCKS = "door-knocks"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, defined once; solvers and validator are readings of `sentence`."""

    id: RuleId
    kind: RuleKind
    unit: RuleUnit
    sentence: str
    source: str
    may_override: bool = False
