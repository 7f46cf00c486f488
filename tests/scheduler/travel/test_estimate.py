from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from geopy.distance import geodesic

from scheduler.errors import InvalidNounError
from scheduler.model.place import Location, LocationId, LocationKind
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import TravelMode
from scheduler.travel.detour import RURAL_ENGLAND
from scheduler.travel.estimate import FREE_FLOW, EstimatedTravel, TravelParameters, straight_metres
from scheduler.travel.provider import EVERY_LAYER
from scheduler.units import Minutes
from tests.patience import answered_in_seconds

CAR_BY_DAY = TravelLayer(TravelMode.CAR, TrafficPeriod.DAY)
METRES_PER_DEGREE_NORTH = 111_418  # of `straight_metres`


def a_place(name: str, latitude: float, longitude: float = -1.4) -> Location:
    return Location(LocationId(name), LocationKind.HOME, latitude, longitude)


def metres_north(metres: float) -> Location:
    return a_place(f"north {metres}", 51.7 + metres / METRES_PER_DEGREE_NORTH)


def scattered(count: int) -> list[Location]:
    random = np.random.default_rng(7)
    positions = zip(random.uniform(51.45, 52.17, count), random.uniform(-1.72, -0.87, count), strict=True)
    return [a_place(f"p{number}", float(north), float(east)) for number, (north, east) in enumerate(positions)]


def test_straight_lines_agree_with_the_geodesic_within_half_a_percent() -> None:
    places = scattered(40)

    found = straight_metres(places, places)

    for row, origin in enumerate(places):
        for column, destination in enumerate(places):
            truth = geodesic((origin.latitude, origin.longitude), (destination.latitude, destination.longitude)).meters
            assert found[row, column] == pytest.approx(truth, rel=0.005)


def test_minutes_are_road_time_in_traffic_plus_access_rounded_up() -> None:
    places = [metres_north(0), metres_north(7944)]
    apart = straight_metres(places, places)[0, 1]

    matrix = EstimatedTravel()(places, [CAR_BY_DAY])

    driving = apart * 1.343 / 14.107 / 60 * TravelParameters().traffic_factor(CAR_BY_DAY)
    assert matrix.minutes[CAR_BY_DAY][0, 1] == np.ceil(driving + 4) == matrix.minutes[CAR_BY_DAY][1, 0]
    assert matrix.metres[TravelMode.CAR][0, 1] == pytest.approx(7944 * 1.343, rel=0.001)
    assert not np.diagonal(matrix.minutes[CAR_BY_DAY]).any()


def test_two_places_in_one_building_are_no_way_apart_but_the_house_next_door_costs_access() -> None:
    places = [metres_north(0), metres_north(24.9), metres_north(25.1)]

    matrix = EstimatedTravel()(places, EVERY_LAYER)

    for layer in EVERY_LAYER:
        access = TravelParameters().access_minutes[layer.mode]
        assert matrix.minutes[layer][0, 1] == 0
        assert access < matrix.minutes[layer][0, 2] <= access + 1
        assert matrix.metres[layer.mode][0, 1] == 0 < matrix.metres[layer.mode][0, 2]


def test_a_place_known_by_two_ids_is_one_building() -> None:
    places = [a_place("flat 1", 51.7), a_place("flat 2", 51.7)]

    assert not EstimatedTravel()(places, [CAR_BY_DAY]).minutes[CAR_BY_DAY].any()


def test_traffic_is_the_mean_over_the_hours_of_the_period() -> None:
    by_hour = tuple(2.0 if 6 <= hour < 18 else 3.0 if 18 <= hour < 23 else 4.0 for hour in range(24))
    parameters = TravelParameters(traffic_by_hour={TravelMode.CAR: by_hour})

    factors = [parameters.traffic_factor(TravelLayer(TravelMode.CAR, period)) for period in TrafficPeriod]

    assert factors == [2.0, 3.0, 4.0]


def test_driving_by_day_is_slower_than_at_night_and_walking_is_not() -> None:
    places = [metres_north(0), metres_north(9000)]

    matrix = EstimatedTravel()(places, EVERY_LAYER)

    def minutes(mode: TravelMode, period: TrafficPeriod) -> int:
        return int(matrix.minutes[TravelLayer(mode, period)][0, 1])

    assert minutes(TravelMode.CAR, TrafficPeriod.DAY) > minutes(TravelMode.CAR, TrafficPeriod.NIGHT)
    assert minutes(TravelMode.FOOT, TrafficPeriod.DAY) == minutes(TravelMode.FOOT, TrafficPeriod.NIGHT)
    assert minutes(TravelMode.BICYCLE, TrafficPeriod.DAY) > minutes(TravelMode.CAR, TrafficPeriod.DAY)


def test_a_service_may_put_its_own_access_minutes() -> None:
    places = [metres_north(0), metres_north(5000)]
    plain = TravelParameters()
    slower = replace(plain, access_minutes={**plain.access_minutes, TravelMode.CAR: Minutes(9)})

    difference = (
        EstimatedTravel(slower)(places, [CAR_BY_DAY]).minutes[CAR_BY_DAY]
        - EstimatedTravel(plain)(places, [CAR_BY_DAY]).minutes[CAR_BY_DAY]
    )

    assert difference.tolist() == [[0, 5], [5, 0]]


def test_the_source_names_the_fit_and_the_assumptions_in_one_line() -> None:
    source = EstimatedTravel()([metres_north(0)], EVERY_LAYER).source

    for words in ("OSRM 26.10", "OpenStreetMap", "ODbL", "car 4, bicycle 2, foot 1", "25 m", "rounded up"):
        assert words in source
    assert "\n" not in source


def test_no_places_give_an_empty_matrix() -> None:
    assert EstimatedTravel()([], [CAR_BY_DAY]).minutes[CAR_BY_DAY].shape == (0, 0)


def test_rows_computed_apart_are_the_rows_computed_together() -> None:
    places = scattered(300)

    matrix = EstimatedTravel()(places, [CAR_BY_DAY])

    road = RURAL_ENGLAND[TravelMode.CAR].road_metres(straight_metres(places, places))
    assert (matrix.metres[TravelMode.CAR] == np.rint(road)).all()


def test_two_thousand_places_take_seconds() -> None:
    places = scattered(2000)

    with answered_in_seconds():
        matrix = EstimatedTravel()(places, [CAR_BY_DAY, TravelLayer(TravelMode.CAR, TrafficPeriod.EVENING)])

    assert matrix.minutes[CAR_BY_DAY].shape == (2000, 2000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"traffic_by_hour": {TravelMode.CAR: FREE_FLOW[:23]}},
        {"traffic_by_hour": {TravelMode.CAR: (0.0,) * 24}},
        {"access_minutes": {TravelMode.CAR: Minutes(-1)}},
    ],
)
def test_parameters_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidNounError):
        TravelParameters(**wrong)
