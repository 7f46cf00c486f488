"""Two worker programs on one database do nothing twice, and where one is killed with all it holds the other finishes the work."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.database import Database
from api.queue import RunState, stop
from api.settings import Settings
from tests.api.conftest import SECRET
from tests.api.runs.office import LONG, Office, process_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def programs(settings: Settings, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two `python -m api.worker`, each with one worker process."""
    chosen = {
        "CILT_HOME": str(tmp_path),
        "CILT_DATABASE_URL": settings.database,
        "CILT_SECRET_KEY": SECRET,
        "CILT_RUN_SILENCE_SECONDS": "15",
        "CILT_WORKER_NICENESS": "0",
    }
    command = [sys.executable, "-m", "api.worker"]
    started = [subprocess.Popen(command, cwd=ROOT, env={**os.environ, **chosen}) for _ in range(2)]
    yield started
    for program in started:
        program.terminate()
    for program in started:
        program.wait()


def test_two_programs_do_nothing_twice_and_one_finishes_what_the_other_held_when_it_was_killed(
    filled: Database, settings: Settings, programs: list[subprocess.Popen[bytes]]
) -> None:
    office = Office(filled, settings)
    short = [office.wait_for_end(run_id) for run_id in [office.ask(by=str(number)) for number in range(6)]]
    held = [office.ask(by=who, **LONG) for who in ("a", "b")]
    before = {run_id: office.wait_until_searching(run_id) for run_id in held}

    programs[0].send_signal(signal.SIGKILL)
    programs[0].wait()
    lost = office.wait_for(lambda: [run for run in held if office.read(run).state == RunState.QUEUED])
    kept = [run_id for run_id in held if run_id not in lost]
    for run_id in (*kept, *lost):
        office.wait_until_searching(run_id)
        office.wait_until(run_id, lambda run: run.state == RunState.RUNNING)
        with filled.writing() as session:
            stop(session, run_id, now=office.now())
        office.wait_for_end(run_id)

    assert [(run.state, run.attempts) for run in short] == [(RunState.DONE, 1)] * 6
    assert len({process_of(run) for run in before.values()}) == 2
    ended = [office.read(run_id) for run_id in (*kept, *lost)]
    assert [(run.state, run.attempts, run.plan is not None) for run in ended] == [
        (RunState.CANCELLED, 1, True),
        (RunState.CANCELLED, 2, True),
    ]
