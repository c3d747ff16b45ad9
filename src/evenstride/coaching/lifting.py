"""Angles of limbs that point toward the camera, by how much shorter they look than they are.

A thigh of 100 pixels while standing that shows 60 in a squat points 53 degrees out of the picture's plane. Both bones
that meet in a joint leave the plane to the same side where the body is upright (the knee comes toward the camera, hip
and ankle stay behind it); the angle in space follows from the two lengths without any depth from a model. On squats
filmed with motion capture from in front and aside this read the knee at depth to 3 to 6 degrees, the model's own depth
to 10 to 14 and the angle in the picture to 20 to 40 (docs/explanation/coaching.md). A body that lies is seen from its
side, where nothing is gained and pose error alone makes a straight hip look bent by 20 degrees: there the angle in the
picture is taken.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

#: A bone has to look shorter by the first share before it counts as tilted at all, and fully from the second on: one
#: per cent of pose error alone would make it look tilted by eight degrees. Ours.
_SHORTENED_FROM, _SHORTENED_FULLY = 0.03, 0.10
#: The own length is this quantile of the lengths seen; the longest ones are pose errors.
_LENGTH_QUANTILE = 0.9
_SAMPLE_EVERY_S = 0.1
_REMEMBERED = 600


class OwnLength:
    """How long one bone of this person is at this distance from the camera, px: the most it shows, bar errors."""

    def __init__(self) -> None:
        self._seen: deque[float] = deque(maxlen=_REMEMBERED)
        self._last_s = -math.inf
        self._length_px = math.nan

    def add(self, time_s: float, length_px: float) -> None:
        """Take a length in, ten times a second at most."""
        if not math.isfinite(length_px) or time_s - self._last_s < _SAMPLE_EVERY_S:
            return
        self._last_s = time_s
        self._seen.append(length_px)
        self._length_px = float(np.quantile(np.fromiter(self._seen, float), _LENGTH_QUANTILE))

    def forget(self) -> None:
        """Begin anew, as when the person has walked to another place."""
        self._seen.clear()
        self._last_s, self._length_px = -math.inf, math.nan

    @property
    def px(self) -> float:
        """NaN before anything was seen."""
        return self._length_px


def depth_px(shown_px: float, own_px: float) -> float:
    """How far the far end of a bone lies out of the picture's plane, px; 0 where it does not look shortened."""
    if not own_px > 0:
        return 0.0
    shortened = 1.0 - shown_px / own_px
    share = (shortened - _SHORTENED_FROM) / (_SHORTENED_FULLY - _SHORTENED_FROM)
    share = min(max(share, 0.0), 1.0)
    return share * math.sqrt(max(0.0, own_px**2 - shown_px**2))


def angle_at_deg(
    middle: NDArray[np.float64],
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    own_px: tuple[float, float] = (math.nan, math.nan),
) -> float:
    """Angle at a joint between two bones, degrees; NaN where a point is missing.

    Parameters
    ----------
    middle, one, other : (xy,) the joint and the far ends of its bones, image frame.
    own_px : own lengths of the bones; NaN takes the bone as lying in the picture's plane.
    """
    u, v = one - middle, other - middle
    shown = math.hypot(*u), math.hypot(*v)
    if not (shown[0] > 0 and shown[1] > 0):
        return math.nan
    depths = depth_px(shown[0], own_px[0]), depth_px(shown[1], own_px[1])
    lengths = math.hypot(shown[0], depths[0]) * math.hypot(shown[1], depths[1])
    cosine = (float(u @ v) + depths[0] * depths[1]) / lengths
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
