from data.oxfordshire.facts import practices, sites, small_areas
from data.synthetic.generator import County
from data.synthetic.homes import metres_between
from scheduler.io.tables.rows import LocationRow, PatientRow
from scheduler.model.place import LocationKind

# A small area's point is rounded to three decimals, so it lies up to 66 metres from the exact one.
ROUNDING_METRES = 66


def _homes(county: County) -> list[LocationRow]:
    rows = [row for row in county.rows[LocationRow] if isinstance(row, LocationRow)]
    return [row for row in rows if row.kind in (LocationKind.HOME, LocationKind.CARE_HOME)]


def test_no_home_lies_within_50_metres_of_a_small_areas_exact_point(county: County) -> None:
    for home in _homes(county):
        nearest = min(
            metres_between(home.latitude, home.longitude, area.latitude, area.longitude) for area in small_areas()
        )
        assert 50 + ROUNDING_METRES <= nearest <= 301, home.location_id


def test_no_home_stands_on_a_practice_or_site_whose_postcode_is_public(county: County) -> None:
    points = [(line.latitude, line.longitude) for line in (*practices().values(), *sites().values())]

    for home in _homes(county):
        assert min(metres_between(home.latitude, home.longitude, *point) for point in points) > 100, home.location_id


def test_about_22_percent_of_patients_live_in_care_homes_several_at_one_address(county: County) -> None:
    kind_by_id = {home.location_id: home.kind for home in _homes(county)}
    places = [row.location_id for row in county.rows[PatientRow] if isinstance(row, PatientRow)]
    in_care_homes = [place for place in places if kind_by_id[place] is LocationKind.CARE_HOME]

    assert 0.20 <= len(in_care_homes) / len(places) <= 0.25
    assert len(in_care_homes) / len(set(in_care_homes)) > 3


def test_every_home_has_an_area_that_does_not_say_the_house(county: County) -> None:
    for home in _homes(county):
        assert home.area
        if home.kind is LocationKind.HOME:
            house_number = home.address.split()[0]
            assert house_number.isdigit()
            assert home.area == home.address.removeprefix(f"{house_number} ")
