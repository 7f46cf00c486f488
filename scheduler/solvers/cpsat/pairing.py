"""What each attendance in each shift amounts to, rule by rule: the soft rules that depend on nothing else."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.affinity import (
    above_band_per_minute,
    lacking_wished,
    named_staff_for,
    published_staff,
    unfamiliar,
    unmet_wishes,
    unwelcome,
)
from scheduler.encoding.encode import Encoding
from scheduler.rules import RuleId

PAIRING_RULES = (
    RuleId.WISHED_SKILL,
    RuleId.CONTINUITY,
    RuleId.NAMED_STAFF,
    RuleId.PREFERENCE,
    RuleId.UNWELCOME,
    RuleId.ABOVE_BAND,
    RuleId.STAFF_CHANGED,
)

Amounts = dict[RuleId, NDArray[np.int32]]


@lru_cache(maxsize=2)
def amounts_of_pairing(encoding: Encoding) -> Amounts:
    """Amounts in the rule's unit, each array of shape (num attendances, num shifts)."""
    problem, index = encoding.problem, encoding.index
    by_staff = {
        rule: np.zeros((encoding.num_attendances, len(problem.staff)), dtype=np.int32) for rule in PAIRING_RULES
    }
    published = published_staff(problem)
    staff_ids = [member.id for member in problem.staff]
    for task, (visit_id, number) in enumerate(index.attendances):
        visit = problem.visit_by_id[visit_id]
        patient, need = problem.patient_by_id[visit.patient_id], visit.attendances[number]
        if need.minimum_band:
            by_staff[RuleId.ABOVE_BAND][task] = above_band_per_minute(problem, need) * visit.duration_minutes
        if problem.history.has_any(patient.id):
            by_staff[RuleId.CONTINUITY][task] = unfamiliar(problem, patient)
        named = named_staff_for(problem, patient, need)
        if named is not None:
            by_staff[RuleId.NAMED_STAFF][task] = [staff_id != named for staff_id in staff_ids]
        by_staff[RuleId.WISHED_SKILL][task] = lacking_wished(problem, need)
        by_staff[RuleId.UNWELCOME][task] = unwelcome(problem, patient)
        by_staff[RuleId.PREFERENCE][task] = unmet_wishes(problem, patient)
        if visit_id in published:
            by_staff[RuleId.STAFF_CHANGED][task] = [staff_id not in published[visit_id] for staff_id in staff_ids]
    return {rule: amounts[:, encoding.facts.shifts.staff] for rule, amounts in by_staff.items()}
