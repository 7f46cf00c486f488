"""No rule is forgotten: each has an entry in the catalogue, a check, and a spoiler."""

from importlib import import_module
from pathlib import Path

import scheduler.validation.checks
from scheduler.rules import CATALOGUE, RuleId
from scheduler.validation.checks import CHECKS
from tests.agreement.spoilers import SPOILERS

FAMILIES = sorted(
    path.stem for path in Path(scheduler.validation.checks.__path__[0]).glob("*.py") if path.stem != "__init__"
)


def test_every_rule_is_in_the_catalogue_and_in_the_checks_in_the_same_order() -> None:
    assert list(CATALOGUE) == list(RuleId)
    assert list(CHECKS) == list(RuleId)


def test_every_check_of_every_family_is_used_and_none_by_two_rules() -> None:
    of_families = [check for family in FAMILIES for check in _checks_of(family)]

    assert len(set(of_families)) == len(of_families) == len(RuleId)
    assert set(of_families) == set(CHECKS.values())


def test_every_rule_has_a_spoiler() -> None:
    assert {spoiler.rule for spoiler in SPOILERS} == set(RuleId)


def _checks_of(family: str) -> list[object]:
    return list(import_module(f"scheduler.validation.checks.{family}").CHECKS.values())
