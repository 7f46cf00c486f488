"""The rules as CP-SAT reads them, one file a family, named as in `validation/checks`. Decisions stand in `variables`."""

from scheduler.solvers.cpsat.constraints import (
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

FAMILIES = (coverage, eligibility, timing, links, shifts, working_time, workload, person, skill_mix, stability)
