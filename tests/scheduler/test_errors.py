import pytest

from scheduler.errors import InputError, InvalidProblemError


@pytest.mark.parametrize(("faults", "opening"), [(["a"], "1 fault in the"), (["a", "b"], "2 faults in the")])
def test_faults_are_counted_as_one_or_as_several(faults: list[str], opening: str) -> None:
    assert str(InputError(faults)).startswith(opening)
    assert str(InvalidProblemError(faults)).startswith(opening)
