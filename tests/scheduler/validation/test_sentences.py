"""What a coordinator reads: the sentence of each spoiled rule that names times and figures."""

import pytest

from scheduler.validation import validate
from tests.agreement.spoilers import SPOILERS

SENTENCE_BY_STEP = {
    "deferral_reason: a visit is deferred past the last day on which it does its work": "Visit v1 is deferred until Thu 26 Nov 2026, past Wed 25 Nov 2026, the last day on which it does its work.",
    "skill: the skill expired the day before": "Visit v1 asks for wound, which shift d2 does not bring in date on Mon 23 Nov 2026.",
    "delegation: the fourth visit since the review is made by the worker": "Visit v2 is delegated to s1, and the registered review is due: one visit in 4 is made by a registered professional.",
    "time_window: a time-critical visit starts a minute late": "Visit v1 starts at 10:01, 1 minute after its window closed at 10:00; the visit is time-critical.",
    "time_window: a visit starts a minute early": "Visit v1 starts at 09:59, 1 minute before its window opens at 10:00.",
    "time_window: a visit starts later than the tolerated lateness": "Visit v1 starts at 12:01, 2 h 1 min after its window closed at 10:00; at most 2 h is tolerated.",
    "lateness: the only late visit starts a minute late": "Visit v1 starts at 10:01, 1 minute after its window closed at 10:00.",
    "largest_lateness: a minute of lateness passes from one visit to another": "Visit v2 starts at 10:11, 11 minutes after its window closed at 10:00; nobody waits longer.",
    "same_start: the second person starts a minute later": "The two people of visit v1 start at 10:00 and 10:01, 1 minute apart.",
    "gap: a minute less than the least gap": "Visit v2 starts at 10:59, 59 minutes after visit v1; the gap is at least 60 minutes.",
    "gap: a minute more than the most gap": "Visit v2 starts at 12:01, 2 h 1 min after visit v1; the gap is at most 2 h.",
    "both_or_none: one of two visits that only make sense together is deferred": "Visit v1 is planned without visit v2; they only make sense together.",
    "travel_time: a visit ends a minute too late to be back for the handover": "A fixed event of shift d1 starts at 10:00, and it takes until 10:01 to be ready there, 1 minute later.",
    "shift_hours: the way back ends a minute after the agreed overtime": "Shift d1 is over at 16:31, 1 minute after its end at 16:00 and 30 minutes of agreed overtime.",
    "break: a visit starts a minute too early to leave room for the break": "Shift d1 has no room for its break of 30 minutes starting between 11:40 and 12:30.",
    "rest: a minute of overtime is taken from the night's rest": "Shift d2 starts at Tue 24 Nov 08:00; the last work of s1 is over at Mon 23 Nov 21:01, which leaves 1 minute less than the rest of 11 h.",
    "weekly_hours: the visit passes to a shift of a minute more": "Staff member s1 is planned for 48 h 1 min in week 1, all employers together, 1 minute over the limit of 48 h.",
    "start_moved: a start moves a minute beyond the tolerance": "Visit v1 starts at 10:16, 16 minutes from its published time, 10:00; 15 minutes is tolerated.",
}
SPOILER_BY_STEP = {str(spoiler): spoiler for spoiler in SPOILERS}


@pytest.mark.parametrize(("step", "sentence"), SENTENCE_BY_STEP.items())
def test_the_sentence_names_ids_times_and_figures(step: str, sentence: str) -> None:
    spoiler = SPOILER_BY_STEP[step]

    found = [item.says for item in validate(spoiler.problem, spoiler.spoiled).violations if item.rule is spoiler.rule]

    assert found == [sentence]
