"""Rosters as FHIR: read back by the library, every code of its closed list."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from scheduler.io.roster_fhir import bundle_of, codes_outside_their_lists, write_bundle
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster, read_roster
from tests.builders import a_plan, a_problem, a_shift, a_visit
from tests.scheduler.io.roster_day import IDENTITY, a_roster, a_working_day


@pytest.fixture(scope="module")
def day() -> tuple[Problem, Roster]:
    return a_roster(a_working_day())


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def test_a_bundle_has_an_appointment_a_visit_and_everybody_and_every_home_once(day: tuple[Problem, Roster]) -> None:
    problem, roster = day

    bundle = bundle_of(roster, IDENTITY, problem, is_published=True)

    visits = [found["identifier"][0]["value"] for found in resources(bundle, "Appointment")]
    assert visits == ["v1", "v2", "v3", "v4"]
    assert [found["name"][0]["text"] for found in resources(bundle, "Practitioner")] == [
        "Ann Fletcher",
        "Ben Okoro",
        "Vera Lis",
    ]
    assert len(resources(bundle, "Location")) == 2


def test_a_joint_visit_is_one_appointment_with_both_people_and_a_remote_one_has_no_place(
    day: tuple[Problem, Roster],
) -> None:
    problem, roster = day

    appointments = resources(bundle_of(roster, IDENTITY, problem, is_published=True), "Appointment")

    actors = {
        found["identifier"][0]["value"]: [part["actor"]["type"] for part in found["participant"]]
        for found in appointments
    }
    assert actors["v2"] == ["Patient", "Practitioner", "Practitioner", "Location"]
    assert actors["v3"] == ["Patient", "Practitioner"]


def test_every_reference_leads_to_an_entry_of_the_bundle(day: tuple[Problem, Roster]) -> None:
    problem, roster = day

    bundle = bundle_of(roster, IDENTITY, problem, is_published=True)

    known = {entry["fullUrl"] for entry in bundle["entry"]}
    actors = [part["actor"] for found in resources(bundle, "Appointment") for part in found["participant"]]
    assert {actor["reference"] for actor in actors if "reference" in actor} == known - {
        entry["fullUrl"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Appointment"
    }


def test_a_patient_goes_by_nhs_number_or_without_one_by_our_id(day: tuple[Problem, Roster]) -> None:
    problem, roster = day
    nameless = replace(problem, patients=tuple(replace(each, nhs_number="", name="") for each in problem.patients))

    known = resources(bundle_of(roster, IDENTITY, problem, is_published=True), "Appointment")[0]
    unknown = resources(bundle_of(roster, IDENTITY, nameless, is_published=True), "Appointment")[0]

    assert known["participant"][0]["actor"]["identifier"] == {
        "system": "https://fhir.nhs.uk/Id/nhs-number",
        "value": "9990001111",
    }
    assert unknown["participant"][0]["actor"]["identifier"] == {"system": "urn:cilt:patient", "value": "p1"}


@pytest.mark.parametrize(("is_published", "status"), [(True, "booked"), (False, "proposed")])
def test_what_is_written_is_read_back_by_the_library_with_its_profiles(
    is_published: bool, status: str, day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    problem, roster = day

    write_bundle(roster, IDENTITY, problem, tmp_path / "bundle.json", is_published=is_published)

    text = (tmp_path / "bundle.json").read_text(encoding="utf-8")
    bundle = Bundle.model_validate_json(text)
    assert list(codes_outside_their_lists(bundle)) == []
    assert {entry.resource.status for entry in bundle.entry if "Appointment" in type(entry.resource).__name__} == {
        status
    }
    profiles = {entry["resource"]["meta"]["profile"][0] for entry in json.loads(text)["entry"]}
    assert profiles == {
        f"https://fhir.hl7.org.uk/StructureDefinition/UKCore-{kind}"
        for kind in ("Appointment", "Practitioner", "Location")
    }


@pytest.mark.parametrize("place", ["appointment", "participant", "bundle"])
def test_a_code_outside_its_list_is_found_at_every_depth(place: str, day: tuple[Problem, Roster]) -> None:
    problem, roster = day
    plain = bundle_of(roster, IDENTITY, problem, is_published=True)
    if place == "bundle":
        plain["type"] = "bogus"
    elif place == "appointment":
        resources(plain, "Appointment")[0]["status"] = "bogus"
    else:
        resources(plain, "Appointment")[0]["participant"][0]["status"] = "bogus"

    (fault,) = codes_outside_their_lists(Bundle.model_validate(plain))

    assert "is bogus, expected one of" in fault


def test_times_carry_their_offset_on_the_night_the_clocks_go_back() -> None:
    problem = a_problem(
        [a_visit("first", window=(60, 200)), a_visit("second", window=(60, 200))],
        [a_shift("night", hours=(0, 400))],
        minutes_per_unit=0,
        horizon=Horizon(date(2026, 10, 25)),
    )
    roster = read_roster(problem, a_plan({"night": [("first", 90), ("second", 150)]}))

    found = resources(bundle_of(roster, IDENTITY, problem, is_published=True), "Appointment")

    assert [each["start"] for each in found] == ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"]
