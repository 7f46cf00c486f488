"""Changes of what is asked for: surges, virtual-ward beds, new houses, fewer dressings, a clinic in place of homes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.errors import ScenarioMismatchError
from scheduler.model.demand import Patient, Service, VisitId
from scheduler.model.geography import PracticeCode
from scheduler.model.place import LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.model.workforce import PatientId
from scheduler.scenarios.change import AS_DATA, Change, known
from scheduler.scenarios.editing import reaching, with_more_visits, without_visits
from scheduler.scenarios.means import Means
from scheduler.scenarios.point import Latitude, Longitude, a_new_place
from scheduler.scenarios.selecting import Which, drawn_groups, linked_groups, portion

BEDS_TODAY = 21.0
"""Virtual-ward beds per 100,000 people that today's visits stand for [DOMAIN]."""


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class Surge(Change):
    """More visits of a kind, each for a new patient of the same practice; or fewer, where the percentage is negative.

    New patients live at an address that is on the map already, so travel grows a little less than in life.
    """

    change: Literal["surge"] = "surge"
    percent: Annotated[float, Field(ge=-100, le=1000)]
    """More visits in a hundred; below 0, fewer. Linked visits, such as insulin twice a day, come and go together."""
    which: Which = Which()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        return scaled(problem, means, self.which, self.percent)

    @property
    @override
    def sentence(self) -> str:
        return f"{abs(self.percent):g} % {'more' if self.percent >= 0 else 'fewer'} {self.which.phrase}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class VirtualWardBeds(Change):
    """Another number of virtual-ward beds: the service's visits and calls grow with it."""

    change: Literal["virtual_ward_beds"] = "virtual_ward_beds"
    beds_per_100k: Annotated[float, Field(ge=0, le=200)]
    """Beds per 100,000 people."""
    beds_today_per_100k: Annotated[float, Field(gt=0, le=200)] = BEDS_TODAY
    """Beds that the visits in the data stand for."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        percent = 100 * (self.beds_per_100k / self.beds_today_per_100k - 1)
        return scaled(problem, means, Which(service=Service.VIRTUAL_WARD), percent)

    @property
    @override
    def sentence(self) -> str:
        return f"{self.beds_per_100k:g} virtual-ward beds per 100,000 people in place of {self.beds_today_per_100k:g}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class HousingGrowth(Change):
    """New houses: a practice's list grows, and its visits with it, at the new place or scattered as today."""

    change: Literal["housing_growth"] = "housing_growth"
    practice: str
    """The ODS code of the practice."""
    new_patients: Annotated[int, Field(ge=1, le=1_000_000)]
    """People on top of its list."""
    latitude: Latitude | None = None
    """Where the houses stand, in degrees; without it they are scattered over the practice's patients."""
    longitude: Longitude | None = None

    def __post_init__(self) -> None:
        if (self.latitude is None) is not (self.longitude is None):
            raise ValueError("expected latitude and longitude, or neither")

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        practice = known("practice", PracticeCode(self.practice), problem.practice_by_code)
        if not practice.list_size:
            raise ScenarioMismatchError(f"practice {self.practice} has no list size, expected one to grow from")
        place = None
        if self.latitude is not None and self.longitude is not None:
            place = a_new_place(problem, f"houses-{self.practice}", LocationKind.HOME, self.latitude, self.longitude)
            problem = reaching(problem, means, places=[place])
        percent = 100 * self.new_patients / practice.list_size
        grown = scaled(problem, means, Which(practice=self.practice), percent, at=None if place is None else place.id)
        larger = replace(practice, list_size=practice.list_size + self.new_patients)
        return replace(grown, practices=tuple(larger if one.code == practice.code else one for one in grown.practices))

    @property
    @override
    def sentence(self) -> str:
        return f"{self.new_patients:,} more people on the list of practice {self.practice}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class FewerVisits(Change):
    """Fewer visits of a kind after good practice, such as dressings that last longer."""

    change: Literal["fewer_visits"] = "fewer_visits"
    percent: Annotated[float, Field(ge=0, le=100)]
    """Fewer in a hundred."""
    which: Which = Which()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        return scaled(problem, means, self.which, -self.percent)

    @property
    @override
    def sentence(self) -> str:
        return f"{self.percent:g} % fewer {self.which.phrase}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class ClinicInsteadOfHome(Change):
    """Patients who are not housebound come to their practice: their visits are made there, one after the other.

    Only patients who live at home, all of whose visits are of the kind and none of which must be served or needs two.
    """

    change: Literal["clinic_instead_of_home"] = "clinic_instead_of_home"
    percent: Annotated[float, Field(ge=0, le=100)]
    """Of the patients who could come."""
    which: Which = Which()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        could = self._patients_who_could_come(problem)
        chosen = set(means.draw.some(could, portion(means.draw, len(could), self.percent)))
        clinic_of = {
            one: problem.practice_by_code[problem.patient_by_id[one].practice_code].location_id for one in chosen
        }
        places = [problem.location_by_id[place] for place in sorted(set(clinic_of.values()))]
        patients = tuple(
            replace(one, location_id=clinic_of[one.id]) if one.id in chosen else one for one in problem.patients
        )
        return replace(reaching(problem, means, places=places), patients=patients)

    def _patients_who_could_come(self, problem: Problem) -> list[PatientId]:
        of_the_kind = {visit.id for visit in self.which.visits(problem)}
        may_come: dict[PatientId, bool] = {}
        for visit in problem.visits:
            is_plain = visit.id in of_the_kind and not (visit.is_must_serve or visit.is_double_up or visit.is_remote)
            lives_at_home = problem.location_by_id[problem.patient_of(visit.id).location_id].kind is LocationKind.HOME
            may_come[visit.patient_id] = may_come.get(visit.patient_id, True) and is_plain and lives_at_home
        return [patient_id for patient_id, may in may_come.items() if may]

    @property
    @override
    def sentence(self) -> str:
        return f"{self.percent:g} % of the patients who could come to a clinic at their practice do so for {self.which.phrase}"


def scaled(problem: Problem, means: Means, which: Which, percent: float, *, at: LocationId | None = None) -> Problem:
    """So many in a hundred more visits of a kind (below 0: fewer); new patients live at a place, or where others do."""
    visits = which.visits(problem)
    groups, most = linked_groups(problem, visits), portion(means.draw, len(visits), abs(percent))
    if percent < 0:
        return without_visits(problem, {visit for group in drawn_groups(means.draw, groups, most) for visit in group})
    chosen: list[Sequence[VisitId]] = []
    while groups and (left := most - sum(map(len, chosen))) > 0:
        some = drawn_groups(means.draw, groups, left)
        if not some:
            break
        chosen += some
    return with_more_visits(problem, chosen, [_home(problem, means, group[0], at) for group in chosen])


def _home(problem: Problem, means: Means, model: VisitId, at: LocationId | None) -> tuple[LocationId, Patient]:
    """Where a new patient lives: the place given, else where some patient of the same practice is visited."""
    neighbours = [
        one
        for one in problem.patients
        if one.practice_code == problem.patient_of(model).practice_code
        and one.location_id in problem.travel.index_by_location
    ]
    neighbour = means.draw.pick(neighbours) if neighbours else problem.patient_of(model)
    return at or neighbour.location_id, neighbour
