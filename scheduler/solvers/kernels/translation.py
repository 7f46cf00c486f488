"""Which rules the kernels price, and which they cannot break; `tests/agreement` holds both against the judge."""

from scheduler.rules import RuleId

_PAIRED = "no move gives a task to a shift that `encoding.eligibility` bars it from"
_TOGETHER = "moves plan or leave the two attendances of a double-up together"

HOLDS_BY_CONSTRUCTION: dict[RuleId, str] = {
    RuleId.ACCOUNTED_FOR: "a task stands in one route or in none; `encoding.codec` leaves out every visit without its tasks",
    RuleId.MUST_SERVE: "`encoding.left_out` never defers a must-serve visit or an urgent response due in the horizon",
    RuleId.DEFERRAL_REASON: "`encoding.left_out` states reason and date",
    RuleId.DOUBLE_UP: _TOGETHER,
    RuleId.SKILL: _PAIRED,
    RuleId.BAND: _PAIRED,
    RuleId.EXCLUSION: _PAIRED,
    RuleId.GENDER: _PAIRED,
    RuleId.TEAM: _PAIRED,
    RuleId.ORGANISATION: _PAIRED,
    RuleId.SAME_START: "tasks that start together are read as one",
    RuleId.PIN: "`encoding.fixing` leaves a pinned task one shift and, where given, one start; left out, it costs a penalty",
    RuleId.FREEZE: "`encoding.fixing` leaves a frozen stop its shift and start; left out, it costs a penalty",
}

TRANSLATES: frozenset[RuleId] = frozenset(RuleId) - HOLDS_BY_CONSTRUCTION.keys()
"""Priced, each unit of a broken hard rule above anything that breaking it could win."""
