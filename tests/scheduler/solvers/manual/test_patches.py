from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.geography import Practice, PracticeCode
from scheduler.model.workforce import Role, StaffId
from scheduler.solvers.manual.patches import attach_to_practices
from tests.builders import BASE_PLACE, TEAM, a_patient, a_problem, a_staff_member

LARGE, SMALL = PracticeCode("K84001"), PracticeCode("K84002")
PRACTICES = (
    Practice(SMALL, "Small", BASE_PLACE, TEAM, list_size=500),
    Practice(LARGE, "Large", BASE_PLACE, TEAM, list_size=9000),
)


def test_a_nurse_belongs_where_most_of_her_named_patients_and_past_visits_are() -> None:
    patients = [
        a_patient("a", practice_code=LARGE, named_staff_id="ann"),
        a_patient("b", practice_code=LARGE),
        a_patient("c", practice_code=SMALL),
    ]
    history = CareHistory((PastCare(patients[2].id, StaffId("ann"), 2),))
    problem = a_problem(patients=patients, staff=[a_staff_member("ann")], practices=PRACTICES, history=history)

    assert attach_to_practices(problem) == {"ann": SMALL}


def test_staff_whom_nobody_knows_are_spread_evenly_each_role_by_itself_larger_lists_first() -> None:
    staff = [
        a_staff_member("n1"),
        a_staff_member("n2"),
        a_staff_member("n3"),
        a_staff_member("p1", role=Role.PHYSIOTHERAPIST),
    ]

    attached = attach_to_practices(a_problem(staff=staff, practices=PRACTICES))

    assert attached == {"n1": LARGE, "n2": SMALL, "n3": LARGE, "p1": LARGE}


def test_staff_without_a_team_belong_to_no_practice() -> None:
    problem = a_problem(staff=[a_staff_member("ann", team_ids=())], practices=PRACTICES)

    assert attach_to_practices(problem) == {"ann": None}
