"""Cost over time as a picture: `cost-over-time.png` and `.svg`, one curve for each `results-<scale>.json`."""

import json
from pathlib import Path

import altair as alt
import pandas as pd

HERE = Path(__file__).parent


def curves() -> pd.DataFrame:
    """Best cost by the second, beside the lowest cost of its run."""
    rows = []
    for path in sorted(HERE.glob("results-*.json")):
        told = json.loads(path.read_text("utf-8"))
        least = min(cost for _, cost in told["curve"])
        day = f"{told['visits']:,} visits, {told['shifts']:,} shifts"
        rows += [{"day": day, "seconds": seconds, "cost": cost / least} for seconds, cost in told["curve"]]
    return pd.DataFrame(rows)


def main() -> None:
    """Draw every run that stands beside this file."""
    chart = (
        alt.Chart(curves(), width=600, height=320)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("seconds", title="Seconds of search"),
            y=alt.Y("cost", title="Best cost, as a multiple of the last", scale=alt.Scale(zero=False)),
            color=alt.Color("day", title=None),
        )
    )
    for ending in ("png", "svg"):
        chart.save(HERE / f"cost-over-time.{ending}")


if __name__ == "__main__":
    main()
