"""A comparison as one HTML page that needs nothing else: pictures as inline SVG, the font inside, no script.

What the page says stands in its template; what it may say, here: means and intervals, practices and bases, no person.
"""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from scheduler.errors import CiltError
from scheduler.io.roster_pdf import FONTS
from scheduler.io.roster_words import long_date
from scheduler.io.what_if import charts
from scheduler.model.clock import LONDON
from scheduler.model.problem import Problem
from scheduler.scenarios.compare import Comparison, MeasureRow, ScenarioComparison
from scheduler.scenarios.groups import HEADLINES
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.wording import figure, sentence, verdict
from scheduler.travel.provider import TravelProvider

_TEMPLATES = Path(__file__).parent.parent / "templates"
_MOST_MAPS = 8
"""Beyond the one of today."""


def report_page(
    comparison: Comparison,
    scenarios: Sequence[Scenario],
    problem: Problem,
    *,
    travel: TravelProvider,
    made_at: datetime,
) -> str:
    """The page as text; the same input, the same page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - not needed to plan

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("what_if.html").render(
        comparison=comparison,
        num_pairs=len(comparison.days) * len(comparison.seeds),
        made_on=long_date(made_at.astimezone(LONDON).date()),
        travel_source=problem.travel.source,
        fonts={"normal": _font("Regular"), "bold": _font("Bold")},
        differences=charts.differences(comparison),
        left_out=charts.left_out(comparison),
        staff_use=charts.staff_use(comparison),
        maps=_maps(scenarios, problem, travel),
        headlines=_headlines,
        grouped=_grouped,
        figure=figure,
        verdict=verdict,
    )


def _headlines(compared: ScenarioComparison) -> dict[str, list[str]]:
    """What a planner can say aloud: what is more than noise, and what is not."""
    rows = [row for measure in HEADLINES if (row := compared.row(measure)) is not None]
    return {
        "told": [sentence(row) for row in rows if row.is_more_than_noise],
        "noise": [row.label for row in rows if row.is_more_than_noise is False],
    }


def _grouped(compared: ScenarioComparison) -> list[tuple[str, list[MeasureRow]]]:
    return [(group, list(rows)) for group, rows in groupby(compared.rows, key=lambda row: row.group)]


def _maps(scenarios: Sequence[Scenario], problem: Problem, travel: TravelProvider) -> str:
    """Today's map, and that of each scenario that changes it."""
    from scheduler.io.what_if.county_map import is_another_map, maps  # noqa: PLC0415 - loads altair

    shown = [("Today", problem)]
    for scenario in scenarios:
        try:
            changed = scenario.apply(problem, seed=1, travel=travel)
        except CiltError:
            # Its comparison says why.
            continue
        if is_another_map(problem, changed):
            shown.append((scenario.name, changed))
    return maps(shown[: 1 + _MOST_MAPS])


def _font(weight: str) -> str:
    return b64encode((FONTS / f"AtkinsonHyperlegible-{weight}.ttf").read_bytes()).decode()
