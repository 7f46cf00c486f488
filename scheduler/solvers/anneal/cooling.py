"""How hot a search is at which share of its budget: one long cooling, then two shorter ones from the best plan of all."""

import math
from dataclasses import dataclass

from scheduler.encoding.encode import Encoding

COLD_LEGS = 0.02
ROUNDS = ((0.6, 3.0), (0.85, 0.4), (1.0, 0.15))
"""[assumption] Until which share of the budget a round goes, and how hot it begins; temperatures in legs."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """One round: temperatures in points, geometric from hot to cold."""

    hot: float
    cold: float
    since: float = 0.0
    until: float = 1.0
    """Shares of the budget, 0 to 1, at which the round begins and ends."""

    def at(self, share_used: float) -> float:
        """Temperature after a share of the whole budget."""
        progress = (share_used - self.since) / (self.until - self.since)
        return self.hot * math.pow(self.cold / self.hot, min(1.0, max(0.0, progress)))


def rounds_for(encoding: Encoding) -> list[Cooling]:
    """Temperatures in proportion to what one ordinary leg of travel costs in this problem."""
    leg = encoding.points_of_a_leg
    since = 0.0
    rounds = []
    for until, hot_legs in ROUNDS:
        rounds.append(Cooling(hot_legs * leg, COLD_LEGS * leg, since, until))
        since = until
    return rounds
