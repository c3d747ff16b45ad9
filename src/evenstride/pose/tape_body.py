"""Where on a runner seen from behind tape marks can be: a frame of the trunk and one of each lower leg.

Shares are of the trunk's length in the picture, middle of the hips to middle of the shoulders: it hardly changes over a
stride, while legs seen from behind grow short and long. It is about 0.5 m on a grown person, so 0.05 is a mark of
2.5 cm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Shoulder distance over trunk length: 0.65 to 0.77 square from behind, and the middle of the swinging shoulders near 0
#: from the side (rendered clips). The same border as between oblique and rear in a clip's view (0.30 leg lengths).
LEAST_SHOULDERS = 0.45
#: A lower leg shorter than this points towards the camera: its heel counter is not seen.
LEAST_SHANK = 0.5
#: An ankle higher than this above the other belongs to the leg that swings.
MOST_LIFT = 0.2


@dataclass(frozen=True)
class BodyLine:
    """A line of the body in the picture and its unit of length.

    Attributes
    ----------
    origin_px : (xy) middle of the hips, or the knee.
    along : (xy) unit vector: up the trunk, or down the lower leg.
    trunk_px : length of the trunk.
    length_px : length of the line itself.
    """

    origin_px: NDArray[np.float64]
    along: NDArray[np.float64]
    trunk_px: float
    length_px: float

    def place(self, xy_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) along and across (image right positive) the line, of points (..., xy), in trunk lengths."""
        relative = (xy_px - self.origin_px) / self.trunk_px
        across = np.array([-self.along[1], self.along[0]])
        across = across if across[0] >= 0 else -across
        return np.stack([relative @ self.along, relative @ across], axis=-1)


def trunk_from_behind(points_px: Mapping[str, NDArray[np.float64]]) -> BodyLine | None:
    """The trunk of a runner seen from behind; None from any other side, or where hips or shoulders are missing."""
    names = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    if any(name not in points_px for name in names):
        return None
    left_shoulder, right_shoulder, left_hip, right_hip = (points_px[name] for name in names)
    hips = 0.5 * (left_hip + right_hip)
    up = 0.5 * (left_shoulder + right_shoulder) - hips
    trunk_px = float(np.hypot(*up))
    if not trunk_px > 0 or not right_shoulder[0] - left_shoulder[0] >= LEAST_SHOULDERS * trunk_px:
        return None
    if not (right_hip[0] > left_hip[0] and up[1] < 0):
        return None
    return BodyLine(hips, up / trunk_px, trunk_px, trunk_px)


def lower_leg_from_behind(points_px: Mapping[str, NDArray[np.float64]], side: str, trunk_px: float) -> BodyLine | None:
    """Knee to ankle of a leg that stands or nearly does; None while it swings."""
    other = {"left": "right", "right": "left"}[side]
    knee, ankle, other_ankle = (points_px[name] for name in (f"{side}_knee", f"{side}_ankle", f"{other}_ankle"))
    down = ankle - knee
    length_px = float(np.hypot(*down))
    if not is_standing(length_px, float(other_ankle[1] - ankle[1]), trunk_px):
        return None
    return BodyLine(knee, down / length_px, trunk_px, length_px)


def is_standing(shank_px: float, lift_px: float, trunk_px: float) -> bool:
    """Whether a leg's heel can face the camera: its lower leg is seen long, and its ankle is not the higher one.

    ``lift_px``: how much higher the ankle is than the other; NaN anywhere is no.
    """
    return bool(shank_px >= LEAST_SHANK * trunk_px and lift_px <= MOST_LIFT * trunk_px)
