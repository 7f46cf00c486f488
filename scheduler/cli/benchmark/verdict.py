"""What the judge says of a solution file, on screen: hard violations, cost, and the cost of each rule."""

from fractions import Fraction

from benchmarks.harness.measure import Judged
from scheduler.cli.rim import OUT, counted
from scheduler.rules import CATALOGUE, RuleUnit
from scheduler.validation.violation import Violation


def print_verdict(judged: Judged) -> None:
    """Print the number of hard violations, each on a line, then the cost and what it is made of."""
    found = judged.report.hard_violations
    OUT.print(counted(len(found), "hard violations"), style=f"bold {'red' if found else 'green'}")
    for violation in found:
        OUT.print(_in_words(violation, judged.instance.scale), markup=False)
    OUT.print(f"cost {float(judged.cost):,.3f}")
    for rule, cost in judged.cost_by_rule().items():
        OUT.print(f"  {rule.code} {float(cost):,.3f}")


def _in_words(violation: Violation, scale: int) -> str:
    """A violation by its rule: instances count time in steps of their own, so the judge's clock times would mislead."""
    who = ", ".join(part for part in (violation.staff_id, violation.visit_id) if part)
    rule = CATALOGUE[violation.rule]
    amount = Fraction(violation.amount, scale if rule.unit is RuleUnit.MINUTES else 1)
    by = counted(int(amount), rule.unit) if amount.denominator == 1 else f"{float(amount):,} {rule.unit}"
    return f"{violation.rule.code} ({who}) by {by}: {rule.sentence}"
