"""A run of the micro benchmarks beside the stored one, as ratios: `make bench`; with `--store`, `make bench-store`.

Machines differ and are noisy, so what is stored is each benchmark's best time over the best time of `test_reference`
in the same run, both in seconds of the processor.
"""

import argparse
import json
import sys
from pathlib import Path

STORED = Path(__file__).parent / "stored.json"
REFERENCE = "test_reference"
SLOWER_BY = 1.5
"""A benchmark that takes this many times what is stored has become slower; less may be noise."""


def ratios_of(run: Path) -> dict[str, float]:
    """Best time of every benchmark in a file of pytest-benchmark, over that of the reference."""
    best = {each["name"]: each["stats"]["min"] for each in json.loads(run.read_text("utf-8"))["benchmarks"]}
    reference = best.pop(REFERENCE)
    return {name: float(f"{seconds / reference:.3g}") for name, seconds in sorted(best.items())}


def told(name: str, now: float, stored: float | None) -> str:
    """One line for the screen."""
    if stored is None:
        return f"{name:45} {now:10.4g}         new"
    change = now / stored
    return f"{name:45} {now:10.4g} {stored:10.4g}   x {change:.2f}{'  SLOWER' if change > SLOWER_BY else ''}"


def main() -> int:
    """Print the comparison, or store the run; the exit code is 1 if something has become slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="what --benchmark-json wrote")
    parser.add_argument("--store", action="store_true", help="make this run the stored one")
    asked = parser.parse_args()

    now = ratios_of(asked.run)
    if asked.store:
        STORED.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    stored: dict[str, float] = json.loads(STORED.read_text("utf-8"))
    lines = [told(name, ratio, stored.get(name)) for name, ratio in now.items()]
    lines += [f"{name:45} was not measured" for name in sorted(stored.keys() - now.keys())]
    print(f"{'times the reference workload':45} {'now':>10} {'stored':>10}", *lines, sep="\n")  # noqa: T201
    return int(any(ratio > SLOWER_BY * stored.get(name, ratio) for name, ratio in now.items()))


if __name__ == "__main__":
    sys.exit(main())
