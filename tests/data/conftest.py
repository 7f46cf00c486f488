"""The generated county and West of one weekday, drawn once for all tests here."""

from datetime import date

import pytest

from data.synthetic.generator import County, generate_county

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def county() -> County:
    return generate_county(1, day=MONDAY)


@pytest.fixture(scope="session")
def west() -> County:
    return generate_county(1, day=MONDAY, localities=["West"])
