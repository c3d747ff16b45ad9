"""Smooth curves through control points: SVG path data, and the same curve as a polygon for checks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

Point = tuple[float, float]
Points = tuple[Point, ...]
#: One cubic piece: start, two handles, end.
Piece = tuple[Point, Point, Point, Point]

#: Length of a handle as a part of its piece; a third bends like a circle's arc and never overshoots.
HANDLE = 0.34


def mirrored(points: Iterable[Point]) -> Points:
    """The points on the other side of x = 0."""
    return tuple((-x, y) for x, y in points)


def placed(points: Iterable[Point], *, at: Point, scale: float = 1.0) -> Points:
    """The points scaled about the origin, then moved by ``at``."""
    return tuple((at[0] + scale * x, at[1] + scale * y) for x, y in points)


def closed_path(points: Sequence[Point]) -> str:
    """SVG path data of the smooth closed curve through the points; a body's curves are computed once."""
    return _closed_path(tuple(points))


@lru_cache(maxsize=1024)
def _closed_path(points: Points) -> str:
    return f"{_path(closed_pieces(points))}z"


def open_path(points: Sequence[Point]) -> str:
    """SVG path data of the smooth line through the points."""
    return _path(open_pieces(points))


def closed_pieces(points: Sequence[Point]) -> tuple[Piece, ...]:
    """The cubic pieces of the closed curve; at each point it runs along the line between its neighbours."""
    count = len(points)
    directions = [_direction(points[i - 1], points[(i + 1) % count]) for i in range(count)]
    return tuple(
        _piece(points[i], points[(i + 1) % count], directions[i], directions[(i + 1) % count]) for i in range(count)
    )


def open_pieces(points: Sequence[Point]) -> tuple[Piece, ...]:
    """The cubic pieces of the open curve from the first point to the last."""
    last = len(points) - 1
    directions = [_direction(points[max(i - 1, 0)], points[min(i + 1, last)]) for i in range(last + 1)]
    ends = pairwise(zip(points, directions, strict=True))
    return tuple(_piece(start, end, along, on) for (start, along), (end, on) in ends)


def polygon(points: Sequence[Point], *, per_piece: int = 8) -> Points:
    """Points on the closed curve, ``per_piece`` from each control point to the next."""
    return tuple(_at(piece, step / per_piece) for piece in closed_pieces(points) for step in range(per_piece))


def _piece(start: Point, end: Point, along_start: Point, along_end: Point) -> Piece:
    reach = HANDLE * math.dist(start, end)
    return (
        start,
        (start[0] + reach * along_start[0], start[1] + reach * along_start[1]),
        (end[0] - reach * along_end[0], end[1] - reach * along_end[1]),
        end,
    )


def _direction(before: Point, after: Point) -> Point:
    length = math.dist(before, after) or 1.0
    return ((after[0] - before[0]) / length, (after[1] - before[1]) / length)


def _at(piece: Piece, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, piece, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, piece, strict=True))
    return (x, y)


def _path(pieces: Sequence[Piece]) -> str:
    """Relative cubic pieces with one decimal; each starts where the rounded one before it ended."""
    x, y = (round(value, 1) for value in pieces[0][0])
    text = [f"M{_number(x)} {_number(y)}"]
    for piece in pieces:
        numbers = [round(value - origin, 1) for point in piece[1:] for value, origin in zip(point, (x, y), strict=True)]
        text.append("c" + _joined(numbers))
        x, y = round(x + numbers[4], 1), round(y + numbers[5], 1)
    return "".join(text)


def _joined(numbers: Iterable[float]) -> str:
    """Numbers with a space only where the next has no sign."""
    text = ""
    for number in numbers:
        word = _number(number)
        text += word if not text or word.startswith("-") else f" {word}"
    return text


def _number(value: float) -> str:
    """``-0.5`` as ``-.5``, ``2.0`` as ``2``."""
    text = f"{value:.1f}".removesuffix(".0")
    text = text.replace("-0.", "-.") if text.startswith("-0.") else text
    text = text[1:] if text.startswith("0.") else text
    return "0" if text in {"-0", ""} else text
