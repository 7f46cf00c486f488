import numpy as np
import pytest

from scheduler.errors import InvalidNounError
from scheduler.model.workforce import TravelMode
from scheduler.travel.detour import RURAL_ENGLAND, DetourCurve

CURVE = DetourCurve((1000.0, 2000.0), (2.0, 1.0), (10.0, 20.0))


def test_between_two_knots_detour_and_speed_are_interpolated() -> None:
    road = CURVE.road_metres(np.array([1500.0]))
    minutes = CURVE.road_minutes(np.array([1500.0]))

    assert road == pytest.approx([1500 * 1.5])
    assert minutes == pytest.approx([1500 * 1.5 / 15 / 60])


def test_beyond_the_last_knot_and_before_the_first_the_figures_stay() -> None:
    assert CURVE.road_metres(np.array([500.0, 4000.0])) == pytest.approx([1000.0, 4000.0])
    assert CURVE.road_minutes(np.array([500.0, 4000.0])) == pytest.approx([1000 / 10 / 60, 4000 / 20 / 60])


@pytest.mark.parametrize("mode", TravelMode)
def test_farther_never_takes_less_time_by_the_fitted_curves(mode: TravelMode) -> None:
    minutes = RURAL_ENGLAND[mode].road_minutes(np.arange(0.0, 40_000.0, 10.0))

    assert (np.diff(minutes) > 0).all()


def test_a_drive_of_some_kilometres_takes_what_the_fit_says() -> None:
    minutes = RURAL_ENGLAND[TravelMode.CAR].road_minutes(np.array([7944.0]))

    assert minutes == pytest.approx([7944 * 1.343 / 14.107 / 60])


@pytest.mark.parametrize(
    ("knots", "factors", "speeds"),
    [
        ((), (), ()),
        ((1.0,), (1.5, 1.4), (10.0,)),
        ((2.0, 1.0), (1.5, 1.4), (10.0, 11.0)),
        ((1.0,), (0.99,), (10.0,)),
        ((1.0,), (1.5,), (0.0,)),
    ],
)
def test_a_curve_that_cannot_be_is_refused(
    knots: tuple[float, ...], factors: tuple[float, ...], speeds: tuple[float, ...]
) -> None:
    with pytest.raises(InvalidNounError):
        DetourCurve(knots, factors, speeds)
