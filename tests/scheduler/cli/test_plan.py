import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scheduler import __version__
from scheduler.io.plan_folder import FILES, write_plan_folder
from tests.architecture.sources import ROOT
from tests.patience import PATIENCE_SECONDS
from tests.scheduler.cli.running import QUICK, a_planned_folder, cilt
from tests.scheduler.io.tables.folders import DAY, a_folder, with_cell

CILT = Path(sys.executable).with_name("cilt")
WEST = (ROOT / "data/west_weekday", "--date", DAY, "--locality", "West")


def test_a_weekday_of_west_is_planned_judged_and_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = subprocess.run(
        [CILT, "plan", *WEST, "--seconds", "3", "--out", out], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 hard violations\n")
    visits = json.loads((out / "report.json").read_text(encoding="utf-8"))["visits"]
    told = f"{visits['in']} visits in = {visits['planned']} planned + {visits['deferred']} deferred"
    assert f"{told} + {visits['escalated']} escalated" in done.stdout
    assert visits["in"] == visits["planned"] + visits["deferred"] + visits["escalated"]
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    with (ROOT / "data/west_weekday/shifts.csv").open(encoding="utf-8", newline="") as file:
        shifts = list(csv.DictReader(file))
    assert len(list((out / "rosters").glob("*.pdf"))) == len(shifts)
    assert len(list((out / "rosters").glob("*.ics"))) == len({shift["staff_id"] for shift in shifts})


def test_every_page_and_file_bears_the_number_of_the_plan(tmp_path: Path) -> None:
    _, out = a_planned_folder(tmp_path)

    number = json.loads((out / "plan.json").read_text(encoding="utf-8"))["number"]

    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["plan_number"] == number
    assert json.loads((out / "scorecard.json").read_text(encoding="utf-8"))["plan_number"] == number
    assert number in (out / "rosters.csv").read_text(encoding="utf-8-sig")


def test_the_same_seed_and_iterations_decide_the_same(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)

    cilt("plan", data, *QUICK, "--out", tmp_path / "again")

    first, second = (json.loads((path / "plan.json").read_text(encoding="utf-8")) for path in (out, tmp_path / "again"))
    assert first["routes"] == second["routes"]
    assert first["number"] == second["number"]


def test_ctrl_c_keeps_the_best_plan_so_far(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [CILT, "plan", *WEST, "--seconds", "600", "--no-pdf", "--out", out]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not list(tmp_path.glob(".out-*")):
            assert running.poll() is None, running.communicate()
            time.sleep(0.1)
        # The folder is made just before the search is; a few seconds are enough for the rest.
        time.sleep(5)
        running.send_signal(signal.SIGINT)
        said, told = running.communicate(timeout=10 * PATIENCE_SECONDS)

    assert running.returncode == 0, told
    assert "the best found so far is kept" in told
    assert "Stopped after" in said
    assert (out / "plan.json").exists()


def test_ctrl_c_before_the_search_ends_with_130_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scheduler.io.tables.reading.read_folder", interrupted)

    done = cilt("plan", a_folder(tmp_path / "data"), *QUICK, "--out", tmp_path / "out")

    assert done.exit_code == 130
    assert done.stderr == "Stopped before a plan was made; nothing was written.\n"
    assert not (tmp_path / "out").exists()


def test_ctrl_c_while_files_are_written_is_answered_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any, **more: Any) -> tuple[str, ...]:
        signal.raise_signal(signal.SIGINT)
        return write_plan_folder(*args, **more)

    monkeypatch.setattr("scheduler.io.plan_folder.write_plan_folder", interrupted)
    before = signal.getsignal(signal.SIGINT)

    _, out = a_planned_folder(tmp_path)

    assert (out / "plan.json").exists()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_reader_that_has_gone_does_not_change_the_exit_code(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    command = [CILT, "check", data, out / "plan.json", "--soft"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        told = running.stderr.read() if running.stderr else b""
        code = running.wait(timeout=PATIENCE_SECONDS)

    assert (code, told) == (0, b"")


def test_the_command_says_its_version() -> None:
    assert cilt("--version").stdout == f"cilt {__version__}\n"


def test_bad_data_end_with_2_and_every_fault_and_leave_nothing_behind(tmp_path: Path) -> None:
    data = a_folder(tmp_path / "data", **with_cell("visits", 2, "duration_minutes", "long"))

    done = cilt("plan", data, *QUICK, "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert "visits.csv:2: duration_minutes is 'long'" in done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", DAY, "--locality", "Atlantis"), "Atlantis"),
        (("--date", "2031-01-01"), "2031-01-01"),
        (("--date", "soon"), "soon"),
        (("--date", DAY, "--travel-file", "none.csv"), "none.csv"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_names_it(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = cilt("plan", a_folder(tmp_path / "data"), *words, "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_noticed_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    done = cilt("plan", a_folder(tmp_path / "data"), "--date", DAY, "--seconds", "600", "--out", tmp_path / "out")

    assert done.exit_code == 2
    assert "is a file" in done.stderr


def test_a_plan_that_cannot_keep_a_pin_ends_with_1_and_without_rosters_old_ones_included(tmp_path: Path) -> None:
    _, out = a_planned_folder(tmp_path)
    pinned_to_the_wrong_team = a_folder(tmp_path / "pinned")

    done = cilt("plan", pinned_to_the_wrong_team, *QUICK, "--out", out)

    assert done.exit_code == 1
    assert done.stdout.startswith("1 hard violation\npin (1 visit, d3, 2026-11-23 10:00): Visit v4")
    assert sorted(path.name for path in out.iterdir()) == [
        "plan.json",
        "report.json",
        "scorecard.json",
        "unallocated.csv",
    ]


def test_files_that_a_user_put_among_the_rosters_stay(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    old = out / "rosters" / "gone.ics"
    (out / "rosters" / "s1.ics").rename(old)
    theirs = [out / "rosters" / name for name in ("holidays.ics", "notes.pdf", "notes.txt")]
    for path in theirs:
        path.write_text("mine", encoding="utf-8")

    done = cilt("plan", data, *QUICK, "--out", out)

    assert done.exit_code == 0
    assert [path.read_text(encoding="utf-8") for path in theirs] == ["mine"] * 3
    assert not old.exists()
    assert (out / "rosters" / "s1.ics").exists()


def test_pages_of_an_earlier_run_go(tmp_path: Path) -> None:
    data, out = a_planned_folder(tmp_path)
    assert cilt("plan", data, *QUICK, "--pdf", "--out", out).exit_code == 0
    assert list((out / "rosters").glob("*.pdf"))

    assert cilt("plan", data, *QUICK, "--out", out).exit_code == 0

    assert not list((out / "rosters").glob("*.pdf"))


@pytest.mark.parametrize("place", [".", "out", "deep/out"])
def test_the_data_folder_is_no_place_for_the_plan(place: str, tmp_path: Path) -> None:
    data = a_folder(tmp_path / "data")
    before = sorted(data.rglob("*"))

    done = cilt("plan", data, *QUICK, "--out", data / place)

    assert done.exit_code == 2
    assert "data folder" in done.stderr
    assert sorted(data.rglob("*")) == before


def test_more_workers_than_cores_are_said_and_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    data, out = a_planned_folder(tmp_path)

    done = cilt("plan", data, *QUICK, "--workers", "2", "--out", out)

    assert "This machine has 1 processor core: --workers is 1." in done.stderr
    assert json.loads((out / "plan.json").read_text(encoding="utf-8"))["provenance"]["workers"] == 1
    assert "processor core" not in cilt("plan", data, *QUICK, "--out", out).stderr
