"""The rules of home visits: what each is (`rule`) and the one definition of each (`catalogue`)."""

from scheduler.rules.catalogue import CATALOGUE, HARD_RULES, SOFT_RULES
from scheduler.rules.rule import Rule, RuleId, RuleKind, RuleUnit

__all__ = ["CATALOGUE", "HARD_RULES", "SOFT_RULES", "Rule", "RuleId", "RuleKind", "RuleUnit"]
