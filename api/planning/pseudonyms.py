"""What keeps patients and visits out of what planners are told where words of an error might name one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.errors import InputError, InvalidNounError
from scheduler.model.problem import Problem
from scheduler.scenarios.task import Failed, Outcome

WITHHELD = "(withheld)"
_WORD = re.compile(r"[^\s,;:()]+")


def without_people(outcome: Outcome, problem: Problem) -> Outcome:
    """An outcome that names no patient and no visit of the problem that it was planned on."""
    if not isinstance(outcome, Failed):
        return outcome
    ids = {*problem.visit_by_id, *problem.patient_by_id}

    def told(found: re.Match[str]) -> str:
        # Visits and patients that a scenario adds are called after those they are modelled on.
        return WITHHELD if found[0].strip(".'\"").partition(".more")[0] in ids else found[0]

    return outcome.model_copy(update={"error": _WORD.sub(told, outcome.error)})


@contextmanager
def naming_nobody() -> Iterator[None]:
    """Data that do not hold together are told of without saying where: that names visits."""
    try:
        yield
    except InvalidNounError as error:
        raise InputError(["the data of these days do not hold together; a run of the same days says where"]) from error
