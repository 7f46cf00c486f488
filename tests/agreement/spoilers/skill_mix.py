"""Spoilers of skill mix."""

from scheduler.model.demand import Attendance
from scheduler.model.skills import Band
from scheduler.rules import RuleId
from tests.agreement.spoilers.spoiler import Spoiler, a_call
from tests.builders import a_plan, a_problem, a_shift, a_staff_member

SPOILERS = (
    Spoiler(
        RuleId.ABOVE_BAND,
        "half an hour one band above the one asked for",
        a_problem(
            [a_call("v1", minutes=30, attendances=(Attendance(minimum_band=Band.BAND_4),))],
            [a_shift("d1", staff="s1"), a_shift("d2", staff="s2")],
            staff=[a_staff_member("s1", band=Band.BAND_4), a_staff_member("s2", band=Band.BAND_5)],
        ),
        lawful=a_plan({"d1": [("v1", 600)]}),
        spoiled=a_plan({"d2": [("v1", 600)]}),
        moves={RuleId.ABOVE_BAND: 30},
    ),
    Spoiler(
        RuleId.SUPERVISION,
        "the nurse's shift ends as the support worker starts",
        a_problem(
            [a_call("v1")],
            [a_shift("d1", staff="s1"), a_shift("nurse", hours=(480, 600))],
            staff=[a_staff_member("s1", is_registered=False)],
        ),
        lawful=a_plan({"d1": [("v1", 599)]}),
        spoiled=a_plan({"d1": [("v1", 600)]}),
        moves={RuleId.SUPERVISION: 1},
    ),
)
