"""Organisations, skills and staff members as they are told and changed."""

from datetime import date

from pydantic import Field

from api.shapes import Incoming, Outgoing, Paging
from scheduler.io.tables.cells import BandNumber, Day, Id, Text
from scheduler.model.workforce import Gender, OrganisationKind, Role


class OrganisationPart(Outgoing):
    """An employer."""

    organisation_id: str = Field(examples=["community-health"])
    name: str = Field(examples=["Community Health Trust"])
    kind: OrganisationKind = Field(examples=["community_health"])


class SkillPart(Outgoing):
    """A competence."""

    skill_id: str = Field(examples=["insulin"])
    name: str = Field(examples=["Insulin"])
    is_registered: bool = Field(description="Needs a registered professional, or a delegation.", examples=[True])
    is_delegable: bool = Field(description="May be delegated by name.", examples=[True])


class HeldSkillPart(Outgoing):
    """A skill that a staff member holds."""

    skill_id: str = Field(examples=["insulin"])
    expires_on: date | None = Field(description="The last day it may be used; none: for good.", examples=["2027-03-31"])


class StaffPart(Outgoing):
    """A staff member."""

    staff_id: str = Field(examples=["s-014"])
    name: str | None = Field(examples=["Ada Example"])
    organisation_id: str = Field(examples=["community-health"])
    role: Role = Field(examples=["community_nurse"])
    band: int = Field(description="Agenda for Change band; 0 outside the scale.", examples=[5])
    is_registered: bool = Field(examples=[True])
    team_ids: tuple[str, ...] = Field(description="Whose patients they may visit.", examples=[["west-1"]])
    gender: Gender | None = Field(description="Where a patient's requirement needs it.", examples=[None])
    telephone: str | None = Field(examples=["01632 960014"])
    skills: tuple[HeldSkillPart, ...] = Field(description="By id.")
    version: int = Field(description="The number in the ETag.", examples=[1])
    withheld: tuple[str, ...] = Field(default=(), description="Fields that are not shown to the caller.", examples=[[]])


class StaffChange(Incoming):
    """What changes of a staff member; what is left out stays."""

    name: Text | None = Field(default=None, min_length=1, examples=["Ada Example"])
    role: Role | None = Field(default=None, examples=["community_nurse"])
    band: BandNumber | None = Field(default=None, description="0 (outside the scale) or 2 to 8.", examples=[6])
    is_registered: bool | None = Field(default=None, examples=[True])
    team_ids: tuple[Id, ...] | None = Field(
        default=None,
        description="Teams of other localities can be neither added nor taken away.",
        examples=[["west-1"]],
    )
    telephone: Text | None = Field(default=None, examples=["01632 960014"])


class SkillHeld(Incoming):
    """Until when a skill may be used."""

    expires_on: Day | None = Field(
        description="The last day; a day gone by takes the skill away; null: for good.", examples=["2027-03-31"]
    )


class StaffFilter(Paging):
    """Which staff are asked for."""

    team_id: Id | None = Field(default=None, description="Those who serve this team.", examples=["west-1"])
    organisation_id: Id | None = Field(default=None, description="Those of this employer.")
    role: Role | None = Field(default=None, description="Those of this role.")
    skill_id: Id | None = Field(default=None, description="Those who hold this skill today.", examples=["insulin"])
