"""What Prometheus reads: how requests go, how runs wait, what the process uses. No label holds an id."""

from collections.abc import Iterator
from datetime import UTC, datetime

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator
from sqlalchemy import func, select

from api.database import AWAY, Database
from api.queue import RunState
from api.tables.runs import RunRecord

UNCOUNTED = ["/healthz", "/readyz", "/metrics"]


class RunGauges(Collector):
    """The queue as the database has it, read when somebody asks; while the database is away there are none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing before it is asked for: registering must not read the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Runs by state, and the seconds for which the oldest queued one has waited."""
        try:
            with self._database.reading() as session:
                counted = session.execute(
                    select(RunRecord.state, func.count().label("number")).group_by(RunRecord.state)
                )
                counts = {row.state: row.number for row in counted}
                oldest = session.scalar(
                    select(func.min(RunRecord.requested_at)).where(RunRecord.state == RunState.QUEUED)
                )
        except AWAY:
            return
        runs = GaugeMetricFamily("cilt_runs", "Runs by state", labels=["state"])
        for state in RunState:
            runs.add_metric([state.value], counts.get(state.value, 0))
        waited = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
        yield runs
        yield GaugeMetricFamily("cilt_queue_age_seconds", "How long the oldest queued run has waited", value=waited)


def measure(app: FastAPI, database: Database) -> CollectorRegistry:
    """Count every request from now on."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(RunGauges(database))
    Instrumentator(excluded_handlers=UNCOUNTED, registry=registry).instrument(app)
    return registry
