"""Points of a pose model that ran somewhere else, as the coach's own landmarks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.errors import InputError
from evenstride.model.skeletons import BLAZEPOSE_33, canonical_columns

#: Order of the points, by the name that a sender gives it.
LAYOUTS = {"blazepose_33": BLAZEPOSE_33}
_FURTHEST_PX = 10_000.0


def frame_of_points(
    points: Sequence[Sequence[float]] | None, layout: str, size_px: tuple[int, int], time_s: float
) -> LandmarkFrame:
    """Landmarks of one picture.

    Parameters
    ----------
    points : x and y in pixels and visibility 0..1 of each point of the layout; None where nobody was found.
    size_px : (width, height) of the picture they are of.

    Raises
    ------
    InputError : another number of points, or values that no picture has.
    """
    if layout not in LAYOUTS:
        raise InputError(f"Expected points in the order of {', '.join(LAYOUTS)}, got another one.")
    names, columns = canonical_columns(LAYOUTS[layout])
    if points is None:
        return LandmarkFrame(time_s, np.full((len(names), 2), math.nan), np.zeros(len(names)), names, size_px)
    if len(points) != len(LAYOUTS[layout]) or any(len(point) != 3 for point in points):
        raise InputError(f"Expected {len(LAYOUTS[layout])} points of three numbers each, got others.")
    values = np.array(points, float)
    if not np.isfinite(values).all() or np.abs(values[:, :2]).max() > _FURTHEST_PX:
        raise InputError("Expected points near the picture, got others.")
    return LandmarkFrame(time_s, values[columns, :2], values[columns, 2].clip(0.0, 1.0), names, size_px)
