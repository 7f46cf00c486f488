"""For every rule at least one lawful plan and the smallest step that spoils it; every reading of the rules must see it."""

from tests.agreement.spoilers import (
    coverage,
    eligibility,
    links,
    person,
    shifts,
    skill_mix,
    stability,
    timing,
    working_time,
    workload,
)
from tests.agreement.spoilers.spoiler import Spoiler

SPOILERS: tuple[Spoiler, ...] = (
    *coverage.SPOILERS,
    *eligibility.SPOILERS,
    *timing.SPOILERS,
    *links.SPOILERS,
    *shifts.SPOILERS,
    *working_time.SPOILERS,
    *workload.SPOILERS,
    *person.SPOILERS,
    *skill_mix.SPOILERS,
    *stability.SPOILERS,
)

__all__ = ["SPOILERS", "Spoiler"]
