"""Two plans side by side, attendance by attendance."""

from collections.abc import Mapping, Sequence

from scheduler.io.plan_difference import Difference, differences
from scheduler.io.plan_document import PlanDocument

STANDING = {"a": [("v1", "09:00", 1), ("v2", "10:00", 1)], "b": [("v2", "10:00", 2)]}


def a_document(
    routes: Mapping[str, Sequence[tuple[str, str, int]]], left_out: Mapping[str, str] | None = None
) -> PlanDocument:
    return PlanDocument.model_validate(
        {
            "routes": [
                {
                    "shift_id": shift,
                    "stops": [
                        {"visit_id": visit, "start": f"2026-11-23T{start}", "attendance": attendance}
                        for visit, start, attendance in stops
                    ],
                }
                for shift, stops in routes.items()
            ],
            "left_out": [
                {"visit_id": visit, "outcome": outcome, "reason": "no room"}
                for visit, outcome in (left_out or {}).items()
            ],
        }
    )


def told(before: PlanDocument | None, after: PlanDocument) -> list[tuple[str, int, Difference]]:
    return [(each.visit_id, each.attendance, each.what) for each in differences(before, after)]


def test_a_plan_does_not_differ_from_itself() -> None:
    assert differences(a_document(STANDING), a_document(STANDING)) == ()


def test_without_an_earlier_plan_everything_is_added() -> None:
    assert told(None, a_document(STANDING, {"v3": "deferred"})) == [
        ("v1", 1, Difference.ADDED),
        ("v2", 1, Difference.ADDED),
        ("v2", 2, Difference.ADDED),
        ("v3", 1, Difference.LEFT_OUT),
    ]


def test_another_start_and_another_shift_are_moves_with_both_places() -> None:
    after = a_document({"a": [("v2", "10:00", 1)], "b": [("v1", "09:00", 1), ("v2", "10:05", 2)]})

    first, second = differences(a_document(STANDING), after)

    assert (first.what, first.before, first.after) == (Difference.MOVED, *_places(("a", "09:00"), ("b", "09:00")))
    assert (second.attendance, second.before, second.after) == (2, *_places(("b", "10:00"), ("b", "10:05")))


def test_a_visit_that_went_is_left_out_where_the_plan_says_so_and_else_taken_away() -> None:
    fewer = {"a": [("v1", "09:00", 1)]}

    assert told(a_document(STANDING), a_document(fewer, {"v2": "escalated"})) == [
        ("v2", 1, Difference.LEFT_OUT),
        ("v2", 2, Difference.LEFT_OUT),
    ]
    assert told(a_document(STANDING), a_document(fewer)) == [
        ("v2", 1, Difference.TAKEN_AWAY),
        ("v2", 2, Difference.TAKEN_AWAY),
    ]


def test_a_visit_left_out_as_before_does_not_differ_and_otherwise_it_does() -> None:
    before = a_document(STANDING, {"v3": "deferred"})

    assert told(before, a_document(STANDING, {"v3": "deferred"})) == []
    assert told(before, a_document(STANDING, {"v3": "escalated"})) == [("v3", 1, Difference.LEFT_OUT)]


def _places(*places: tuple[str, str]) -> tuple[object, ...]:
    document = a_document({shift: [("v", start, 1)] for shift, start in places[:1]})
    other = a_document({shift: [("v", start, 1)] for shift, start in places[1:]})
    return tuple(differences(None, each)[0].after for each in (document, other))
