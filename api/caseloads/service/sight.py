"""What one caller sees of patients: whose they may reach, which fields are withheld, and what planners see in place of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.caseloads.repository import patients as rows
from api.caseloads.repository.patients import Found
from api.errors import ForbiddenError, NotFoundError
from api.security import AccountRole, Caller
from api.sharing import EVERYTHING, DataClass, Sharing, classes_open, pseudonym, sharing_for
from scheduler.io.roster_words import first_name

COARSE_DECIMALS = 2
"""Of a degree: about a kilometre."""
OF_VOLUNTEERS = frozenset({"name", "patient_name", "address", "what_to_do"})
"""All that a voluntary organisation sees of a patient beside times: of names, the first."""
OF_PLANNERS = frozenset({DataClass.CARE})
NOT_FOR_PLANNERS = frozenset({"what_to_do", "cancel_reason", "change_reason", "referral_id"})
"""Free text may name somebody; an id leads back to them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a caller may see, on one day."""

    session: Session
    caller: Caller
    sharing: Sharing
    key: str
    """Of pseudonyms."""

    @classmethod
    def of(cls, session: Session, caller: Caller, *, on: date, key: str) -> "Sight":
        """The sight of a caller."""
        return cls(session, caller, sharing_for(session, caller, on=on), key)

    @property
    def is_voluntary(self) -> bool:
        """Whether the caller's organisation sees first name, address and task at most."""
        return self.sharing.is_voluntary

    @property
    def is_planner(self) -> bool:
        """Whether patients are pseudonyms to the caller."""
        return self.caller.role is AccountRole.PLANNER

    @property
    def locality_ids(self) -> Collection[str] | None:
        """The localities whose patients the caller reaches; None: all, by pseudonym."""
        return None if self.is_planner else self.caller.locality_ids

    def patient(self, patient_id: str) -> Found:
        """A patient of the caller's localities.

        Raises
        ------
        NotFoundError
            There is none, or not for the caller.
        """
        found = rows.one(self.session, patient_id)
        if found is None or found.locality_id not in self.caller.locality_ids:
            raise NotFoundError(
                f"There is no patient {patient_id}.", attempt=("patient", patient_id) if found else None
            )
        return found

    def classes(self, found: Collection[Found]) -> dict[str, frozenset[DataClass]]:
        """What is open of each of some patients."""
        if self.is_planner:
            return {one.patient.patient_id: OF_PLANNERS for one in found}
        return classes_open(self.session, self.sharing, {one.patient.patient_id: one.team_id for one in found})

    def require(self, found: Found, *wanted: DataClass) -> None:
        """See that groups of a patient's fields are open to the caller.

        Raises
        ------
        ForbiddenError
            No sharing agreement and no referral opens them.
        """
        if self.is_voluntary or not self.classes([found])[found.patient.patient_id].issuperset(wanted or EVERYTHING):
            raise ForbiddenError(
                "No sharing agreement and no referral opens this to your organisation.",
                code="not-shared",
                attempt=("patient", found.patient.patient_id),
            )

    def cut(
        self, values: Mapping[str, Any], groups: Mapping[DataClass, Collection[str]], classes: Collection[DataClass]
    ) -> dict[str, Any]:
        """Values without those that are withheld, and the names of these."""
        withheld = {name for group, names in groups.items() if group not in classes for name in names}
        if self.is_planner:
            withheld |= {name for names in groups.values() for name in names if name in NOT_FOR_PLANNERS}
        if self.is_voluntary:
            withheld |= {name for names in groups.values() for name in names if name not in OF_VOLUNTEERS}
        seen = {name: None if name in withheld else value for name, value in values.items()}
        if self.is_voluntary:
            for name in ("name", "patient_name"):
                seen |= {name: first_name(str(seen[name]))} if seen.get(name) else {}
        return seen | {"withheld": tuple(sorted(withheld))}

    def named(self, kind: str, real_id: str) -> str:
        """The id of a patient or visit as the caller may know it."""
        return pseudonym(kind, real_id, self.key) if self.is_planner else real_id

    def order(self, kind: str) -> Callable[[str], str] | None:
        """What ids of a kind are put in order by, where the database's own order would tell pseudonyms apart."""
        return partial(self.named, kind) if self.is_planner else None

    def meant(self, patient_id: str) -> str | None:
        """The id of the patient whom the caller knows by this one; None where they know nobody by it."""
        if not self.is_planner:
            return patient_id
        return next((one for one in rows.every_id(self.session) if self.named("patient", one) == patient_id), None)
