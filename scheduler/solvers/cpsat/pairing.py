"""What each attendance in each shift amounts to, rule by rule: the soft rules that depend on nothing else."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.affinity import Affinity
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
    affinity = Affinity(encoding.index)
    shape = encoding.num_attendances, len(encoding.problem.staff)
    by_staff = {rule: np.zeros(shape, dtype=np.int32) for rule in PAIRING_RULES}
    for task, (visit_id, number) in enumerate(encoding.index.attendances):
        for rule, amounts in affinity.amounts(visit_id, number).items():
            by_staff[rule][task] = amounts
    return {rule: amounts[:, encoding.facts.shifts.staff] for rule, amounts in by_staff.items()}
