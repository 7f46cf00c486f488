"""The comparison as a Markdown table: visits served and minutes of travel, means over seeds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import mean

from benchmarks.peers.engines import ENGINES
from benchmarks.peers.engines.ours import OURS
from benchmarks.peers.runs import Run

WHOLE_CORE = 0.9
"""Of the seconds of search spent on the core: with less, other work ran there, and the run shows that instead."""

PEERS = tuple(name for name in ENGINES if name != OURS.name)


def table_of(runs: Sequence[Run]) -> str:
    """One line for each day and time: served / travel minutes of each engine, and ours beside the best peer; a warning."""
    by_cell: defaultdict[tuple[str, float], defaultdict[str, list[Run]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        by_cell[run.day, run.seconds][run.engine].append(run)
    columns = ["day", "visits", "shifts", "seconds", *ENGINES, "best peer", "ours: served", "ours: travel"]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += [
        "| " + " | ".join(_cells(day, seconds, by_engine)) + " |" for (day, seconds), by_engine in by_cell.items()
    ]
    disturbed = sum(run.cpu_seconds < WHOLE_CORE * run.search_seconds for run in runs)
    if disturbed:
        lines += ["", f"{disturbed} of {len(runs)} runs had less than {WHOLE_CORE:.0%} of their core: to be run again."]
    return "\n".join(lines) + "\n"


def _cells(day: str, seconds: float, by_engine: dict[str, list[Run]]) -> Iterator[str]:
    made = [run for runs in by_engine.values() for run in runs if not run.fault]
    yield from (day, f"{made[0].visits:,}" if made else "", f"{made[0].shifts:,}" if made else "", f"{seconds:g}")
    yield from (_figures(by_engine.get(engine, [])) for engine in ENGINES)
    ours = _means(by_engine.get(OURS.name, []))
    peers = {peer: means for peer in PEERS if (means := _means(by_engine.get(peer, [])))}
    if not ours or not peers:
        yield from ("", "", "")
        return
    best = max(peers, key=lambda peer: (peers[peer][0], -peers[peer][1]))
    served, travel = peers[best]
    yield from (best, f"{ours[0] - served:+.1f}", f"{100 * (ours[1] / travel - 1):+.1f} %" if travel else "")


def _figures(runs: Sequence[Run]) -> str:
    """Mean served / mean travel of the lawful runs, with the spread of travel; and what went wrong."""
    wrong = [run for run in runs if not run.is_lawful]
    said = f" ({len(wrong)} of {len(runs)} unlawful or failed)" if wrong else ""
    means = _means(runs)
    if means is None:
        return said.strip()
    travels = [run.travel_minutes for run in runs if run.is_lawful]
    spread = f" [{min(travels):,} to {max(travels):,}]" if len(travels) > 1 else ""
    return f"{means[0]:,.1f} / {means[1]:,.0f}{spread}{said}"


def _means(runs: Iterable[Run]) -> tuple[float, float] | None:
    lawful = [run for run in runs if run.is_lawful]
    return (mean(run.served for run in lawful), mean(run.travel_minutes for run in lawful)) if lawful else None
