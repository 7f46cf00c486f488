"""A small lawful day for tests of rosters: two nurses, a volunteer, six visits, and a plan by hand that makes them all."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.assembly import add_rows
from api.sharing import DataClass
from api.tables.accounts import SharingAgreementRecord
from scheduler.io.tables.reading import rows_in

DAY = "2026-11-23"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)

Routes = Mapping[str, Sequence[tuple[str, str, int]]]
PLAN: Routes = {
    "a": [("v1", "08:30", 1), ("v2", "09:30", 1), ("v3", "11:00", 1), ("v5", "14:30", 1)],
    "b": [("v3", "11:00", 2), ("v6", "13:00", 1)],
    "v": [("v4", "10:00", 1)],
}


def tables(day: str = DAY) -> dict[str, Sequence[str]]:
    """The tables as text, header first."""
    return {
        "localities": ("locality_id,name", "west,West", "north,North"),
        "locations": (
            "location_id,kind,latitude,longitude,address,area,access_notes",
            'base,base,51.785,-1.485,"Windrush Base, Witney",Witney,',
            'h1,home,51.786,-1.486,"1 Mill Lane, Witney",Witney,Key safe by the door',
            'h2,home,51.787,-1.487,"2 Mill Lane, Witney",Witney,',
            'h3,home,51.788,-1.488,"3 Mill Lane, Witney",Witney,',
            'h4,home,51.789,-1.489,"4 Mill Lane, Witney",Witney,Ring twice',
        ),
        "bases": ("base_id,name,location_id,telephone", "b1,Windrush Base,base,01993 555000"),
        "teams": ("team_id,name,locality_id,base_id", "W1,Witney,west,b1", "N1,Banbury,north,b1"),
        "practices": ("ods_code,name,location_id,team_id", "K84001,Mill Lane,base,W1", "K84002,Banbury,base,N1"),
        "organisations": (
            "organisation_id,name,kind",
            "trust,The trust,community_health",
            "council,The council,social_care",
            "charity,The charity,voluntary",
        ),
        "skills": ("skill_id,name", "insulin,Insulin"),
        "staff": (
            "staff_id,name,organisation_id,role,band,is_registered,team_ids",
            "ann,Ann Fletcher,trust,community_nurse,6,true,W1",
            "ben,Ben Okoro,council,social_worker,5,true,W1",
            "vera,Vera Lis,charity,volunteer,0,false,W1",
            "nora,Nora North,trust,community_nurse,5,true,N1",
        ),
        "staff_skills": ("staff_id,skill_id,expires_on", "ann,insulin,"),
        "shifts": (
            "shift_id,staff_id,starts_at,ends_at,start_location_id,end_location_id",
            f"a,ann,{day}T08:00,{day}T16:00,base,base",
            f"b,ben,{day}T08:00,{day}T16:00,base,base",
            f"v,vera,{day}T09:00,{day}T16:00,base,base",
        ),
        "patients": (
            "patient_id,name,nhs_number,location_id,ods_code,telephone",
            "p1,Mrs Edna Marsh,9990000018,h1,K84001,01993 555101",
            "p2,Albert Quill,9990000026,h2,K84001,01993 555102",
            "p3,Joan Sparrow,9990000034,h3,K84001,01993 555103",
            "p4,Ivy Thorn,9990000042,h4,K84001,01993 555104",
        ),
        "visits": (
            "visit_id,patient_id,organisation_id,service,visit_type,duration_minutes,level_of_care,is_must_serve,is_time_critical,what_to_do",
            "v1,p1,trust,nursing,insulin,20,4,true,true,Insulin as charted",
            "v2,p2,trust,nursing,wound,30,2,,,Dressing of the heel",
            "v3,p3,trust,nursing,turning,30,3,,,Turn with two",
            "v4,p4,charity,voluntary,befriending,60,1,,,Tea and a walk",
            "v5,p1,trust,nursing,insulin,20,4,true,,Insulin as charted",
            "v6,p2,trust,nursing,review,30,1,,,Review",
        ),
        "visit_windows": (
            "visit_id,earliest_start,latest_start",
            f"v1,{day}T08:00,{day}T10:00",
            f"v2,{day}T08:00,{day}T15:00",
            f"v3,{day}T10:00,{day}T14:00",
            f"v4,{day}T09:00,{day}T15:00",
            f"v5,{day}T14:00,{day}T15:30",
            f"v6,{day}T08:00,{day}T15:00",
        ),
        "visit_attendances": (
            "visit_id,attendance,skill_ids,minimum_band",
            "v1,1,insulin,0",
            "v3,1,,0",
            "v3,2,,0",
            "v5,1,insulin,0",
        ),
    }


def add_day(session: Session, day: Mapping[str, Sequence[str]] | None = None) -> None:
    """Put the day into a database; the trust sees everything of the team's patients, the council who they are alone."""
    files = {
        f"{table}.csv": "".join(f"{line}\n" for line in lines).encode() for table, lines in (day or tables()).items()
    }
    add_rows(session, rows_in(files).rows_by_table)
    shared = {"trust": list(DataClass), "council": [DataClass.IDENTITY]}
    for organisation_id, fields in shared.items():
        session.add(
            SharingAgreementRecord(
                organisation_id=organisation_id,
                team_id="W1",
                fields=[each.value for each in fields],
                first_on=date(2026, 1, 1),
                made_by="tests",
                made_at=NOW,
            )
        )


def a_plan(routes: Routes = PLAN, left_out: Sequence[Mapping[str, Any]] = (), *, day: str = DAY) -> dict[str, Any]:
    """A plan document made by hand."""
    return {
        "routes": [
            {
                "shift_id": shift,
                "stops": [
                    {"visit_id": visit, "start": f"{day}T{start}", "attendance": attendance}
                    for visit, start, attendance in stops
                ],
            }
            for shift, stops in routes.items()
        ],
        "left_out": list(left_out),
    }


def escalated(visit_id: str) -> dict[str, Any]:
    """A visit that waits for a decision."""
    return {"visit_id": visit_id, "outcome": "escalated", "reason": "Nobody has room."}
