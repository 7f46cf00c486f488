"""The rows that are not invented: bases, teams and practices of the demonstration county, skills and employers."""

from collections.abc import Iterator

from data.oxfordshire.facts import TeamLine, practices_by_team, sites
from data.reference.catalogue import organisations, skills
from scheduler.io.tables.rows import BaseRow, LocationRow, OrganisationRow, PracticeRow, Row, SkillRow, TeamRow
from scheduler.model.place import LocationKind

_BASE_TELEPHONE, _TEAM_TELEPHONE = "01632 960000", "01632 960001"
"""From Ofcom's range for drama: no real base is rung."""


def reference_rows() -> Iterator[Row]:
    """Employers and skills, which every part of the county shares."""
    for organisation in organisations():
        yield OrganisationRow(
            organisation_id=organisation.organisation_id, name=organisation.name, kind=organisation.kind
        )
    for skill in skills():
        yield SkillRow(
            skill_id=skill.skill_id,
            name=skill.name,
            is_registered=skill.is_registered,
            is_delegable=skill.is_delegable,
        )


def base_rows(site_id: str) -> Iterator[Row]:
    """A site as a base, with its location."""
    site = sites()[site_id]
    yield LocationRow(
        location_id=site_id,
        kind=LocationKind.BASE,
        latitude=site.latitude,
        longitude=site.longitude,
        address=f"{site.name}, {site.settlement}",
        area=site.settlement,
    )
    yield BaseRow(base_id=site_id, name=site.name, location_id=site_id, telephone=_BASE_TELEPHONE)


def team_rows(team: TeamLine) -> Iterator[Row]:
    """A team and its practices, with their locations."""
    yield TeamRow(
        team_id=team.team_id,
        name=team.name,
        locality_id=team.locality_id,
        base_id=team.site_id,
        telephone=_TEAM_TELEPHONE,
    )
    for practice in practices_by_team()[team.team_id]:
        location_id = f"practice-{practice.ods_code}"
        yield LocationRow(
            location_id=location_id,
            kind=LocationKind.PRACTICE,
            latitude=practice.latitude,
            longitude=practice.longitude,
            address=practice.name,
            area=practice.name,
        )
        yield PracticeRow(
            ods_code=practice.ods_code,
            name=practice.name,
            location_id=location_id,
            team_id=team.team_id,
            list_size=practice.list_size,
            share_over_65=practice.share_over_65,
        )
