"""The county as typed lines: practices, borders, sites, small areas, and the teams laid over them.

Source, licence and what was rounded stand in data/README.md.
"""

from functools import cache
from pathlib import Path

from data.csv_rows import Line, read_lines

_HERE = Path(__file__).parent


class LocalityLine(Line):
    """A part of the county."""

    locality_id: str
    name: str


class PracticeLine(Line):
    """A GP practice: degrees WGS 84, registered patients, fraction of them aged 65 or over."""

    ods_code: str
    name: str
    locality_id: str
    latitude: float
    longitude: float
    list_size: int
    share_over_65: float
    locality_inferred_from: str

    @property
    def num_over_65(self) -> float:
        """Registered patients aged 65 or over, a fraction because the share is rounded."""
        return self.list_size * self.share_over_65


class BorderLine(Line):
    """Two practices whose catchments meet, or that share a site (under 400 metres apart)."""

    first_ods_code: str
    second_ods_code: str
    num_border_pairs: int
    is_same_site: bool


class SiteLine(Line):
    """A hospital or health centre that may be a team's base."""

    site_id: str
    name: str
    kind: str
    settlement: str
    latitude: float
    longitude: float
    address_known_from: str


class SmallAreaLine(Line):
    """About 1,700 residents around a point rounded to three decimals (about 100 metres)."""

    small_area_id: str
    latitude: float
    longitude: float
    settlement: str
    population: int
    population_over_65: int


class TeamLine(Line):
    """A neighbourhood team of the demonstration county, and the site it works from."""

    team_id: str
    name: str
    locality_id: str
    site_id: str
    travel: str
    """`rural` or `city`."""


class TeamPracticeLine(Line):
    """Which team a practice belongs to."""

    ods_code: str
    team_id: str


@cache
def localities() -> tuple[LocalityLine, ...]:
    """The six localities."""
    return read_lines(_HERE / "localities.csv", LocalityLine)


@cache
def practices() -> dict[str, PracticeLine]:
    """Practices by ODS code."""
    return {line.ods_code: line for line in read_lines(_HERE / "practices.csv", PracticeLine)}


@cache
def borders() -> tuple[BorderLine, ...]:
    """Which practices are neighbours."""
    return read_lines(_HERE / "practice_borders.csv", BorderLine)


@cache
def sites() -> dict[str, SiteLine]:
    """Candidate bases by id."""
    return {line.site_id: line for line in read_lines(_HERE / "sites.csv", SiteLine)}


@cache
def small_areas() -> tuple[SmallAreaLine, ...]:
    """Where people live."""
    return read_lines(_HERE / "small_areas.csv", SmallAreaLine)


@cache
def teams() -> tuple[TeamLine, ...]:
    """Every team, ordered by id."""
    return read_lines(_HERE / "teams.csv", TeamLine)


@cache
def practices_by_team() -> dict[str, tuple[PracticeLine, ...]]:
    """Each team's practices, ordered by ODS code."""
    lines = read_lines(_HERE / "team_practices.csv", TeamPracticeLine)
    return {
        team.team_id: tuple(practices()[line.ods_code] for line in lines if line.team_id == team.team_id)
        for team in teams()
    }
