"""One run and many: each in a process of its own on one core, judged by the validator, kept as a line of JSON."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.days import DAYS
from benchmarks.peers.engines import ENGINES
from benchmarks.peers.question import Question
from scheduler.rules import RuleId
from scheduler.validation.validator import validate

RUNS_FILE = "runs.jsonl"
PATIENCE_SECONDS = 300
"""For reading, compiling and judging, beyond the seconds of search."""


@dataclass(frozen=True)
class Job:
    """What is run once."""

    day: str
    engine: str
    seconds: float
    seed: int


@dataclass(frozen=True)
class Run:
    """What came of a job; `fault` says why there is nothing, where there is nothing."""

    day: str
    engine: str
    seconds: float
    seed: int
    version: str = ""
    problem_digest: str = ""
    visits: int = 0
    shifts: int = 0
    served: int = 0
    travel_minutes: int = 0
    broken: dict[str, int] | None = None
    """Units by which each hard rule is broken; empty where the plan is lawful."""
    search_seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of the search; well below `search_seconds` where other work had the core."""
    fault: str = ""

    @property
    def job(self) -> Job:
        """What was run."""
        return Job(self.day, self.engine, self.seconds, self.seed)

    @property
    def is_lawful(self) -> bool:
        """Whether there is a plan and it breaks no rule."""
        return not self.fault and not self.broken


def jobs(days: Iterable[str], engines: Iterable[str], seconds: Sequence[float], seeds: Sequence[int]) -> Iterator[Job]:
    """Every job, small days first; an engine without seeds is run with the first alone."""
    engines = list(engines)
    for day in days:
        for limit in seconds:
            for engine in engines:
                for seed in seeds if ENGINES[engine].takes_seed else seeds[:1]:
                    yield Job(day, engine, limit, seed)


def run_here(job: Job) -> Run:
    """Run a job in this process and judge its plan."""
    engine, question = ENGINES[job.engine], Question(DAYS[job.day]())
    search = engine.prepare(question)
    started, cpu_started = time.monotonic(), time.process_time()
    sequences = search(seconds=job.seconds, seed=job.seed)
    search_seconds, cpu_seconds = time.monotonic() - started, time.process_time() - cpu_started
    report = validate(question.problem, question.plan_of(sequences))
    broken: Counter[str] = Counter()
    for violation in report.hard_violations:
        broken[violation.rule.code] += violation.amount
    return Run(
        **asdict(job),
        version=version(engine.package),
        problem_digest=question.problem.digest,
        visits=question.num_visits,
        shifts=question.num_shifts,
        served=report.num_planned,
        travel_minutes=report.amount_of(RuleId.TRAVEL),
        broken=dict(broken),
        search_seconds=round(search_seconds, 2),
        cpu_seconds=round(cpu_seconds, 2),
    )


def run_apart(job: Job, *, core: int) -> Run:
    """Run a job in a process of its own on one core; one that dies or hangs is a run with a fault."""
    command = [sys.executable, "-m", "benchmarks.peers", "once", json.dumps(asdict(job)), "--core", str(core)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - this program itself
            command, capture_output=True, text=True, timeout=job.seconds + PATIENCE_SECONDS, check=True, env=environment
        )
    except subprocess.TimeoutExpired:
        return Run(**asdict(job), fault=f"no answer {PATIENCE_SECONDS} seconds after its time")
    except subprocess.CalledProcessError as died:
        last_words = died.stderr.strip().splitlines()[-1:] or [""]
        return Run(**asdict(job), fault=f"exit code {died.returncode} {last_words[0]}".strip())
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def read_runs(folder: Path) -> list[Run]:
    """The runs of a folder, in the order made; none where there is no file."""
    path = folder / RUNS_FILE
    return [Run(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def add_run(folder: Path, run: Run) -> None:
    """Keep one run."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RUNS_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run)) + "\n")
