"""One folder with a fault of every kind: all are named at once, by file, line and column, and quickly."""

from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.tables.reading import read_folder
from tests.patience import answered_in_seconds
from tests.scheduler.io.tables.folders import DAY, LAWFUL, a_folder, with_lines

FAULTS = [
    "localities.csv:4: locality_id is 'west', expected no row with the locality_id of line 2",
    "localities.csv:5: locality_id is empty, expected an id of up to 64 letters, digits and . _ : -",
    "localities.csv:6: name is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…', expected text of up to 500 characters, none of them control characters",
    "localities.csv:7: column 3 is 'more', expected 2 cells, as in the header",
    "localities.csv:8: name is missing, expected 2 cells, as in the header",
    "locations.csv:7: latitude is '48.85', expected a latitude of Oxfordshire, 51.4 to 52.2",
    "locations.csv:7: longitude is '2.35', expected a longitude of Oxfordshire, -1.8 to -0.8",
    "locations.csv:8: kind is 'house', expected one of home, care_home, practice, base",
    "locations.csv:8: latitude is 'north', expected a number from -90 to 90",
    "bases.csv:1 is empty, expected a header: base_id, name, location_id, telephone",
    "teams.csv:2 is missing, expected at least one row below the header",
    "practices.csv:10: name is 'byte 0xe9', expected text in UTF-8 (save it as CSV UTF-8)",
    "organisations.csv is missing, expected a table of organisation_id, name, kind",
    "skills.csv:1: name is missing, expected a column with text of up to 500 characters, none of them control characters",
    "skills.csv:1: column 3 is 'colour', expected one of skill_id, name, is_registered, is_delegable",
    "staff.csv:5: staff_id is 's1', expected no row with the staff_id of line 2",
    "staff.csv:6: role is 'nurse', expected one of community_nurse, healthcare_assistant, urgent_response_practitioner, virtual_ward_nurse, end_of_life_nurse, physiotherapist, occupational_therapist, ot_coordinator, falls_practitioner, mental_health_practitioner, social_worker, home_care_worker, wellbeing_worker, volunteer",
    "staff.csv:6: band is '1', expected a band: 0 (outside the scale) or 2 to 8",
    "staff.csv:6: is_registered is 'perhaps', expected true or false",
    "staff_skills.csv:6: skill_id is 'juggling', expected a skill_id of skills.csv",
    "staff_skills.csv:7: staff_id is 's9', expected a staff_id of staff.csv",
    "staff_skills.csv:7: expires_on is '2026-02-30', expected a date such as 2026-11-23, from 2000 to 2099",
    "shifts.csv:5: starts_at is '2026-11-23T15:59', expected a time after d1 ends, 2026-11-23T16:00",
    "shifts.csv:6: ends_at is '2026-11-23T19:00', expected a time up to 24 hours after starts_at, 2026-11-23T20:00",
    "shifts.csv:7: end_location_id is 'nowhere', expected a location_id of locations.csv",
    "shifts.csv:7: break_from is empty, expected a time: the shift has a break of 30 minutes",
    "shifts.csv:8: starts_at is '2027-03-28T01:30', expected a time that exists: the clocks go forward from 01:00 to 02:00 in that night",
    "events.csv:3: starts_at is '2026-11-23T13:15', expected a time after the shift's event before, 2026-11-23T13:30",
    "events.csv:4: ends_at is '2026-11-23T16:30', expected a time in its shift, to 2026-11-23T16:00",
    "events.csv:5: ends_at is '2026-11-23T10:00', expected a time after starts_at, 2026-11-23T11:00",
    "patients.csv:5: nhs_number is '999 000 0019', expected an NHS number: ten digits, the last the right check digit, alone or spaced 3-3-4",
    "patients.csv:7: name is 'Pat \\x07Five', expected text of up to 500 characters, none of them control characters",
    "patients.csv:8: nhs_number is '999 000 0018', expected no row with the nhs_number of line 2",
    "patients.csv:8: location_id is 'h9', expected a location_id of locations.csv",
    "patients.csv:8: named_staff_id is 's8', expected a staff_id of staff.csv",
    "visits.csv:6: duration_minutes is 'abc', expected a whole number from 1 to 600",
    "visits.csv:7: visit_id is 'v6', expected a visit with at least one row in visit_windows.csv",
    "visits.csv:7: latest_on is '2026-11-22', expected a day not before due_on, 2026-11-23",
    "visits.csv:8: duration_minutes is '601', expected a whole number from 1 to 600",
    "visits.csv:8: level_of_care is '6', expected a whole number from 1 to 5",
    "visits.csv:8: is_remote is 'yes please', expected true or false",
    "visit_windows.csv:7: latest_start is '2026-11-23T11:59', expected a time not before 2026-11-23T12:00",
    "visit_windows.csv:8: earliest_start is '2026-11-23T10:00', expected a time after the visit's window before, 2026-11-23T10:00",
    "visit_windows.csv:9: earliest_start is '2026-11-23T20:00', expected a window that some shift covers at least in part",
    "visit_windows.csv:10: visit_id is 'v9', expected a visit_id of visits.csv",
    "visit_attendances.csv:5: attendance is '2', expected 1, or another row with 1 for the same visit",
    "visit_attendances.csv:6: skill_ids is 'insulin;flying', expected a skill_id of skills.csv in place of 'flying'",
    "visit_links.csv:4: second_visit_id is 'v2', expected another visit than first_visit_id",
    "visit_links.csv:5: gap_most_minutes is '59', expected gap_least_minutes, 60, or more",
    "visit_links.csv:6: gap_least_minutes is '0', expected a gap that the visits' windows allow: -450 to -240 or -330 to -180 minutes",
    "delegations.csv:2: skill_id is 'byte 0x00', expected text in UTF-8 without NUL bytes",
    "care_history.csv:1: column 1 is 'byte 0xff', expected text in UTF-8 (save it as CSV UTF-8)",
    "pins.csv:4: attendance is '2', expected 1: the visit asks for one person",
    "pins.csv:5 is 'a cell that does not end', expected quotes in pairs, and at most 131,072 characters in a cell",
    "policy.csv:5: setting is 'weight.travle', expected a setting that exists, such as weight.travel, weight.start_moved, weight.above_band",
    "policy.csv:6: setting is 'weight.skill', expected a setting that exists, such as weight.wished_skill, weight.workload, weight.escalated",
]


def a_broken_folder(path: Path) -> Path:
    changes = {
        "localities": ("west,Again", ",Nameless", f"east,{'x' * 501}", "south,South,more", "mid"),
        "locations": ("far,home,48.85,2.35", "odd,house,north,-1.5"),
        "staff": ("s1,Twin,trust,community_nurse,5,true,west-1", "s4,Dan,trust,nurse,1,perhaps,west-1"),
        "staff_skills": ("s3,juggling,", "s9,wound,2026-02-30"),
        "shifts": (
            f"d4,s1,{DAY}T15:59,{DAY}T20:00,base,base,0,,",
            f"d5,s2,{DAY}T20:00,{DAY}T19:00,base,base,0,,",
            f"d6,s3,{DAY}T18:00,{DAY}T20:00,base,nowhere,30,,",
            "d7,s3,2027-03-28T01:30,2027-03-28T09:00,base,base,0,,",
        ),
        "events": (
            f"d1,Talk,{DAY}T13:15,{DAY}T14:00,",
            f"d2,Late,{DAY}T15:30,{DAY}T16:30,",
            f"d2,Back,{DAY}T11:00,{DAY}T10:00,",
        ),
        "patients": (
            'p4,"Pat\nFour",999 000 0019,h1,K84001,',
            "p5,Pat \x07Five,9990000042,h1,K84001,",
            "p6,Pat Six,999 000 0018,h9,K84001,s8",
        ),
        "visits": (
            "v5,p1,trust,nursing,wound,abc,4,,,",
            f"v6,p1,trust,nursing,wound,20,4,{DAY},2026-11-22,",
            "v7,p1,trust,nursing,wound,601,6,,,yes please",
        ),
        "visit_windows": (
            f"v5,{DAY}T12:00,{DAY}T11:59",
            f"v1,{DAY}T10:00,{DAY}T11:00",
            f"v7,{DAY}T20:00,{DAY}T21:00",
            f"v9,{DAY}T12:00,{DAY}T13:00",
        ),
        "visit_attendances": ("v2,2,,0", "v3,1,insulin;flying,0"),
        "visit_links": ("v2,v2,0,0", "v1,v3,60,59", "v2,v1,0,600"),
        "pins": (f"v3,2,d1,{DAY}T09:00", 'v2,"1'),
        "policy": ("weight.travle,5", "weight.skill,5"),
    }
    a_folder(
        path, **{name: lines for table, more in changes.items() for name, lines in with_lines(table, *more).items()}
    )
    (path / "organisations.csv").unlink()
    (path / "bases.csv").write_bytes(b"")
    (path / "teams.csv").write_text("team_id,name,locality_id,base_id\n")
    (path / "practices.csv").write_bytes(
        "\n".join(LAWFUL["practices"]).encode() + "\nK84009,Café,base,t".encode("cp1252")
    )
    (path / "skills.csv").write_text("skill_id,is_delegable,colour\ninsulin,true,red\nwound,false,blue\n")
    (path / "delegations.csv").write_bytes(b"patient_id,staff_id,skill_id,reviewed_on\np1,s2,ins\0ulin,2026-11-10\n")
    (path / "care_history.csv").write_bytes(b"\xff\xfep\0a\0t\0i\0e\0n\0t\0")
    return path


def test_one_fault_of_every_kind_is_named_by_file_line_and_column_within_seconds(tmp_path: Path) -> None:
    folder = a_broken_folder(tmp_path)

    with answered_in_seconds(at_most=5), pytest.raises(InputError) as caught:
        read_folder(folder)

    assert [str(fault) for fault in caught.value.faults] == FAULTS
