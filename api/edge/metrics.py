"""What Prometheus reads: how requests go, how runs wait, what memory the service has. No label holds an id."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPMethod
from multiprocessing import parent_process

import psutil
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from api.database import AWAY, Database
from api.queue import RunState
from api.tables.runs import RunRecord

SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: the folder in which web processes count together."""
UNCOUNTED = frozenset({"/healthz", "/readyz", "/metrics"})
METHODS = frozenset(HTTPMethod)
BOUNDS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""Between which requests are counted by how long they took; reads are to take less than a tenth."""


class RequestFigures:
    """How requests go, by route and never by path."""

    def __init__(self) -> None:
        by_route = ("method", "handler")
        self.of_this_process = CollectorRegistry()
        """What this process has counted, where it counts alone."""
        self._total = Counter(
            "http_requests_total", "Requests answered", (*by_route, "status"), registry=self.of_this_process
        )
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Time until the answer begins",
            by_route,
            registry=self.of_this_process,
            buckets=BOUNDS_SECONDS,
        )

    def count(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count one request, of status 0 where nobody waited for the answer; those that ask how the service is do not count."""
        if route not in UNCOUNTED:
            handler, method = route or "none", method if method in METHODS else "other"
            self._total.labels(method, handler, f"{status // 100}xx" if status else "none").inc()
            self._seconds.labels(method, handler).observe(seconds)


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


class Memory(Collector):
    """What the service has of the machine: the process that started the others, web processes and workers."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing before it is asked for."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Bytes in memory, all processes together; what they share is counted for each."""
        began = parent_process()
        head = psutil.Process(None if began is None else began.pid)
        num_bytes = 0
        for process in (head, *head.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                num_bytes += process.memory_info().rss
        yield GaugeMetricFamily("cilt_memory_bytes", "Memory of all processes of this service", value=num_bytes)


def registry_for(database: Database, figures: RequestFigures) -> CollectorRegistry:
    """All that is told: memory, the queue, and how requests go at all web processes that count together."""
    registry = CollectorRegistry()
    registry.register(Memory())
    registry.register(RunGauges(database))
    if SHARED_FIGURES in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(figures.of_this_process)
    return registry
