"""The smallest step that breaks a rule: the judge names that rule alone, by exactly that amount."""

from dataclasses import replace

import pytest

from scheduler.rules import CATALOGUE, RuleId, RuleKind
from scheduler.validation import validate
from tests.agreement.spoilers import SPOILERS, Spoiler


@pytest.mark.parametrize("spoiler", SPOILERS, ids=str)
def test_the_judge_names_the_spoiled_rule_alone_and_by_that_amount(spoiler: Spoiler) -> None:
    before = validate(spoiler.problem, spoiler.lawful)
    after = validate(spoiler.problem, spoiler.spoiled)

    moved = {rule: after.amount_of(rule) - before.amount_of(rule) for rule in RuleId}
    is_hard = CATALOGUE[spoiler.rule].kind is RuleKind.HARD
    assert before.is_lawful, before.hard_violations
    assert {rule: amount for rule, amount in moved.items() if amount} == spoiler.moves
    assert {found.rule for found in after.hard_violations} == ({spoiler.rule} if is_hard else set())
    assert spoiler.moves[spoiler.rule] > 0


@pytest.mark.parametrize("spoiler", SPOILERS, ids=str)
def test_the_judge_says_in_a_sentence_what_was_spoiled_with_ids_and_without_names(spoiler: Spoiler) -> None:
    problem = replace(
        spoiler.problem,
        patients=tuple(replace(patient, name="Somebody Private") for patient in spoiler.problem.patients),
        staff=tuple(replace(member, name="Somebody Private") for member in spoiler.problem.staff),
    )

    found = [item for item in validate(problem, spoiler.spoiled).violations if item.rule is spoiler.rule]

    known = [*problem.visit_by_id, *problem.shift_by_id, *problem.staff_by_id, *problem.patient_by_id]
    for violation in found:
        assert violation.says[0].isupper()
        assert violation.says.endswith(".")
        assert any(identifier in violation.says for identifier in known)
        assert "Private" not in violation.says
