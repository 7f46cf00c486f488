"""Measures in the order and under the headings in which planners read them."""

GROUPS: dict[str, tuple[str, ...]] = {
    "Visits": (
        *("visits_in", "planned", "planned_share", "deferred", "escalated"),
        *("must_serve_planned", "must_serve_left_out"),
        *(f"left_out_{level}" for level in (5, 4, 3, 2, 1)),
        "double_ups",
    ),
    "On time": ("urgent", "on_time", "late"),
    "Travel": ("travel", "travel_per_stop", "miles", "co2"),
    "Money": ("mileage", "unsocial_pay", "overtime_pay", "pay", "money"),
    "Staff time": ("staff_use", "care_share", "waiting", "overtime", "stops_per_shift"),
    "The person": (
        *("staff_a_day", "knocks_a_day", "door_knocks", "organisations_a_day"),
        *("known_staff", "named_staff", "upc", "staff_28_days"),
    ),
    "Skill mix": ("registered", "above_band"),
    "Fairness": ("workload_gini", "busiest", "unsocial", "sundays"),
    "Score": ("cost",),
}
"""Ids of measures by heading; the use of staff of each team and band stands with staff time."""

HEADLINES: tuple[str, ...] = (
    *("planned_share", "must_serve_left_out", "left_out_5", "left_out_4", "left_out_3", "left_out_2", "left_out_1"),
    *(
        "urgent",
        "travel",
        "travel_per_stop",
        "miles",
        "money",
        "overtime",
        "staff_use",
        "staff_a_day",
        "knocks_a_day",
        "known_staff",
    ),
    *("workload_gini", "co2"),
)
"""What is shown where there is no room for all."""

_STAFF_TIME = "Staff time"
_PLACE = {measure: (number, place) for number, ids in enumerate(GROUPS.values()) for place, measure in enumerate(ids)}
_GROUP = {measure: group for group, ids in GROUPS.items() for measure in ids}
_AFTER_ALL_OTHERS = 1_000


def group_of(measure: str) -> str:
    """The heading that a measure stands under."""
    return _GROUP.get(measure, _STAFF_TIME)


def place_of(measure: str) -> tuple[int, int, str]:
    """What measures are sorted by."""
    number, place = _PLACE.get(measure, ([*GROUPS].index(_STAFF_TIME), _AFTER_ALL_OTHERS))
    return number, place, measure
