"""What an itinerary is made of: pieces of a working day, each with its start and end. Putting them in time stands in `legs`."""

from dataclasses import dataclass

from scheduler.model.demand import VisitId
from scheduler.model.place import LocationId
from scheduler.model.workforce import ShiftId
from scheduler.units import Metres, Minute, Minutes


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that lasts from its start to its end."""

    start: Minute
    end: Minute

    @property
    def minutes(self) -> Minutes:
        """How long it lasts."""
        return Minutes(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Travel(Piece):
    """On the way between two places; a way with a call or a break in the middle is two of these."""

    metres: Metres | None
    """None: not known."""
    origin: LocationId
    destination: LocationId


@dataclass(frozen=True, slots=True)
class Attend(Piece):
    """Care at a visit."""

    visit_id: VisitId
    attendance: int
    number: int
    """The visit's place in the shift, from 1."""
    partner_shift_id: ShiftId | None = None
    """Whose shift fills the other attendance of a double-up; None too where a double-up lacks its partner."""


@dataclass(frozen=True, slots=True)
class Event(Piece):
    """A handover, meeting or training."""

    name: str
    location_id: LocationId | None


@dataclass(frozen=True, slots=True)
class RestBreak(Piece):
    """The unpaid break."""


@dataclass(frozen=True, slots=True)
class Wait(Piece):
    """Nothing to do between two places: early for the next."""


@dataclass(frozen=True, slots=True)
class Admin(Piece):
    """Writing up, after the way back."""


Item = Travel | Attend | Event | RestBreak | Wait | Admin
