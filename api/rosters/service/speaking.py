"""What is said to a reader in words: sentences and reasons that speak of a patient whose care is closed to them are withheld.

What the judge or a person wrote may name skills, times, warnings and wishes. Who sees which fields stands in `seeing.py`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.errors import ForbiddenError, RefusedError
from api.rosters.schemas.judgements import JudgedRulePart, JudgementPart, ViolationPart
from api.rosters.schemas.moves import ChangePart
from api.rosters.service.seeing import Sight, sight_of, sight_of_patients
from api.security import Caller
from api.sharing import DataClass, patient_by_visit
from api.tables.rosters import RosterChangeRecord
from scheduler.io.plan_document import LeftOutPart, PlanDocument
from scheduler.io.report_document import ReportDocument
from scheduler.io.report_document import ViolationPart as Written
from scheduler.io.report_json import violation_part_of
from scheduler.model.problem import Problem
from scheduler.rules import CATALOGUE, RuleId
from scheduler.validation.violation import Violation

REASON_WITHHELD = "Reason withheld."
CARE = frozenset({DataClass.CARE})
CARE_AND_HISTORY = frozenset({DataClass.CARE, DataClass.HISTORY})
OF_HISTORY = frozenset(
    {RuleId.DELEGATION, RuleId.EXCLUSION, RuleId.CONTINUITY, RuleId.NAMED_STAFF, RuleId.PREFERENCE, RuleId.UNWELCOME}
)
"""Rules whose sentences say who has cared for a patient, or shall or may not."""
_ID = re.compile(r"[A-Za-z0-9._:-]+")
_SENTENCES = ("says", "summary", "sentence")


@dataclass(frozen=True, slots=True)
class Hearing:
    """Of whom sentences may speak to a reader."""

    sight: Sight
    patient_by_id: Mapping[str, str]
    """Of each visit and of each patient, by id, who is meant."""

    @classmethod
    def of(cls, session: Session, caller: Caller, problem: Problem, *, now: datetime) -> "Hearing":
        """What a caller may hear of the patients of a problem."""
        return hearing_with(sight_of(session, caller, problem, now=now), problem)

    @classmethod
    def of_visits(cls, session: Session, caller: Caller, visit_ids: Collection[str], *, now: datetime) -> "Hearing":
        """What a caller may hear of some visits' patients, without the problem that they stood in."""
        patients = patient_by_visit(session, visit_ids)
        sight = sight_of_patients(session, caller, set(patients.values()), now=now)
        return cls(sight, {**patients, **{patient_id: patient_id for patient_id in patients.values()}})

    @classmethod
    def of_named(cls, session: Session, caller: Caller, said: str, *, now: datetime) -> "Hearing":
        """What a caller may hear of the patients whom a sentence names, or whose visits."""
        ids = _ids_in(said)
        patients = patient_by_visit(session, ids)
        sight = sight_of_patients(session, caller, {*patients.values(), *ids}, now=now)
        return cls(sight, patients | {patient_id: patient_id for patient_id in sight.classes_by_patient})

    @property
    def patient_ids(self) -> list[str]:
        """Everybody of whom it is known what may be said."""
        return sorted(set(self.patient_by_id.values()))

    def hears(self, said: str, *ids: str | None, wanted: Collection[DataClass] = CARE_AND_HISTORY) -> bool:
        """Whether all patients that some ids or a sentence name are open to the reader."""
        meant = {self.patient_by_id.get(each, each) for each in ids if each is not None} | self.named_in(said)
        return all(self.sight.sees_all(patient_id, each) for patient_id in meant for each in wanted)

    def named_in(self, said: str) -> set[str]:
        """The patients whom a sentence names, or whose visits."""
        return {self.patient_by_id[each] for each in _ids_in(said) if each in self.patient_by_id}

    def require(self, visit_id: str) -> None:
        """See that everything may be said of a visit.

        Raises
        ------
        ForbiddenError
            No sharing agreement and no referral opens its patient's care and history.
        """
        if not self.hears("", visit_id):
            raise ForbiddenError(
                "No sharing agreement and no referral opens this to your organisation.",
                code="not-shared",
                attempt=("visit", visit_id),
            )


def _ids_in(said: str) -> set[str]:
    """Whatever in a sentence may be an id."""
    return {token for found in _ID.findall(said) for token in (found, found.rstrip(".:"))}


def hearing_with(sight: Sight, problem: Problem) -> Hearing:
    """What whoever sees so much may hear of the patients of a problem."""
    meant: dict[str, str] = {patient.id: patient.id for patient in problem.patients}
    return Hearing(sight, meant | {visit.id: visit.patient_id for visit in problem.visits})


def violations_told(found: Iterable[Violation], problem: Problem, hearing: Hearing) -> list[ViolationPart]:
    """Violations as a reader may hear of them."""
    return [_violation_told(violation_part_of(each, problem.horizon), each.rule, hearing) for each in found]


def judgement_told(report: ReportDocument, hearing: Hearing) -> JudgementPart:
    """A verdict as a reader may hear of it."""
    rules = [
        JudgedRulePart.model_validate(
            {
                **dict(rule),
                "violations": [
                    _violation_told(found, RuleId.from_code(rule.rule), hearing) for found in rule.violations
                ],
            }
        )
        for rule in report.rules
    ]
    return JudgementPart.model_validate({**dict(report), "rules": rules})


def refusal_told(
    found: Collection[Violation], problem: Problem, hearing: Hearing, *, most: int | None = None
) -> RefusedError:
    """That a change or a plan breaks hard rules, in as many sentences as are asked for."""
    told = violations_told(found, problem, hearing)
    said = [part.says or _unsaid(part) for part in told[:most]]
    more = len(told) - len(said)
    return RefusedError(
        " ".join([*said, *([f"And {more} more."] if more else [])]),
        code="breaks-rule",
        faults=[_fault(part) for part in told],
        more={"violations": [part.model_dump(mode="json") for part in told]},
        tells_of={part.visit_id for part in told if part.visit_id},
    )


def plan_told(plan: PlanDocument, hearing: Hearing) -> PlanDocument:
    """A plan without the reasons that a reader may not hear; what is left of it is lawful where the whole is but for these."""

    def left_out(part: LeftOutPart) -> LeftOutPart:
        if hearing.hears(part.reason, part.visit_id):
            return part
        return part.model_copy(update={"reason": REASON_WITHHELD, "new_latest_on": None})

    visits = {route.shift_id: [stop.visit_id for stop in route.stops] for route in plan.routes}
    overrides = tuple(
        given
        if hearing.hears(given.reason, *visits.get(given.shift_id, ()))
        else given.model_copy(update={"reason": REASON_WITHHELD})
        for given in plan.overrides
    )
    return plan.model_copy(update={"left_out": tuple(map(left_out, plan.left_out)), "overrides": overrides})


def change_told(row: RosterChangeRecord, hearing: Hearing) -> ChangePart:
    """A change by hand, whose reasons are free text."""
    part = ChangePart.model_validate(row)
    if hearing.hears(f"{part.reason} {part.override_reason}", part.visit_id):
        return part
    what = {name: value for name, value in part.what.items() if name != "new_latest_on"}
    withheld = ("reason", "override_reason", *(["what.new_latest_on"] if what != part.what else []))
    return part.model_copy(update={"what": what, "reason": None, "override_reason": None, "withheld": withheld})


def explanation_told(part: Mapping[str, Any], hearing: Hearing) -> dict[str, Any]:
    """An explanation, or a piece of one, without the sentences that speak of somebody else whose care is closed."""
    told = {name: _piece_told(value, hearing) for name, value in part.items()}
    withheld = [name for name in _SENTENCES if isinstance(part.get(name), str) and not hearing.hears(part[name])]
    cut = [name for name, value in told.items() if isinstance(value, list) and len(value) < len(part[name])]
    return told | dict.fromkeys(withheld) | ({"withheld": withheld + cut} if withheld or cut else {})


def _piece_told(piece: object, hearing: Hearing) -> object:
    if isinstance(piece, list):
        return [_piece_told(each, hearing) for each in piece if not isinstance(each, str) or hearing.hears(each)]
    return explanation_told(piece, hearing) if isinstance(piece, dict) else piece


def _violation_told(found: Written, rule: RuleId, hearing: Hearing) -> ViolationPart:
    wanted = CARE_AND_HISTORY if rule in OF_HISTORY else CARE
    is_heard = hearing.hears(found.says, found.visit_id, found.patient_id, wanted=wanted)
    return ViolationPart.model_validate(
        {
            **dict(found),
            "rule": rule.code,
            "kind": CATALOGUE[rule].kind.value,
            "says": found.says if is_heard else None,
            "withheld": () if is_heard else ("says",),
        }
    )


def _unsaid(part: ViolationPart) -> str:
    """What is said in place of a sentence that is withheld."""
    where = _where(part)
    return f"{where[0].upper()}{where[1:]} breaks the rule {part.rule}."


def _where(part: ViolationPart) -> str:
    kinds = {"visit": part.visit_id, "shift": part.shift_id, "patient": part.patient_id, "staff member": part.staff_id}
    return next((f"{kind} {found}" for kind, found in kinds.items() if found), "the plan")


def _fault(part: ViolationPart) -> dict[str, Any]:
    rule = CATALOGUE[RuleId.from_code(part.rule)]
    return {
        "where": _where(part),
        "expected": rule.sentence,
        "rule": part.rule,
        "says": part.says,
        "may_override": rule.may_override,
    }
