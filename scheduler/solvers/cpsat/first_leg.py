"""Whether the leg from the shift's start to its first place has no room for the break.

A break lies in the first gap that has room for it. So it fills time between places only where the first leg has none,
and a route that leaves later than it needs to has to count that time as waiting.
"""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from scheduler.solvers.cpsat.route import END, REST, START, ShiftRoute


def has_no_room_for_the_break(route: ShiftRoute, first: IntVar, *, only_if: IntVar) -> None:
    """Post that the first leg has no room, where a literal is true; `first` is the start at the first place."""
    model, hours = route.model, route.hours
    short = model.new_bool_var(f"first_leg_short[{route.name}]")
    full = model.new_bool_var(f"first_leg_full[{route.name}]")
    model.add_bool_or([short, full, ~only_if])
    for way in route.ways:
        if way.tail == START and way.head != END:
            needs = hours.start + way.minutes + route.floating_minutes_after(START, but=(REST,)) + hours.break_minutes
            model.add(first <= needs - 1).only_enforce_if(short, way.is_used)
    gaps = [START, *(item for item in route.remote if (item, START) in route.follows)]
    for item in gaps:
        _no_room_after(route, item, first, only_if=full)


def _no_room_after(route: ShiftRoute, item: int, first: IntVar, *, only_if: IntVar) -> None:
    """Whatever starts next starts too soon after an item, or the item ends after the break may last start."""
    model = route.model
    reasons = [] if item == START else [~route.follows[item, START]]
    nexts: list[tuple[int | None, LinearExpr]] = [(None, first)]
    nexts += [
        (other, route.start_of(other)) for other in route.remote if other != item and (other, START) in route.follows
    ]
    for other, starts in nexts:
        too_soon = model.new_bool_var(f"soon[{route.name},{item},{other}]")
        after_end = model.new_bool_var(f"soon_after_end[{route.name},{item},{other}]")
        after_opening = model.new_bool_var(f"soon_after_opening[{route.name},{item},{other}]")
        model.add_bool_or([after_end, after_opening, ~too_soon])
        model.add(starts >= route.end_of(item)).only_enforce_if(too_soon)
        model.add(starts < route.end_of(item) + route.hours.break_minutes).only_enforce_if(after_end)
        model.add(starts < route.hours.break_from + route.hours.break_minutes).only_enforce_if(after_opening)
        if other is not None:
            model.add_implication(too_soon, route.follows[other, START])
        reasons.append(too_soon)
    if item != START:
        too_late = model.new_bool_var(f"ends_late[{route.name},{item}]")
        model.add(route.end_of(item) > route.hours.break_to).only_enforce_if(too_late)
        reasons.append(too_late)
    model.add_bool_or([*reasons, ~only_if])
