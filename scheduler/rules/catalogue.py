"""Every rule, once: id, kind, unit, one sentence that a team lead would sign, source.

How a rule is checked stands in `scheduler.validation.checks`; what a service weighs or limits stands in
`scheduler.model.policy`. Hard rules come before soft ones where they compete, in this order, which
is that of docs/RULES.md too.
"""

from scheduler.rules.rule import Rule, RuleId, RuleKind, RuleUnit

_QNI = "QNI, Standards for community nursing 2022; red-flag list"
_UCR = "NHS England, Community health services two-hour urgent community response standard"
_WTR = "Working Time Regulations 1998; Agenda for Change handbook"
_DELEGATION = "NHS England, delegated healthcare activities guidance; review interval is an assumption"
_LONE = "NHS guidance on protecting lone workers"
_MANUAL = "HSE, moving and handling in health and social care"
_LEVELS = "Welsh Levels of Care; CNSST deferral practice"
_TIPPING = "QNI, district nursing tipping points"
_CONTINUITY = "Studies of continuity in home nursing (UPC, distinct carers in 28 days)"
_MISSION = "Oxfordshire partners' public statements: one plan per person, no duplicated visits"
_MIX = "Cwm Taf community nursing skill mix 80:20"
_STABLE = "Whittington Health: published times hold"
_GAPS = "Local medicines and wound-care policies; figures are assumptions held in the link"
_SERVICE = "Service assumption, changeable in the policy"
_UNIFIED = "Ceschia et al. 2026, doi 10.1111/itor.70140"


def _hard(rule: RuleId, unit: RuleUnit, sentence: str, source: str, *, may_override: bool = False) -> Rule:
    return Rule(rule, RuleKind.HARD, unit, sentence, source, may_override)


def _soft(rule: RuleId, unit: RuleUnit, sentence: str, source: str) -> Rule:
    return Rule(rule, RuleKind.SOFT, unit, sentence, source)


_RULES = (
    # coverage
    _hard(
        RuleId.ACCOUNTED_FOR,
        RuleUnit.VISITS,
        "Every visit is planned once, deferred or escalated; none is dropped or made twice.",
        _QNI,
    ),
    _hard(
        RuleId.MUST_SERVE,
        RuleUnit.VISITS,
        "A must-serve visit, and an urgent response due within the horizon, is never deferred: "
        "it is planned, or escalated by name.",
        _QNI,
    ),
    _hard(
        RuleId.DEFERRAL_REASON,
        RuleUnit.VISITS,
        "Every deferral and escalation states its reason; a deferral also states a latest date after the horizon.",
        _LEVELS,
    ),
    _hard(RuleId.DOUBLE_UP, RuleUnit.ATTENDANCES, "A visit that needs two people gets two people, never one.", _MANUAL),
    _soft(
        RuleId.ESCALATED, RuleUnit.POINTS, "As few visits as possible are escalated, weighed by level of care.", _LEVELS
    ),
    _soft(
        RuleId.DEFERRED, RuleUnit.POINTS, "As few visits as possible are deferred, weighed by level of care.", _LEVELS
    ),
    # eligibility
    _hard(
        RuleId.SKILL,
        RuleUnit.SKILLS,
        "Whoever attends holds every skill the visit asks of them, in date on the day.",
        _DELEGATION,
    ),
    _hard(RuleId.BAND, RuleUnit.BANDS, "Whoever attends is at least of the band asked for.", _DELEGATION),
    _hard(
        RuleId.DELEGATION,
        RuleUnit.ATTENDANCES,
        "A non-registered worker does a registered task only for a patient delegated to them by name, with the registered review in date.",
        _DELEGATION,
    ),
    _hard(RuleId.EXCLUSION, RuleUnit.ATTENDANCES, "Nobody attends a patient whom they must not meet.", _LONE),
    _hard(
        RuleId.GENDER,
        RuleUnit.ATTENDANCES,
        "A patient who needs staff of one gender is attended by that gender only.",
        _LONE,
    ),
    _hard(
        RuleId.TEAM,
        RuleUnit.ATTENDANCES,
        "Staff visit only the patients of the neighbourhood teams they serve.",
        _SERVICE,
        may_override=True,
    ),
    _hard(
        RuleId.ORGANISATION,
        RuleUnit.ATTENDANCES,
        "Unless employers pool their staff, a visit is made by the organisation that holds it.",
        _MISSION,
    ),
    _soft(
        RuleId.WISHED_SKILL,
        RuleUnit.SKILLS,
        "Whoever attends also holds the skills that are wished for, though not required.",
        _UNIFIED,
    ),
    # timing
    _hard(
        RuleId.TIME_WINDOW,
        RuleUnit.MINUTES,
        "Care starts inside a time window; only a visit that is not time-critical may start late, and only up to the tolerated lateness.",
        _QNI,
    ),
    _hard(RuleId.URGENT_RESPONSE, RuleUnit.MINUTES, "An urgent response starts before it is due.", _UCR),
    _hard(
        RuleId.LONE_WORKING,
        RuleUnit.ATTENDANCES,
        "At a flagged address nobody is alone after dark, or ever, as the flag says.",
        _LONE,
    ),
    _soft(RuleId.LATENESS, RuleUnit.MINUTES, "Care starts as little as possible after its window.", _QNI),
    _soft(
        RuleId.LARGEST_LATENESS,
        RuleUnit.MINUTES,
        "No single patient waits very long.",
        "Mankowska, Meisel, Bierwirth 2014, doi 10.1007/s10729-013-9243-1",
    ),
    # links
    _hard(RuleId.SAME_START, RuleUnit.MINUTES, "The two people of a double-up start together.", _MANUAL),
    _hard(
        RuleId.DIFFERENT_STAFF,
        RuleUnit.ATTENDANCES,
        "Attendances that need different people get different people.",
        _MANUAL,
    ),
    _hard(
        RuleId.SAME_STAFF, RuleUnit.VISITS, "Linked visits that need the same person get the same person.", _CONTINUITY
    ),
    _hard(
        RuleId.GAP, RuleUnit.MINUTES, "Linked visits start at least and at most as far apart as their link says.", _GAPS
    ),
    _hard(
        RuleId.BOTH_OR_NONE,
        RuleUnit.VISITS,
        "Linked visits that only make sense together are both made or both left.",
        _GAPS,
    ),
    # shifts
    _hard(
        RuleId.TRAVEL_TIME,
        RuleUnit.MINUTES,
        "Everyone has time to finish one thing and to travel before the next starts, fixed events included.",
        _SERVICE,
    ),
    _hard(
        RuleId.SHIFT_HOURS,
        RuleUnit.MINUTES,
        "Work, the way back and admin lie inside the shift and its agreed overtime.",
        _WTR,
    ),
    _hard(
        RuleId.BREAK, RuleUnit.MINUTES, "A shift that owes a break has room for it, inside the break's window.", _WTR
    ),
    _soft(
        RuleId.MISSED_BREAK,
        RuleUnit.BREAKS,
        "As few breaks as possible are missed where a shift's break is a wish and not owed.",
        _UNIFIED,
    ),
    _soft(RuleId.OVERTIME, RuleUnit.MINUTES, "Shifts end on time.", _WTR),
    _soft(RuleId.TRAVEL, RuleUnit.MINUTES, "Little time is spent travelling.", _SERVICE),
    _soft(RuleId.WAITING, RuleUnit.MINUTES, "Little time is spent waiting between stops.", _SERVICE),
    _soft(RuleId.LARGEST_WAIT, RuleUnit.MINUTES, "Nobody waits very long between two stops.", _UNIFIED),
    _soft(
        RuleId.LARGEST_IDLE,
        RuleUnit.MINUTES,
        "Nobody is idle for much of a shift while others work; a shift without stops is idle throughout.",
        _UNIFIED,
    ),
    # working time
    _hard(RuleId.REST, RuleUnit.MINUTES, "Eleven hours of rest lie between a person's worked shifts.", _WTR),
    _hard(
        RuleId.WEEKLY_HOURS, RuleUnit.MINUTES, "Nobody works more than the weekly limit, all employers together.", _WTR
    ),
    # workload
    _hard(
        RuleId.CONTACT_LIMIT, RuleUnit.VISITS, "No shift holds more visits than the limit.", _TIPPING, may_override=True
    ),
    _hard(
        RuleId.CARE_LIMIT,
        RuleUnit.MINUTES,
        "No shift holds more minutes of care than the limit.",
        _TIPPING,
        may_override=True,
    ),
    _soft(RuleId.BUSY_SHIFT, RuleUnit.VISITS, "Few shifts come near the limit of visits.", _TIPPING),
    _soft(
        RuleId.WORKLOAD,
        RuleUnit.MINUTES,
        "Work is shared so that every shift keeps its slack.",
        "Retention studies; slack target is an assumption",
    ),
    _soft(RuleId.WORKED_MINUTES, RuleUnit.MINUTES, "Little is worked in all, care and travel together.", _UNIFIED),
    _soft(
        RuleId.WORKLOAD_BALANCE,
        RuleUnit.MINUTES,
        "Every shift holds about as much care and travel as the others.",
        _UNIFIED,
    ),
    # whole person
    _soft(RuleId.CONTINUITY, RuleUnit.ATTENDANCES, "Patients are attended by staff who know them.", _CONTINUITY),
    _soft(RuleId.NAMED_STAFF, RuleUnit.ATTENDANCES, "Patients are attended by their named staff member.", _CONTINUITY),
    _soft(
        RuleId.PREFERENCE,
        RuleUnit.ATTENDANCES,
        "A patient's wish for certain staff, or for a gender, is met.",
        _CONTINUITY,
    ),
    _soft(
        RuleId.UNWELCOME,
        RuleUnit.ATTENDANCES,
        "Patients are spared staff whom they would rather not meet.",
        _UNIFIED,
    ),
    _soft(RuleId.DISTINCT_STAFF, RuleUnit.STAFF, "A person meets few different professionals in a day.", _MISSION),
    _soft(
        RuleId.DOOR_KNOCKS,
        RuleUnit.KNOCKS,
        "What is due to one person in a day is done in few separate knocks at the door.",
        _MISSION,
    ),
    # skill mix
    _soft(RuleId.ABOVE_BAND, RuleUnit.BAND_MINUTES, "Care is given at the band it needs, not far above it.", _MIX),
    _soft(
        RuleId.SUPERVISION,
        RuleUnit.ATTENDANCES,
        "While a support worker visits, a registered colleague of the same team is on duty.",
        _MIX,
    ),
    # stability
    _hard(RuleId.PIN, RuleUnit.VISITS, "What a coordinator has pinned stays where it was pinned.", _STABLE),
    _hard(
        RuleId.FREEZE,
        RuleUnit.VISITS,
        "What was published to start before the freeze horizon stays as published.",
        _STABLE,
    ),
    _soft(RuleId.STAFF_CHANGED, RuleUnit.ATTENDANCES, "Published visits keep their staff.", _STABLE),
    _soft(RuleId.START_MOVED, RuleUnit.MINUTES, "Published visits keep their time, within the tolerance.", _STABLE),
)

CATALOGUE: dict[RuleId, Rule] = {rule.id: rule for rule in _RULES}
"""Every rule by its id, in the order of `RuleId`."""

HARD_RULES: tuple[RuleId, ...] = tuple(rule.id for rule in _RULES if rule.kind is RuleKind.HARD)
SOFT_RULES: tuple[RuleId, ...] = tuple(rule.id for rule in _RULES if rule.kind is RuleKind.SOFT)
