"""Localities, teams, practices, patients, care plans and care history as they are told and changed."""

from datetime import date, datetime

from pydantic import Field

from api.shapes import Incoming, Outgoing, Paging
from scheduler.io.tables.cells import Day, Id, NhsNumber, Text
from scheduler.model.demand import RiskFlag
from scheduler.model.workforce import Gender

WITHHELD = Field(
    default=(), description="Fields that are null because the caller may not see them.", examples=[["nhs_number"]]
)


class LocalityPart(Outgoing):
    """A part of the county with its own coordinators."""

    locality_id: str = Field(examples=["west"])
    name: str = Field(examples=["West"])


class TeamPart(Outgoing):
    """A neighbourhood team."""

    team_id: str = Field(examples=["west-1"])
    name: str = Field(examples=["Witney"])
    locality_id: str = Field(examples=["west"])
    base_id: str = Field(examples=["witney"])
    telephone: str = Field(examples=["01632 960002"])


class PracticePart(Outgoing):
    """A GP practice and the team it belongs to."""

    ods_code: str = Field(examples=["K84017"])
    name: str = Field(examples=["Windrush Medical Practice"])
    team_id: str = Field(examples=["west-1"])
    list_size: int = Field(description="Registered patients.", examples=[17321])
    share_over_65: float = Field(description="Of the list, a fraction.", examples=[0.21])


class PatientPart(Outgoing):
    """A person who is visited, as far as the caller may see."""

    patient_id: str = Field(description="For planners, a pseudonym.", examples=["p-0001"])
    ods_code: str = Field(examples=["K84017"])
    team_id: str = Field(examples=["west-1"])
    name: str | None = Field(description="For volunteers, the first name.", examples=["Bea Example"])
    nhs_number: str | None = Field(examples=["9990000018"])
    gender: Gender | None = Field(examples=["female"])
    telephone: str | None = Field(examples=["01632 960101"])
    address: str | None = Field(examples=["3 Mill Lane, Witney"])
    access_notes: str | None = Field(examples=["Key safe by the side door"])
    latitude: float | None = Field(description="Degrees; two decimals for planners.", examples=[51.7834])
    longitude: float | None = Field(description="Degrees; two decimals for planners.", examples=[-1.4852])
    gender_required: Gender | None = Field(examples=[None])
    gender_preferred: Gender | None = Field(examples=[None])
    risk_flag: RiskFlag | None = Field(examples=["none"])
    named_staff_id: str | None = Field(examples=["s-014"])
    preferred_staff_ids: tuple[str, ...] | None = Field(examples=[["s-014"]])
    excluded_staff_ids: tuple[str, ...] | None = Field(examples=[[]])
    version: int = Field(examples=[1])
    withheld: tuple[str, ...] = WITHHELD


class PatientFilter(Paging):
    """Which patients are asked for."""

    team_id: Id | None = Field(default=None, description="Those whom this team answers for.", examples=["west-1"])
    ods_code: Id | None = Field(default=None, description="Those registered here.", examples=["K84017"])


class PatientSearch(Incoming):
    """Who is looked for; in the body, because addresses of requests are written down in many places."""

    nhs_number: NhsNumber = Field(examples=["999 000 0018"])


class CarePlanPart(Outgoing):
    """The one plan of a person's care, for all who care."""

    patient_id: str = Field(examples=["p-0001"])
    goals: tuple[str, ...] = Field(examples=[["To walk to the shop again"]])
    lead_staff_id: str | None = Field(description="Who answers for the plan.", examples=["s-014"])
    review_on: date | None = Field(examples=["2026-12-14"])
    notes: str = Field(examples=["Daughter visits on Sundays"])
    changed_at: datetime | None = Field(description="None: nothing has been written yet.", examples=[None])
    version: int = Field(description="The number in the ETag; 0: nothing has been written yet.", examples=[0])


class CarePlanChange(Incoming):
    """What the plan says from now on."""

    goals: tuple[Text, ...] = Field(max_length=20, examples=[["To walk to the shop again"]])
    lead_staff_id: Id | None = Field(examples=["s-014"])
    review_on: Day | None = Field(examples=["2026-12-14"])
    notes: Text = Field(default="", examples=["Daughter visits on Sundays"])


class PastCarePart(Outgoing):
    """How often a staff member visited a patient in the last 28 days."""

    staff_id: str = Field(examples=["s-014"])
    num_visits: int = Field(examples=[6])
