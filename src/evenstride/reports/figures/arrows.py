"""Arrows that tell which way a joint goes from one key pose to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.reports.figures.camera import UNITS_PER_M, View
from evenstride.reports.figures.kinematics import Points
from evenstride.reports.figures.shapes import XY, arrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evenstride.knowledge.schema.movement import Arrow

_DIRECTIONS = {
    "forwards": (1, 0, 0),
    "backwards": (-1, 0, 0),
    "up": (0, 1, 0),
    "down": (0, -1, 0),
    "left": (0, 0, -1),
    "right": (0, 0, 1),
}
_HEAD_M = 0.055
_PUSH_M = 0.16
_CLEAR_M = 0.09


def arrow_paths(drawn: Arrow, way: Sequence[Points], view: View, size: float) -> tuple[str, str] | None:
    """Shaft and head of an arrow over the positions of a joint on its way; None where the joint hardly moves."""
    head = size * UNITS_PER_M * _HEAD_M
    if drawn.push is not None:
        return arrow(_push(way[-1][drawn.joint], drawn.push, view, size), head)
    places = [view.see(points[drawn.joint]) for points in way]
    path = [(place.x, place.y) for place in places]
    length = sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path))
    if length < UNITS_PER_M * 0.06:
        return None
    return arrow(path, head, both_ways=drawn.both_ways)


def _push(joint: NDArray[np.float64], push: str, view: View, size: float) -> list[XY]:
    towards = np.array(_DIRECTIONS[push], dtype=float)
    ends = [joint - size * towards * (_CLEAR_M + _PUSH_M), joint - size * towards * _CLEAR_M]
    return [(seen.x, seen.y) for seen in (view.see(end) for end in ends)]
