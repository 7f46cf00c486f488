"""Links: attendances and visits that belong together, in time and by person."""

from collections.abc import Iterator

from scheduler.model.demand import LinkedStaff, VisitLink
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import PlacedStop, Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import duration

Stops = tuple[PlacedStop, ...]


def same_start(reading: Reading) -> Iterator[Violation]:
    """Minutes between the starts of a double-up's two attendances."""
    for one, other in _pairs(reading):
        apart = abs(one.start - other.start)
        if apart:
            earlier, later = sorted((one.start, other.start))
            says = f"The two people of visit {one.visit.id} start at {reading.clock(earlier)} and {reading.clock(later)}, {duration(apart)} apart."
            yield other.violation(RuleId.SAME_START, apart, says)


def different_staff(reading: Reading) -> Iterator[Violation]:
    """Double-ups filled twice by one person, and people who make both of two visits that need different people."""
    for one, other in _pairs(reading):
        if one.staff.id == other.staff.id:
            says = f"Visit {one.visit.id} needs two people and {one.staff.id} is planned for both."
            yield other.violation(RuleId.DIFFERENT_STAFF, 1, says)
    for link, first, second in _planned_links(reading):
        common = _staff_of(first) & _staff_of(second)
        if link.staff is LinkedStaff.DIFFERENT and common:
            says = f"Visits {link.first} and {link.second} need different people and share {', '.join(sorted(common))}."
            yield second[0].violation(RuleId.DIFFERENT_STAFF, len(common), says)


def same_staff(reading: Reading) -> Iterator[Violation]:
    """Linked visits that need the same person and share nobody."""
    for link, first, second in _planned_links(reading):
        if link.staff is LinkedStaff.SAME and not _staff_of(first) & _staff_of(second):
            says = f"Visits {link.first} and {link.second} need the same person and are planned for {first[0].staff.id} and {second[0].staff.id}."
            yield second[0].violation(RuleId.SAME_STAFF, 1, says)


def gap(reading: Reading) -> Iterator[Violation]:
    """Minutes by which two linked visits start too close together or too far apart."""
    for link, first, second in _planned_links(reading):
        apart = second[0].start - first[0].start
        missed = max(link.gap_least_minutes - apart, apart - link.gap_most_minutes)
        if missed > 0:
            order = "after" if apart >= 0 else "before"
            asked = (
                f"at least {duration(link.gap_least_minutes)}"
                if apart < link.gap_least_minutes
                else f"at most {duration(link.gap_most_minutes)}"
            )
            says = f"Visit {link.second} starts at {reading.clock(second[0].start)}, {duration(abs(apart))} {order} visit {link.first}; the gap is {asked}."
            yield second[0].violation(RuleId.GAP, missed, says)


def both_or_none(reading: Reading) -> Iterator[Violation]:
    """Pairs that only make sense together, with one of the two planned."""
    for link in reading.problem.links:
        planned = [visit_id for visit_id in (link.first, link.second) if visit_id in reading.stops_by_visit]
        if link.is_both_or_none and len(planned) == 1:
            left = link.second if planned[0] == link.first else link.first
            says = f"Visit {planned[0]} is planned without visit {left}; they only make sense together."
            yield reading.stops_by_visit[planned[0]][0].violation(RuleId.BOTH_OR_NONE, 1, says)


def _pairs(reading: Reading) -> Iterator[tuple[PlacedStop, PlacedStop]]:
    """The two attendances of every double-up that has both."""
    for stops in reading.stops_by_visit.values():
        first, last = stops[0], stops[-1]
        if first.stop.attendance != last.stop.attendance:
            yield first, last


def _planned_links(reading: Reading) -> Iterator[tuple[VisitLink, Stops, Stops]]:
    """Every link of which both visits are planned, with their stops by attendance."""
    for link in reading.problem.links:
        first, second = reading.stops_by_visit.get(link.first), reading.stops_by_visit.get(link.second)
        if first and second:
            yield link, first, second


def _staff_of(stops: Stops) -> set[str]:
    return {placed.staff.id for placed in stops}


CHECKS: dict[RuleId, Check] = {
    RuleId.SAME_START: same_start,
    RuleId.DIFFERENT_STAFF: different_staff,
    RuleId.SAME_STAFF: same_staff,
    RuleId.GAP: gap,
    RuleId.BOTH_OR_NONE: both_or_none,
}
