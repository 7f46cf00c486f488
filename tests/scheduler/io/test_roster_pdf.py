"""Roster pages on paper, read back as text."""

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from scheduler.io.roster_pdf import write_all, write_pdf
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.roster.roster import Roster
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit
from tests.scheduler.io.roster_day import IDENTITY, PATIENTS, a_roster, a_working_day


@pytest.fixture(scope="module")
def day() -> tuple[Problem, Roster]:
    return a_roster(a_working_day())


@pytest.fixture(scope="module")
def pages(day: tuple[Problem, Roster], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    problem, roster = day
    written = write_all(roster, IDENTITY, problem, tmp_path_factory.mktemp("rosters"))
    return {path.stem: one_page(path) for path in written}


def one_page(path: Path) -> str:
    (page,) = PdfReader(path).pages
    return words(page.extract_text())


def words(text: str) -> str:
    return " ".join(text.split())


def a_long_day(num_visits: int, *, access_notes: str = "") -> tuple[Problem, Roster]:
    """Half-hourly visits with an address each."""
    patients = [
        a_patient(f"p{n}", at=n + 1, name=f"Patient Number {n}", telephone="01993 555100") for n in range(num_visits)
    ]
    visits = [
        a_visit(f"v{n}", patient=f"p{n}", minutes=20, what_to_do="Simple wound dressing", kit=("dressing_pack",))
        for n in range(num_visits)
    ]
    problem = a_problem(visits, [a_shift("s", hours=(480, 1380))], patients=patients, minutes_per_unit=1)
    locations = [
        replace(place, address="The Old Forge, Mill Lane, Witney", area="Witney", access_notes=access_notes)
        for place in problem.locations
    ]
    stops = [(visit.id, 510 + 30 * n) for n, visit in enumerate(visits)]
    return a_roster((replace(problem, locations=tuple(locations)), a_plan({"s": stops})))


def test_a_page_says_who_works_when_and_from_where(pages: dict[str, str]) -> None:
    for said in ("Ann Fletcher", "Community nurse, band 6", "Witney team", "Windrush Base", "Monday 23 November 2026"):
        assert said in pages["ann-mon"]
    assert "Shift 08:00 to 16:00" in pages["ann-mon"]
    assert "Coordinator 01993 555900" in pages["ann-mon"]


def test_a_page_tells_all_that_a_visit_needs(pages: dict[str, str]) -> None:
    for said in (
        "08:30",
        "1. 20 min",
        "Start 08:30 to 10:00",
        "Mrs Edna Marsh",
        "Ducklington",
        "14 Lavender Row, Ducklington",
        "Key safe by the side door, code with the team.",
        "Insulin as charted; check blood glucose first",
        "Skills: Insulin",
        "Kit: Glucose meter, Sharps box",
        "Patient 01993 555101",
        "Must not be missed",
        "Time-critical",
    ):
        assert said in pages["ann-mon"]


def test_a_page_tells_travel_breaks_events_and_admin(pages: dict[str, str]) -> None:
    assert "3 min to spare · leave 08:18, drive 12 min, 1.2 miles" in pages["ann-mon"]
    assert "08:00 Handover, Windrush Base · 15 min" in pages["ann-mon"]
    assert "11:30 Break · 30 min" in pages["ann-mon"]
    assert "Team huddle, by telephone or video" in pages["ann-mon"]
    assert "14:20 Admin · 30 min" in pages["ann-mon"]


def test_the_two_people_of_a_double_up_find_each_other(pages: dict[str, str]) -> None:
    assert "With Ben Okoro 07700 900222" in pages["ann-mon"]
    assert "With Ann Fletcher 07700 900111" in pages["ben-mon"]
    assert "Two people" in pages["ann-mon"]


def test_a_double_up_without_its_second_person_warns_on_the_page(tmp_path: Path) -> None:
    problem, plan = a_working_day()
    alone = replace(plan, routes=tuple(route for route in plan.routes if route.shift_id != "ben-mon"))

    _, roster = a_roster((problem, alone))
    write_pdf([roster.by_shift[ShiftId("ann-mon")]], IDENTITY, problem, tmp_path / "page.pdf")

    assert "No second person: do not go in alone, ring the coordinator" in one_page(tmp_path / "page.pdf")


def test_a_page_says_which_plan_it_shows_and_when_it_is_out_of_date(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert "This page is out of date if a newer plan than 2026-11-23/4 has been published" in page
        assert "check with the coordinator on 01993 555900" in page
        assert "made 22 Nov 2026 16:02, printed 22 Nov 2026 16:05" in page
        assert "Travel times: estimate from straight lines" in page
        assert "Page 1/1" in page


def test_a_volunteer_sees_first_name_time_place_and_task_and_nothing_more(pages: dict[str, str]) -> None:
    page = pages["vera-mon"]

    for said in ("11:40", "Joan", "Willow House, Mill Street, Witney", "Tea and a walk round the garden"):
        assert said in page
    for hidden in ("Sparrow", "555103", "matron", "Start 10:00", "9990003333"):
        assert hidden not in page
    assert "Key safe" not in page


def test_anybody_of_a_voluntary_organisation_sees_as_little(tmp_path: Path) -> None:
    problem, plan = a_working_day()
    paid = replace(problem, staff=tuple(replace(member, role="wellbeing_worker") for member in problem.staff))

    _, roster = a_roster((paid, plan))
    write_pdf([roster.by_shift[ShiftId("vera-mon")]], IDENTITY, paid, tmp_path / "page.pdf")

    assert "Sparrow" not in one_page(tmp_path / "page.pdf")


def test_nhs_numbers_stand_on_no_page(pages: dict[str, str]) -> None:
    assert not [page for page in pages.values() for patient in PATIENTS if patient.nhs_number in page]


def test_somebody_without_visits_reads_that_they_are_available(pages: dict[str, str]) -> None:
    assert "No visits planned: you are available" in pages["idle-mon"]


def test_whoever_works_from_home_does_not_carry_their_own_address(tmp_path: Path) -> None:
    problem, plan = a_working_day()
    home = PATIENTS[0].location_id
    shifts = [replace(shift, start_location_id=home, end_location_id=home) for shift in problem.shifts]
    from_home = replace(problem, shifts=tuple(shifts))

    _, roster = a_roster((from_home, plan))
    write_pdf([roster.by_shift[ShiftId("ben-mon")]], IDENTITY, from_home, tmp_path / "page.pdf")

    text = one_page(tmp_path / "page.pdf")
    assert "Start from Ducklington" in text
    assert "home 10:33" in text
    assert "14 Lavender Row" not in text


@pytest.mark.parametrize(("care_ends_in_window", "start", "due"), [(False, 541, "09:00"), (True, 511, "08:30")])
def test_a_late_visit_says_so(tmp_path: Path, care_ends_in_window: bool, start: int, due: str) -> None:
    policy = Policy(care_ends_in_window=care_ends_in_window)
    problem = a_problem([a_visit("v", window=(500, 540), minutes=30)], [a_shift("s")], policy=policy)
    _, roster = a_roster((problem, a_plan({"s": [("v", start)]})))

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    assert f"Late: was due by {due}" in one_page(tmp_path / "page.pdf")


def test_fourteen_visits_fit_one_page(tmp_path: Path) -> None:
    problem, roster = a_long_day(14)

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    text = one_page(tmp_path / "page.pdf")
    assert all(f"Patient Number {n}" in text for n in range(14))


def test_a_day_too_long_for_one_page_takes_a_second_and_both_are_numbered(tmp_path: Path) -> None:
    problem, roster = a_long_day(18, access_notes="Through the yard and up the outside stairs; mind the step.")

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    first, second = (words(page.extract_text()) for page in PdfReader(tmp_path / "page.pdf").pages)
    assert "Page 1/2" in first
    assert "Page 2/2" in second
    assert "continued" in second
    assert all(f"Patient Number {n} " in first + second for n in range(18))
    assert "out of date" in first
    assert "out of date" in second


def test_a_long_travel_source_is_printed_whole_and_still_on_one_page(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    problem, roster = day
    source = " ".join(f"word{n}" for n in range(80))

    write_pdf([roster.itineraries[0]], replace(IDENTITY, travel_source=source), problem, tmp_path / "page.pdf")

    text = one_page(tmp_path / "page.pdf")
    assert source in text
    assert "shred it after your shift" in text
    assert "Page 1/1" in text


def test_the_same_input_gives_the_same_bytes(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    problem, roster = day

    for name in ("one", "two"):
        write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_page_is_tagged_and_titled_for_screen_readers(day: tuple[Problem, Roster], tmp_path: Path) -> None:
    problem, roster = day

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    document = PdfReader(tmp_path / "page.pdf")
    assert document.metadata is not None
    assert document.metadata.title == "Roster of Ann Fletcher, Monday 23 November 2026, plan 2026-11-23/4"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", ["#panic() *x* $y$ <a> @b", "Zoë Łukaszewska", "C:\\new"])
def test_text_is_never_read_as_markup(name: str, tmp_path: Path) -> None:
    patient = a_patient("p-v", name=name)
    problem = a_problem([a_visit("v")], [a_shift("s")], patients=[patient])
    _, roster = a_roster((problem, a_plan({"s": [("v", 600)]})))

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    assert name in one_page(tmp_path / "page.pdf")


def test_a_character_that_no_font_has_does_not_cost_a_page(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    problem = a_problem([a_visit("v")], [a_shift("s")], staff=[a_staff_member("s-s", name="李小龍")])
    _, roster = a_roster((problem, a_plan({"s": [("v", 600)]})))

    with caplog.at_level(logging.WARNING):
        write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    assert "Patient p-v" in one_page(tmp_path / "page.pdf")
    assert "a name or note on the page of shift s has characters that cannot be printed" in caplog.text
    assert "李" not in caplog.text


def test_shift_ids_that_no_file_may_be_called_get_files_of_their_own(tmp_path: Path) -> None:
    problem = a_problem([], [a_shift("a/b"), a_shift("a:b"), a_shift("..")])
    _, roster = a_roster((problem, a_plan({})))

    written = write_all(roster, IDENTITY, problem, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)
    assert len(written) == 3


def test_a_long_name_without_spaces_breaks_and_stays_on_the_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    name = "W" * 120
    problem = a_problem(
        [a_visit("v")],
        [a_shift("s")],
        staff=[a_staff_member("s-s", name=name)],
        patients=[a_patient("p-v", name=name)],
    )
    _, roster = a_roster((problem, a_plan({"s": [("v", 600)]})))

    write_pdf([roster.itineraries[0]], IDENTITY, problem, tmp_path / "page.pdf")

    lines = PdfReader(tmp_path / "page.pdf").pages[0].extract_text().splitlines()
    longest = max(line.count("W") for line in lines)
    assert 0 < longest < 60
    assert sum(line.count("W") for line in lines) >= 2 * len(name)
    assert caplog.text == ""


def test_shifts_of_one_person_share_a_file_and_each_counts_its_pages_from_one(
    day: tuple[Problem, Roster], tmp_path: Path
) -> None:
    problem, roster = day
    long_problem, long_roster = a_long_day(26)

    write_pdf(roster.itineraries[:2], IDENTITY, problem, tmp_path / "two.pdf")
    write_pdf([*long_roster.itineraries, *long_roster.itineraries], IDENTITY, long_problem, tmp_path / "long.pdf")

    two = [words(page.extract_text()) for page in PdfReader(tmp_path / "two.pdf").pages]
    long = [words(page.extract_text()) for page in PdfReader(tmp_path / "long.pdf").pages]
    assert ["Ann Fletcher" in two[0], "Ben Okoro" in two[1]] == [True, True]
    assert [re.findall(r"Page \d/\d", text) for text in two] == [["Page 1/1"], ["Page 1/1"]]
    assert [re.findall(r"Page \d/\d", text) for text in long] == [["Page 1/2"], ["Page 2/2"]] * 2
