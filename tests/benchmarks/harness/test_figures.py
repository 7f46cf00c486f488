"""Cost over time as pictures."""

from pathlib import Path

import pytest

from benchmarks.harness.figures import draw_cost, draw_mean_gap
from benchmarks.harness.record import Run
from tests.benchmarks.harness.folders import a_run


def texts_of(runs: list[Run], folder: Path) -> str:
    svg, png = draw_mean_gap(runs, folder)
    assert png.read_bytes().startswith(b"\x89PNG")
    return svg.read_text(encoding="utf-8")


def test_the_mean_gap_has_a_panel_for_each_family_and_a_line_for_each_size(tmp_path: Path) -> None:
    runs = [a_run(), a_run(instance="two", patients=200), a_run(family="other")]

    text = texts_of(runs, tmp_path)

    for said in ("kind", "other", "1 to 10", "101 to 200", "Mean gap over time", "portfolio, 60 s, 2 workers; 3 runs"):
        assert f">{said}<" in text


def test_a_run_without_a_gap_is_left_out_of_the_mean(tmp_path: Path) -> None:
    text = texts_of([a_run(), a_run(family="broken", gap=None, hard_violations={"skill": 1})], tmp_path)

    assert ">kind<" in text
    assert ">broken<" not in text


@pytest.mark.parametrize(("bound", "best"), [(90.0, 100.0), (None, 100.0), (90.0, None), (None, None)])
def test_the_cost_of_an_instance_has_a_line_for_each_seed_and_a_rule_for_what_is_known(
    tmp_path: Path, bound: float | None, best: float | None
) -> None:
    runs = [a_run(seed=seed, bound=bound, best_published=best) for seed in (1, 2)]

    svg, _ = draw_cost(runs, tmp_path, name="one")

    text = svg.read_text(encoding="utf-8")
    for said in ("kind/one", "Seed", "1", "2"):
        assert f">{said}<" in text
    assert (">bound<" in text, ">best published<" in text) == (bound is not None, best is not None)
