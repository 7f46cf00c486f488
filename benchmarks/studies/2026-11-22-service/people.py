"""People who read rosters, for locust: what they ask and how often. Who they are stands in the file that `run.py` writes."""

import json
import os
import random
from pathlib import Path
from typing import Any, ClassVar

from locust import FastHttpUser, between, task
from locust.env import Environment

CAST = json.loads(Path(os.environ["CILT_STUDY_CAST"]).read_text(encoding="utf-8"))


class _Person(FastHttpUser):
    abstract = True
    wait_time = between(0.5, 1.5)
    cast: ClassVar[str]

    def __init__(self, environment: Environment) -> None:
        self.part: dict[str, Any] = random.choice(CAST[self.cast])  # noqa: S311
        self.default_headers = {"Authorization": f"Bearer {self.part['token']}"}
        super().__init__(environment)


class Nurse(_Person):
    """Four in five: their own day, over and over."""

    weight = 4
    cast = "staff"

    @task(5)
    def my_roster(self) -> None:
        self.client.get(f"/v1/staff/me/roster?date={CAST['day']}", name="/v1/staff/me/roster")

    @task(1)
    def my_notices(self) -> None:
        self.client.get("/v1/staff/me/notices")


class Coordinator(_Person):
    """One in five: the rosters of their locality."""

    weight = 1
    cast = "coordinators"

    @task(2)
    def rosters(self) -> None:
        self.client.get("/v1/rosters")

    @task(3)
    def roster(self) -> None:
        self.client.get(f"/v1/rosters/{self.part['roster_id']}", name="/v1/rosters/{roster_id}")

    @task(1)
    def runs(self) -> None:
        self.client.get("/v1/runs?limit=20", name="/v1/runs")
