"""A comparison as files, made from figures that were never planned: what matters here is what is written of them."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.io.what_if.folder import write_comparison
from scheduler.scenarios.changes import LoseStaff, MovePractice, OpenBase
from scheduler.scenarios.compare import compare
from scheduler.scenarios.scenario import BASELINE, Scenario
from scheduler.scenarios.task import Failed, Outcome, Solved, Task
from scheduler.solvers.stopping import Budget
from tests.scheduler.scenarios.days import OTHER_TEAM, TRAVEL, a_day

HOSTILE = "Fewer <script>alert(1)</script> & =1+1"
SCENARIOS = [
    BASELINE,
    Scenario(HOSTILE, (LoseStaff(number=1),), "What if?"),
    Scenario("A base", (OpenBase(base="new", name="New base", teams=(OTHER_TEAM,), latitude=51.75, longitude=-1.4),)),
    Scenario("Broken", (MovePractice(practice="K00000", to="team"),)),
]
MADE_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("what_if")
    (folder / "results.jsonl").write_text("kept\n", encoding="utf-8")
    tasks = [Task(each, "2026-11-23", "d", seed, Budget(iterations=1)) for each in SCENARIOS for seed in (1, 2, 3)]
    outcomes = [_outcome(task) for task in tasks]
    names = {"team": "The team", "other": "The other team"}
    comparison = compare(tasks, {each.key: each for each in outcomes}, baseline=BASELINE, name_by_team=names)
    write_comparison(comparison, outcomes, SCENARIOS, a_day(), travel=TRAVEL, folder=folder, made_at=MADE_AT)
    return folder


def _outcome(task: Task) -> Outcome:
    if task.scenario.name == "Broken":
        return Failed(**Failed.names_of(task), error="there is no practice K00000")
    more = 10.0 * SCENARIOS.index(task.scenario)
    figures = {
        "planned_share": 90 - more,
        "left_out_3": 1 + more,
        "travel": 500 + more + task.seed,
        "urgent": None,
        "staff_use:team:team": 70 + more,
    }
    return Solved(**Solved.names_of(task), figures=figures, num_hard_violations=0, seconds=1, iterations=1)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_else_and_runs_nothing(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    page = _Page(text)

    assert page.tags.count("svg") == 4
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert [link for link in page.links if not link.startswith(("#", "data:"))] == []
    assert set(re.findall(r"url\((.{5})", text)) <= {"data:", "#clip", '"#cli'}


def test_the_page_tells_what_is_asked_what_came_out_and_what_failed(written: Path) -> None:
    text = " ".join(_Page((written / "report.html").read_text(encoding="utf-8")).text.split())

    assert HOSTILE in text
    assert "Planned, of all: 80.0 % in place of 90.0, -10.0 (95 % interval -10.0 to -10.0, 3 pairs)" in text
    assert "Failed: there is no practice K00000 (in 3 of the plans)" in text
    assert "3 seeds = 3 pairs of plans" in text


def test_the_page_shows_practices_and_bases_and_no_home_and_no_person(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    problem = a_day()

    assert "The surgery" in text
    assert "New base" in text
    private = [member.name for member in problem.staff] + [patient.name for patient in problem.patients]
    assert not [name for name in private if name in text]


def test_the_json_holds_every_figure_with_its_sentence(written: Path) -> None:
    document = json.loads((written / "comparison.json").read_text(encoding="utf-8"))

    first = document["scenarios"][0]
    rows = {row["measure"]: row for row in first["rows"]}
    assert document["format"] == "cilt-comparison/1"
    assert rows["left_out_3"]["difference"] == 10
    assert rows["left_out_3"]["is_more_than_noise"] is True
    assert rows["travel"]["sentence"].startswith("Travel: 512 minutes in place of 502")
    assert rows["urgent"]["difference"] is None
    assert rows["staff_use:team:team"]["label"] == "Use of staff, The team"


def test_the_workbook_holds_figures_as_figures_and_text_as_text(written: Path) -> None:
    book = load_workbook(written / "comparison.xlsx")

    comparison = [[cell.value for cell in row] for row in book["Comparison"].iter_rows()]
    travel = next(row for row in comparison if row[0] == HOSTILE and row[2] == "Travel")
    assert travel[6:9] == [502, 512, 10]
    assert [sheet.title for sheet in book] == ["Asked", "Comparison", "Plans"]
    assert book["Plans"].max_row == 1 + 9
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_results_beside_them_are_left_alone_and_the_same_input_gives_the_same_page(written: Path) -> None:
    before = (written / "report.html").read_bytes()
    tasks = [Task(each, "2026-11-23", "d", seed, Budget(iterations=1)) for each in SCENARIOS for seed in (1, 2, 3)]
    outcomes = [_outcome(task) for task in tasks]
    names = {"team": "The team", "other": "The other team"}
    comparison = compare(tasks, {each.key: each for each in outcomes}, baseline=BASELINE, name_by_team=names)

    write_comparison(comparison, outcomes, SCENARIOS, a_day(), travel=TRAVEL, folder=written, made_at=MADE_AT)

    assert (written / "results.jsonl").read_text(encoding="utf-8") == "kept\n"
    assert (written / "report.html").read_bytes() == before
