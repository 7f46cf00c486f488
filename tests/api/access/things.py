"""What the requests of these tests speak of and the demonstration's weekday does not have: runs, rosters, a referral, an absence."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.assembly import tables_of, zip_of
from api.queue import RunKind, RunState, Work
from api.security import kept_of
from api.tables.caseloads import ImportRecord, ReferralRecord
from api.tables.rosters import CalendarLinkRecord, RosterChangeRecord, RosterNoticeRecord, RosterRecord
from api.tables.runs import RunFileRecord, RunRecord
from api.tables.workforce import AbsenceRecord
from scheduler.io.plan_document import Scope
from scheduler.rules import CATALOGUE, RuleId
from tests.api.access.callers import COLLEAGUE, NURSE, OWN

PATIENT, VISIT, EVENING = "W1-P0001", "W1-V0001", "W1-V0009"
TELLING_REASON = "Nobody who holds insulin has room."
"""Says what care the patient has."""
TELLING_SENTENCE = f"Visit {EVENING} must be served and is deferred."
LEFT_OUT = {"visit_id": EVENING, "outcome": "deferred", "reason": TELLING_REASON, "new_latest_on": "2026-11-24"}
A_SCENARIO = {"name": "Fewer", "changes": [{"change": "lose_staff", "number": 3}]}
OF_TEAM = {"first_date": "2026-11-23", "teams": ["W1"]}
RUN_PLAN: dict[str, Any] = {"scope": OF_TEAM, "routes": [], "left_out": [LEFT_OUT]}
HAND_MADE = RUN_PLAN
"""What is sent to be judged."""
RUN_REPORT = {
    "plan_number": "",
    "is_lawful": False,
    "num_hard_violations": 1,
    "num_overridden": 0,
    "visits": {"in": 1, "planned": 0, "deferred": 1, "escalated": 0},
    "cost_points": 0,
    "rules": [
        {
            "rule": RuleId.MUST_SERVE.code,
            "kind": "hard",
            "sentence": CATALOGUE[RuleId.MUST_SERVE].sentence,
            "unit": "visits",
            "amount": 1,
            "weight_points": 0,
            "cost_points": 0,
            "violations": [
                {
                    "amount": 1,
                    "says": TELLING_SENTENCE,
                    "visit_id": EVENING,
                    "shift_id": None,
                    "staff_id": None,
                    "patient_id": PATIENT,
                    "at": None,
                    "overridden_by": None,
                }
            ],
        }
    ],
}


def add_things(session: Session) -> None:
    """What examples speak of and the demonstration's weekday does not have."""
    then = datetime(2026, 11, 20, 9, tzinfo=UTC)
    session.add(ImportRecord(import_id="import", sha256="0" * 64, made_by="coordinator", made_at=then, counts={}))
    session.add(
        ReferralRecord(
            referral_id="referral",
            patient_id=PATIENT,
            organisation_id=OWN,
            service="nursing",
            level_of_care=2,
            received_at=then,
            reason="Dressings",
        )
    )
    session.add(
        AbsenceRecord(
            absence_id="absence",
            staff_id=NURSE,
            starts_at=datetime(2026, 11, 30, 8, tzinfo=UTC),
            ends_at=datetime(2026, 11, 30, 20, tzinfo=UTC),
            kind="leave",
            recorded_by="coordinator",
            recorded_at=then,
        )
    )
    for run_id, state in (("run", RunState.DONE), ("waiting", RunState.QUEUED)):
        session.add(
            RunRecord(
                run_id=run_id,
                kind=RunKind.WHAT_IF,
                priority=4,
                state=state,
                first_date=date(2026, 11, 23),
                locality_id="west",
                team_ids=["W1"],
                requested_by="coordinator",
                requested_at=then,
                plan=RUN_PLAN,
                report=RUN_REPORT,
                scorecard={},
                error_detail=f"visit {VISIT} has no window",
            )
        )
    session.flush()
    add_questions(session, then)
    add_rosters(session, then)


def add_questions(session: Session, then: datetime) -> None:
    """A comparison and a team design that have ended, and one of each that waits."""
    asked = {Work.COMPARISON: {"scenarios": [A_SCENARIO], "num_seeds": 3}, Work.TEAM_DESIGN: {"balance": "list"}}
    files = {Work.COMPARISON: ("comparison.json", "report.html"), Work.TEAM_DESIGN: ("designs.json", "design-1.svg")}
    for work, question in asked.items():
        for run_id, state in ((work, RunState.DONE), (f"waiting-{work}", RunState.QUEUED)):
            session.add(
                RunRecord(
                    run_id=run_id,
                    work=work,
                    kind=RunKind.WHAT_IF,
                    priority=4,
                    state=state,
                    first_date=date(2026, 11, 23),
                    requested_by="planner",
                    requested_at=then,
                    question=question,
                )
            )
        session.flush()
        session.add_all(RunFileRecord(run_id=work, name=name, body=b"{}") for name in files[work])


def add_rosters(session: Session, then: datetime) -> None:
    """A published roster in which the nurse visits the patient, a draft of the same, and what hangs on them."""
    scope = Scope(first_date=date(2026, 11, 23), locality="west")
    stop = {"visit_id": VISIT, "start": "2026-11-23T08:30:00+00:00", "attendance": 1}
    plan = {"format": "cilt-plan/3", "routes": [{"shift_id": f"{NURSE}-1123", "stops": [stop]}], "left_out": []}
    tables = zip_of(tables_of(session, scope))
    for roster_id, state, number in (("published", "published", 1), ("draft-of-west", "draft", None)):
        roster = RosterRecord(
            roster_id=roster_id,
            state=state,
            number=number,
            scope="west",
            locality_id="west",
            team_ids=[],
            first_date=scope.first_date,
            plan=plan,
            pins=[],
            made_by="coordinator",
            made_at=then,
            published_at=then if number else None,
            tables_zip=tables if number else None,
        )
        session.add(roster)
    session.flush()
    change = {"visit_id": VISIT, "attendance": 1, "what": "added", "before": None, "after": None, "outcome": None}
    session.add(
        RosterNoticeRecord(notice_id="notice", roster_id="published", staff_id=NURSE, changes=[change], made_at=then)
    )
    session.add(
        RosterChangeRecord(
            roster_id="draft-of-west",
            visit_id=VISIT,
            what={"action": "pin", "overridden": []},
            reason=TELLING_REASON,
            made_by="coordinator",
            made_at=then,
        )
    )
    for staff_id, secret in ((NURSE, "secret"), (COLLEAGUE, "another")):
        session.add(CalendarLinkRecord(staff_id=staff_id, token_hash=kept_of(secret), made_at=then))
