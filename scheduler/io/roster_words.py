"""How times, places, people and tasks are said in every roster that leaves the program, and who may read what.

Nothing here computes a time or decides; the exporters arrange these words.
"""

from datetime import date

from scheduler.model.clock import Horizon
from scheduler.model.demand import Patient, RiskFlag, Visit
from scheduler.model.place import Base, LocationId
from scheduler.model.plan import LeftOut
from scheduler.model.problem import Problem
from scheduler.model.workforce import OrganisationKind, Role, Shift, StaffMember, TravelMode
from scheduler.roster.items import Admin, Attend, Event, Item, RestBreak, Travel, Wait
from scheduler.units import METRES_PER_MILE, Metres, Minute, Minutes

GOES_BY = {TravelMode.CAR: "drive", TravelMode.BICYCLE: "cycle", TravelMode.FOOT: "walk"}
KINDS: dict[type[Item], str] = {
    Travel: "travel",
    Attend: "visit",
    Event: "event",
    RestBreak: "break",
    Wait: "wait",
    Admin: "admin",
}
WITHHELD = "withheld"
"""The type of a visit of which the reader may not see the care."""
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "prof", "sir", "dame", "lady", "lord"}
_SPECIAL = {"ot": "OT", "iv": "IV"}
_RISKS = {RiskFlag.NONE: "", RiskFlag.DAYLIGHT_ONLY: "Daylight only", RiskFlag.TWO_PEOPLE: "Two people"}


def clock(horizon: Horizon, minute: Minute, *, day_of: Minute | None = None) -> str:
    """The wall-clock time, 24 hours; with the weekday where it is not that of `day_of`, with GMT or BST on a night the clocks change."""
    moment = horizon.datetime_of(minute)
    noon_offsets = {moment.replace(hour=hour, minute=0, fold=0).utcoffset() for hour in (0, 12)}
    said = f"{moment:%H:%M}" + (f" {moment:%Z}" if len(noon_offsets) > 1 and moment.hour < 4 else "")
    return said if day_of is None or horizon.date_of(day_of) == moment.date() else f"{moment:%a} {said}"


def long_date(day: date) -> str:
    """A day in words, e.g. Monday 23 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def duration(minutes: Minutes) -> str:
    """A length of time: 45 min, 2 h, 2 h 5 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def miles(metres: Metres | None) -> str:
    """A distance in miles to one decimal place; empty below a twentieth of a mile, and where it is not known."""
    said = f"{(metres or 0) / METRES_PER_MILE:.1f}"
    return "" if said == "0.0" else "1 mile" if said == "1.0" else f"{said} miles"


def spoken(identifier: str) -> str:
    """An identifier such as ``ot_coordinator`` as words: OT coordinator."""
    words = [_SPECIAL.get(word, word) for word in identifier.replace("-", "_").split("_") if word]
    said = " ".join(words)
    return said[:1].upper() + said[1:]


def task(visit: Visit) -> str:
    """What to do at a visit; its type where nothing more was written down."""
    return visit.what_to_do or spoken(visit.visit_type)


def service(visit: Visit) -> str:
    """The service that a visit belongs to, in words; where its type is withheld from the reader, so is this."""
    return spoken(WITHHELD if visit.visit_type == WITHHELD else visit.service)


def risk(patient: Patient) -> str:
    """The warning for those who work alone, in words; empty if there is none."""
    return _RISKS[patient.risk_flag]


def first_name(name: str) -> str:
    """The first name alone, from ``Mrs Edna Marsh`` or ``Marsh, Edna``."""
    _, comma, after = name.partition(",")
    words = (after if comma else name).split()
    return next((word for word in words if word.rstrip(".").lower() not in _TITLES), "")


def sees_least(problem: Problem, member: StaffMember) -> bool:
    """Whether somebody may see first name, time, place and task only: volunteers and voluntary organisations."""
    kind = problem.organisation_by_id[member.organisation_id].kind
    return kind is OrganisationKind.VOLUNTARY or member.role is Role.VOLUNTEER


def place(problem: Problem, location_id: LocationId) -> str:
    """What staff call a place: a base's name, else its address or area."""
    base = base_at(problem, location_id)
    location = problem.location_by_id[location_id]
    return base.name if base else location.address or location.area or spoken(location.kind)


def base_at(problem: Problem, location_id: LocationId) -> Base | None:
    """The base at a place, if one stands there."""
    return next((base for base in problem.bases if base.location_id == location_id), None)


def shift_hours(horizon: Horizon, shift: Shift) -> str:
    """When a shift begins and ends, e.g. 08:00 to 16:00."""
    return f"{clock(horizon, shift.start)} to {clock(horizon, shift.end, day_of=shift.start)}"


def team_of(problem: Problem, member: StaffMember) -> str:
    """The neighbourhood team somebody serves; for those who serve several, the locality they lie in."""
    teams = [problem.team_by_id[team_id] for team_id in member.team_ids]
    if len(teams) == 1:
        return teams[0].name
    localities = {problem.locality_by_id[team.locality_id].name for team in teams}
    return f"{localities.pop()}, several teams" if len(localities) == 1 else "Several localities" if teams else ""


def coordinator_telephone(problem: Problem, member: StaffMember) -> str:
    """Whom to ring about a plan: the first of the staff member's teams, else its base; empty if neither has a number."""
    for team_id in member.team_ids:
        team = problem.team_by_id[team_id]
        number = team.telephone or problem.base_by_id[team.base_id].telephone
        if number:
            return number
    return ""


def new_latest_date(left_out: LeftOut) -> str:
    """The new latest date of a deferral, ISO; empty for an escalation."""
    return left_out.new_latest_on.isoformat() if left_out.new_latest_on else ""
