"""Every change that a scenario may hold. What all have in common stands in `scheduler.scenarios.change`."""

from typing import Annotated

from pydantic import Field

from scheduler.scenarios.changes.demand import (
    ClinicInsteadOfHome,
    FewerVisits,
    HousingGrowth,
    Surge,
    VirtualWardBeds,
)
from scheduler.scenarios.changes.employers import PoolEmployers, SeparatePlans
from scheduler.scenarios.changes.hours import CoreHours, EqualWeekends
from scheduler.scenarios.changes.places import CloseBase, MoveBase, MovePractice, OpenBase
from scheduler.scenarios.changes.staffing import Absence, AddStaff, LoseStaff, StartDelegation, SwapSkillMix
from scheduler.scenarios.changes.teams import MergeTeams, RedrawTeams, ShareAcrossTeams, SplitTeam
from scheduler.scenarios.changes.travel import ChangeTravelMode

AnyChange = Annotated[
    LoseStaff
    | AddStaff
    | Absence
    | SwapSkillMix
    | StartDelegation
    | Surge
    | VirtualWardBeds
    | HousingGrowth
    | FewerVisits
    | ClinicInsteadOfHome
    | CoreHours
    | EqualWeekends
    | MoveBase
    | OpenBase
    | CloseBase
    | MovePractice
    | MergeTeams
    | SplitTeam
    | RedrawTeams
    | ShareAcrossTeams
    | PoolEmployers
    | SeparatePlans
    | ChangeTravelMode,
    Field(discriminator="change"),
]
"""One of them, told apart by its key ``change``."""

__all__ = [
    "Absence",
    "AddStaff",
    "AnyChange",
    "ChangeTravelMode",
    "ClinicInsteadOfHome",
    "CloseBase",
    "CoreHours",
    "EqualWeekends",
    "FewerVisits",
    "HousingGrowth",
    "LoseStaff",
    "MergeTeams",
    "MoveBase",
    "MovePractice",
    "OpenBase",
    "PoolEmployers",
    "RedrawTeams",
    "SeparatePlans",
    "ShareAcrossTeams",
    "SplitTeam",
    "StartDelegation",
    "Surge",
    "SwapSkillMix",
    "VirtualWardBeds",
]
