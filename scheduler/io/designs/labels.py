"""Where the names on a map stand, so that they hide neither each other nor a point. Estimated widths, in pixels."""

from collections.abc import Sequence
from typing import NamedTuple

LETTER, LINE = 6.3, 13.0
"""Width of a letter and height of a line at 11 pixels of the shipped font, on average."""
GAP = 8.0


class Box(NamedTuple):
    """A rectangle, y down."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The common area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


class Label(NamedTuple):
    """A text, the middle of its left edge, and the point it names."""

    text: str
    x: float
    y: float


def placed(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    width: float,
    height: float,
    taken: Sequence[Box] = (),
) -> list[Label]:
    """A place for each text beside its point: the one of eight that hides least, the crowded points first."""
    marks = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    boxes, labels = list(taken), dict[int, Label]()
    order = sorted(range(len(points)), key=lambda number: -_crowding(points, number))
    for number in order:
        choices = _choices(points[number], len(texts[number]) * LETTER)
        others = [*boxes, *(mark for other, mark in enumerate(marks) if other != number)]
        best = min(choices, key=lambda box: (_hidden(box, others, width, height), choices.index(box)))
        boxes.append(best)
        labels[number] = Label(texts[number], best.left, (best.top + best.bottom) / 2)
    return [labels[number] for number in range(len(points))]


def _choices(point: tuple[float, float], text_width: float) -> list[Box]:
    x, y = point
    half, middle = LINE / 2, text_width / 2
    corners = (
        *((x + GAP, y - half), (x - GAP - text_width, y - half)),
        *((x - middle, y - GAP - LINE), (x - middle, y + GAP)),
        *((x + GAP, y - GAP - LINE), (x + GAP, y + GAP)),
        *((x - GAP - text_width, y - GAP - LINE), (x - GAP - text_width, y + GAP)),
    )
    return [Box(left, top, left + text_width, top + LINE) for left, top in corners]


def _hidden(box: Box, others: Sequence[Box], width: float, height: float) -> float:
    """The area that a text would share with others or with the outside of the map."""
    inside = box.overlap(Box(0, 0, width, height))
    outside = (box.right - box.left) * (box.bottom - box.top) - inside
    return 2 * outside + sum(box.overlap(other) for other in others)


def _crowding(points: Sequence[tuple[float, float]], number: int) -> float:
    x, y = points[number]
    return sum(1 / (1 + abs(x - other_x) + abs(y - other_y)) for other_x, other_y in points)
