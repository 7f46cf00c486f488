"""A planner at their desk, and a worker that takes the next run when it is told to."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from api.database import Database
from api.planning.tasks import compare_scenarios, design_teams
from api.queue import PRIORITIES, RunKind, Work
from api.runs.tasks import Job, plan, work
from api.settings import Settings
from api.tables.audit import AuditEntryRecord
from api.tables.runs import RunRecord
from tests.api.runs.a_small_day import FIRST_DATE, LOCALITY

Bearer = dict[str, str]
JOBS = {Work.PLAN: plan, Work.COMPARISON: compare_scenarios, Work.TEAM_DESIGN: design_teams}
FEWER = {"name": "Fewer", "changes": [{"change": "lose_staff", "number": 3}]}
BROKEN = {"name": "Broken", "changes": [{"change": "merge_teams", "teams": ["W1", "mars"]}]}
WHAT_IF = {
    "first_date": FIRST_DATE,
    "num_days": 1,
    "locality_id": LOCALITY,
    "scenarios": [FEWER],
    "budget_iterations": 100,
}
"""Six plans: the baseline and one scenario on a day with three seeds."""


@dataclass(frozen=True)
class Office:
    client: TestClient
    planner: Bearer
    database: Database
    settings: Settings
    jobs: Mapping[Work, Job]

    def ask(self, path: str, body: dict[str, Any], **headers: str) -> str:
        """The address of what is asked."""
        answer = self.client.post(f"/v1/{path}", json=body, headers={**self.planner, **headers})
        assert answer.status_code == 202, answer.text
        return answer.headers["Location"]

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=self.planner)

    def stop(self, path: str) -> Response:
        return self.client.delete(path, headers=self.planner)

    def work(self, ticket: str = "t") -> str | None:
        return work(ticket, self.settings, self.jobs)

    def wait_until_told(self) -> None:
        """Until the worker has heard that it should stop: what one heartbeat is told is acted upon before the next."""
        for _ in range(2):
            heard_at = self._last_heartbeat()
            while self._last_heartbeat() == heard_at:
                time.sleep(0.02)

    def _last_heartbeat(self) -> datetime | None:
        with self.database.reading() as session:
            return session.scalar(select(func.max(RunRecord.heartbeat_at)))

    def queue_something_urgent(self) -> str:
        """A run of a coordinator."""
        with self.database.writing() as session:
            run = RunRecord(
                kind=RunKind.SAME_DAY,
                priority=PRIORITIES[RunKind.SAME_DAY],
                first_date=datetime.fromisoformat(FIRST_DATE).date(),
                locality_id=LOCALITY,
                budget_iterations=100,
                requested_by="coordinator",
                requested_at=datetime.now(UTC),
            )
            session.add(run)
            session.flush()
            return run.run_id

    def audited(self) -> list[tuple[str, str]]:
        """Actions and kinds, in order."""
        with self.database.reading() as session:
            entries = session.scalars(select(AuditEntryRecord).order_by(AuditEntryRecord.number))
            return [(entry.action, entry.kind) for entry in entries]
