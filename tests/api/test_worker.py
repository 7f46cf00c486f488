"""Workers of this machine that are lost for good are replaced."""

import os
import signal
import time
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from api import worker
from api.settings import Settings
from api.worker import SECONDS_BEFORE_ANOTHER_WORKER, Crew, reach_workers
from tests.patience import PATIENCE_SECONDS


def test_another_worker_takes_the_place_of_one_that_is_not_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        crew = Crew(client, num_wanted=2)
        assert crew.count() == 2
        cluster.sync(cluster.workers[0].close)
        while crew.count() == 2:
            time.sleep(0.05)
        assert len(cluster.worker_spec) == 2  # too early

        monkeypatch.setattr(worker, "SECONDS_BEFORE_ANOTHER_WORKER", 0.2)
        gives_up_at = time.monotonic() + PATIENCE_SECONDS
        while crew.count() < 2:
            assert time.monotonic() < gives_up_at
            time.sleep(0.05)


def test_where_there_is_no_worker_for_long_all_are_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SECONDS_WITHOUT_WORKERS", 0.1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        crew = Crew(client, num_wanted=0)
        assert crew.count() == 0
        time.sleep(0.2)
        with pytest.raises(TimeoutError, match="no workers"):
            crew.count()


def test_a_worker_that_dies_again_a_quarter_of_a_minute_later_is_back_in_seconds(tmp_path: Path) -> None:
    with reach_workers(Settings(home=tmp_path, database_url="sqlite://", local_workers=1)) as client:
        _kill_the_worker(client)
        killed_at = time.monotonic()
        _wait_for_a_worker(client)

        # A moment before Dask, left to itself, looks whether the worker is back.
        time.sleep(max(0.0, killed_at + 13 - time.monotonic()))
        _kill_the_worker(client)
        killed_at = time.monotonic()
        _wait_for_a_worker(client)

    assert time.monotonic() - killed_at < SECONDS_BEFORE_ANOTHER_WORKER


def _kill_the_worker(client: Client) -> None:
    (process_id,) = client.run(os.getpid).values()
    os.kill(process_id, signal.SIGKILL)
    while client.nthreads():
        time.sleep(0.01)


def _wait_for_a_worker(client: Client) -> None:
    gives_up_at = time.monotonic() + PATIENCE_SECONDS
    while not client.nthreads():
        assert time.monotonic() < gives_up_at
        time.sleep(0.05)
