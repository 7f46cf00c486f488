"""When a solver stops: its budget is used up, or somebody asked it to. The clock is read here and nowhere else."""

import threading
import time
from dataclasses import dataclass, field

from scheduler.errors import InvalidNounError


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a solver may go on: seconds, iterations, or whichever ends first."""

    seconds: float | None = None
    iterations: int | None = None
    """With iterations alone, one worker and one seed the result is the same on any machine."""
    stops_on_plateau: bool = False
    """Whether to end before the seconds are used up, once a longer search no longer finds more than a shorter one."""

    def __post_init__(self) -> None:
        if self.seconds is None and self.iterations is None:
            raise InvalidNounError("budget has neither seconds nor iterations, expected at least one")
        if (self.seconds is not None and self.seconds < 0) or (self.iterations is not None and self.iterations < 0):
            raise InvalidNounError(
                f"budget is {self.seconds} seconds, {self.iterations} iterations, expected 0 or more"
            )


@dataclass
class Stopwatch:
    """Counts down one budget; `stop()` from any thread ends it early and keeps the best plan."""

    budget: Budget
    cancelled: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=time.monotonic)

    def stop(self) -> None:
        """Ask whoever holds this watch to finish."""
        self.cancelled.set()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def seconds_left(self) -> float:
        """Seconds until the budget ends; infinite where only iterations count."""
        return float("inf") if self.budget.seconds is None else max(0.0, self.budget.seconds - self.seconds)

    def share_used(self, iterations: int) -> float:
        """Fraction of the budget used, 0 to 1, by the clock or by iterations, whichever is further on."""
        by_clock = self.seconds / self.budget.seconds if self.budget.seconds else float(self.budget.seconds == 0)
        by_count = iterations / self.budget.iterations if self.budget.iterations else float(self.budget.iterations == 0)
        return min(1.0, max(by_clock, by_count))

    def is_over(self, iterations: int = 0) -> bool:
        """Whether to finish now."""
        return self.cancelled.is_set() or self.share_used(iterations) >= 1.0
