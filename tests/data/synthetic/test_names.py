import nhs_number
import pytest

from data.synthetic.names import has_nhs_number, landline, mobile
from data.synthetic.names import nhs_number as number_of
from scheduler.draw import Draw


def test_nhs_numbers_come_from_the_range_that_is_never_issued_with_a_right_check_digit() -> None:
    numbers = [number_of(serial) for serial in range(2_000) if has_nhs_number(serial)]

    assert all(number.startswith("999") and nhs_number.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_serial_without_a_check_digit_has_no_number() -> None:
    without = [serial for serial in range(100) if not has_nhs_number(serial)]

    assert without
    assert all(len(number_of(serial)) == 11 for serial in without)


@pytest.mark.parametrize("seed", range(5))
def test_telephones_ring_nowhere(seed: int) -> None:
    draw = Draw(seed)

    for _ in range(50):
        assert "01632 960000" <= landline(draw) <= "01632 960999"
        assert "07700 900000" <= mobile(draw) <= "07700 900999"
