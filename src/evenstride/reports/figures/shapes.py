"""Round shapes as SVG path data with whole numbers; the same commands in every frame, so that they can be animated."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

XY = tuple[float, float]
#: How far a cap may close around its own circle; keeps both arcs of a capsule seen end on.
_NEARLY_ONE = 0.995
_COMMAND = re.compile(r"([MLAZ])([^MLAZ]*)")


def capsule(start: XY, start_radius: float, end: XY, end_radius: float) -> str:
    """Two circles and their common tangents: a limb that narrows towards its thinner end.

    Parameters
    ----------
    start, end : centres in drawing units; the thicker end is drawn with the long arc, whichever it is.
    """
    if end_radius > start_radius:
        start, start_radius, end, end_radius = end, end_radius, start, start_radius
    along = math.atan2(end[1] - start[1], end[0] - start[0])
    distance = max(math.dist(start, end), 1e-6)
    if start_radius - end_radius > _NEARLY_ONE * distance:  # one inside the other: let them touch from within
        reach = start_radius - end_radius
        end = (start[0] + reach * math.cos(along), start[1] + reach * math.sin(along))
    lean = math.acos(min((start_radius - end_radius) / distance, _NEARLY_ONE))
    first, last = along + lean, along - lean
    return (
        f"M{_on(start, start_radius, last)}L{_on(end, end_radius, last)}"
        f"A{_arc(end_radius)} 0 0 1 {_on(end, end_radius, first)}L{_on(start, start_radius, first)}"
        f"A{_arc(start_radius)} 0 1 1 {_on(start, start_radius, last)}Z"
    )


def polygon(corners: Iterable[XY]) -> str:
    """A closed shape with straight edges."""
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in corners) + "Z"


def polyline(corners: Iterable[XY]) -> str:
    """An open line."""
    return polygon(corners)[:-1]


def arrow(path: Sequence[XY], size: float, *, both_ways: bool = False) -> tuple[str, str]:
    """The shaft and the head of an arrow along a path; the head is a filled triangle at its end, or at both."""
    heads = _arrow_head(path, size)
    if both_ways:
        heads += _arrow_head(path[::-1], size)
    return polyline(path), heads


def _arrow_head(path: Sequence[XY], size: float) -> str:
    (x, y), (before_x, before_y) = path[-1], path[-2]
    along = math.atan2(y - before_y, x - before_x)
    tip = (x + size * math.cos(along), y + size * math.sin(along))
    wings = [
        (x + 0.75 * size * math.cos(along + turn), y + 0.75 * size * math.sin(along + turn))
        for turn in (math.pi / 2, -math.pi / 2)
    ]
    return polygon([wings[0], tip, wings[1]])


def shortened(path: str) -> str:
    """The same path with relative commands, which are shorter; whole numbers, so nothing is lost."""
    drawn, x, y = [], 0, 0
    for command, numbers in _COMMAND.findall(path):
        if command == "Z":
            drawn.append("z")
            continue
        *shape, end_x, end_y = numbers.split()
        to_x, to_y = int(end_x), int(end_y)
        if command == "M":
            drawn.append(f"M{to_x} {to_y}")
        else:
            step = f"{to_x - x} {to_y - y}"
            drawn.append(command.lower() + _arc_shape(shape) + step)
        x, y = to_x, to_y
    return "".join(drawn).replace(" -", "-")


def _arc_shape(shape: Sequence[str]) -> str:
    """Radii, turn and the two flags of an arc; flags are one character each and need no space after them."""
    return f"{' '.join(shape[:3])} {''.join(shape[3:])}" if shape else ""


def path_points(path: str) -> list[tuple[int, int]]:
    """Where the lines and arcs of a path with absolute commands end."""
    ends = (numbers.split()[-2:] for command, numbers in _COMMAND.findall(path) if command != "Z")
    return [(int(x), int(y)) for x, y in ends]


def _on(centre: XY, radius: float, angle: float) -> str:
    return f"{round(centre[0] + radius * math.cos(angle))} {round(centre[1] + radius * math.sin(angle))}"


def _arc(radius: float) -> str:
    return f"{round(radius)} {round(radius)}"
