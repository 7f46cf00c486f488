"""A small lawful data folder as text, to be changed line by line: two localities, two teams, three staff, four visits."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from scheduler.model.place import Location
from scheduler.model.travel_matrix import TravelLayer, TravelMatrix

DAY = "2026-11-23"

LAWFUL: Mapping[str, Sequence[str]] = {
    "localities": ("locality_id,name", "west,West", "north,North"),
    "locations": (
        "location_id,kind,latitude,longitude",
        "base,base,51.78,-1.48",
        "h1,home,51.79,-1.50",
        "h2,home,51.80,-1.52",
        "h3,care_home,52.05,-1.33",
        "h4,home,51.81,-1.53",
    ),
    "bases": ("base_id,name,location_id", "b1,Base,base"),
    "teams": ("team_id,name,locality_id,base_id", "west-1,Witney,west,b1", "north-1,Banbury,north,b1"),
    "practices": (
        "ods_code,name,location_id,team_id",
        *(f"K8400{n},Practice {n},base,{'west-1' if n < 5 else 'north-1'}" for n in range(1, 9)),
    ),
    "organisations": ("organisation_id,name,kind", "trust,Trust,community_health"),
    "skills": ("skill_id,name,is_registered,is_delegable", "insulin,Insulin,true,true", "wound,Wound care,true,false"),
    "staff": (
        "staff_id,name,organisation_id,role,band,is_registered,team_ids",
        "s1,Ada,trust,community_nurse,5,true,west-1",
        "s2,Ben,trust,healthcare_assistant,3,false,west-1",
        "s3,Cas,trust,community_nurse,6,true,north-1",
    ),
    "staff_skills": (
        "staff_id,skill_id,expires_on",
        "s1,insulin,2027-03-31",
        "s1,wound,",
        "s2,insulin,",
        "s3,wound,",
    ),
    "shifts": (
        "shift_id,staff_id,starts_at,ends_at,start_location_id,end_location_id,break_minutes,break_from,break_to",
        f"d1,s1,{DAY}T08:00,{DAY}T16:00,base,base,30,{DAY}T11:00,{DAY}T14:00",
        f"d2,s2,{DAY}T08:00,{DAY}T16:00,base,base,30,{DAY}T11:00,{DAY}T14:00",
        f"d3,s3,{DAY}T09:00,{DAY}T17:00,base,base,30,{DAY}T11:00,{DAY}T14:00",
    ),
    "events": ("shift_id,name,starts_at,ends_at,location_id", f"d1,Handover,{DAY}T13:00,{DAY}T13:30,base"),
    "patients": (
        "patient_id,name,nhs_number,location_id,ods_code,named_staff_id",
        "p1,Pat One,999 000 0018,h1,K84001,s1",
        "p2,Pat Two,9990000026,h2,K84001,",
        "p3,Pat Three,9990000034,h3,K84005,s1",
    ),
    "visits": (
        "visit_id,patient_id,organisation_id,service,visit_type,duration_minutes,level_of_care,due_on,latest_on,is_remote",
        "v1,p1,trust,nursing,insulin,20,4,,,",
        "v2,p1,trust,nursing,insulin,20,4,,,",
        f"v3,p2,trust,nursing,wound,30,2,{DAY},2026-11-24,true",
        "v4,p3,trust,nursing,wound,30,2,,,",
    ),
    "visit_windows": (
        "visit_id,earliest_start,latest_start",
        f"v1,{DAY}T08:00,{DAY}T10:00",
        f"v2,{DAY}T14:00,{DAY}T15:30",
        f"v3,{DAY}T08:00,{DAY}T09:00",
        f"v3,{DAY}T14:00,{DAY}T15:00",
        f"v4,{DAY}T09:00,{DAY}T16:00",
    ),
    "visit_attendances": (
        "visit_id,attendance,skill_ids,minimum_band",
        "v1,1,insulin,3",
        "v4,1,wound,5",
        "v4,2,,0",
    ),
    "visit_links": (
        "first_visit_id,second_visit_id,gap_least_minutes,gap_most_minutes",
        "v1,v2,300,450",
        "v1,v4,0,600",
    ),
    "delegations": ("patient_id,staff_id,skill_id,reviewed_on", "p1,s2,insulin,2026-11-10"),
    "care_history": ("patient_id,staff_id,num_visits", "p1,s1,3", "p2,s3,1"),
    "pins": ("visit_id,attendance,shift_id,starts_at", f"v4,2,d3,{DAY}T10:00", "v1,,d1,"),
    "policy": ("setting,value", "weight.travel,12", "limit.rest_minutes,600", "pools_across_organisations,0"),
}


def a_folder(path: Path, **changes: Sequence[str]) -> Path:
    """The lawful folder, some of its tables replaced by other lines."""
    path.mkdir(parents=True, exist_ok=True)
    for table, lines in {**LAWFUL, **changes}.items():
        (path / f"{table}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return path


def with_lines(table: str, *lines: str) -> dict[str, Sequence[str]]:
    """A table of the lawful folder with lines added at its end."""
    return {table: (*LAWFUL[table], *lines)}


def with_cell(table: str, line: int, column: str, text: str) -> dict[str, Sequence[str]]:
    """A table of the lawful folder with the text of one cell changed, or a column added for it."""
    rows = [row.split(",") for row in LAWFUL[table]]
    if column not in rows[0]:
        rows = [[*row, "" if number else column] for number, row in enumerate(rows)]
    rows[line - 1][rows[0].index(column)] = text
    return {table: [",".join(row) for row in rows]}


def nowhere_far(locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
    """A travel provider for which every place is next door."""
    nothing = np.zeros((len(locations), len(locations)), dtype=np.int32)
    ids = tuple(location.id for location in locations)
    return TravelMatrix(ids, dict.fromkeys(layers, nothing), {layer.mode: nothing for layer in layers}, "next door")
