"""How far the body is turned from the camera: by the width that shoulders and hips show, and by the feet.

Widths tell little about small turns (at 20 degrees they are 6 % narrower), the feet's way across the picture little
about large ones. Each is weighted by what it tells. Feet are asked only while the body is upright on them.
"""

from __future__ import annotations

import math

import numpy as np

from evenstride.coaching.landmarks import LEAST_TO_JUDGE, LandmarkFrame
from evenstride.model.coached import View

#: Width between the pose model's shoulders and hips over the trunk's length, seen from straight in front. Medians of
#: people who stand facing the camera in recorded clips, which lie between 0.58 and 0.72, and 0.38 and 0.43.
SHOULDERS_OVER_TRUNK, HIPS_OVER_TRUNK = 0.68, 0.40
#: Length of the pose model's foot from heel to toe over the trunk's.
FOOT_OVER_TRUNK = 0.45
#: Ankles lie lower than knees by this share of the trunk on somebody who stands on the feet.
_STANDS_FROM = 0.45
#: What points ahead is trusted up to this share of the trunk.
_MOST_AHEAD = 0.3
#: The turn is an average over so long: a body turns slowly beside the error of one picture.
_MEMORY_S = 1.0
#: Borders of the views, degrees from facing the camera.
FRONT_MOST_DEG, SIDE_LEAST_DEG = 28.0, 60.0


class Facing:
    """The turn of the body over the last second.

    Attributes
    ----------
    yaw_deg : 0 facing the camera or away from it, 90 seen from the side; NaN before it was seen.
    """

    def __init__(self) -> None:
        self.yaw_deg = math.nan
        self._toward = 0.0
        self._ahead = 0.0
        self._last_s = math.nan

    def forget(self) -> None:
        """Begin anew."""
        self.yaw_deg, self._toward, self._ahead, self._last_s = math.nan, 0.0, 0.0, math.nan

    def add(self, frame: LandmarkFrame, trunk_px: float) -> None:
        """Take one picture in; ``trunk_px`` is the trunk's own length."""
        names = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
        if not trunk_px > 0 or min(frame.seen(name) for name in names) < LEAST_TO_JUDGE:
            return
        left_shoulder, right_shoulder, left_hip, right_hip = (frame.point(name) for name in names)
        axis = (left_shoulder + right_shoulder - left_hip - right_hip) / 2
        long = math.hypot(*axis)
        if not long > 0:
            return
        shoulders, hips = (
            _across(pair, axis / long) for pair in (left_shoulder - right_shoulder, left_hip - right_hip)
        )
        turns = [
            math.degrees(math.acos(min(1.0, abs(width) / trunk_px / expected)))
            for width, expected in ((shoulders, SHOULDERS_OVER_TRUNK), (hips, HIPS_OVER_TRUNK))
        ]
        yaw_deg = _with_feet(sum(turns) / 2, _feet_deg(frame, trunk_px))
        share = self._share_of_new(frame.time_s)
        self.yaw_deg = yaw_deg if math.isnan(self.yaw_deg) else self.yaw_deg + share * (yaw_deg - self.yaw_deg)
        self._toward += share * (math.copysign(1.0, shoulders) - self._toward)
        self._ahead += share * (_ahead_in_picture(frame, axis / long, trunk_px) - self._ahead)

    @property
    def is_away(self) -> bool:
        """Whether the back is turned to the camera."""
        return self._toward < 0

    @property
    def ahead(self) -> float:
        """+1 where the body looks toward the picture's right (seen with the head up), -1 toward its left."""
        return math.copysign(1.0, self._ahead)

    def view_at(self, yaw_deg: float) -> View:
        """The view at a turn, in a word."""
        if math.isnan(yaw_deg):
            return "unknown"
        if yaw_deg >= SIDE_LEAST_DEG:
            return "side"
        if yaw_deg <= FRONT_MOST_DEG:
            return "rear" if self.is_away else "front"
        return "rear_oblique" if self.is_away else "oblique"

    def _share_of_new(self, time_s: float) -> float:
        elapsed_s = _MEMORY_S if math.isnan(self._last_s) else max(0.0, time_s - self._last_s)
        self._last_s = time_s
        return 1.0 - math.exp(-elapsed_s / _MEMORY_S)


def _across(pair: np.ndarray, axis: np.ndarray) -> float:
    """Left from right across the trunk: positive where the body faces the camera."""
    return float(axis[1] * pair[0] - axis[0] * pair[1]) * -1.0


def _stands_on(frame: LandmarkFrame, side: str, trunk_px: float) -> bool:
    """Whether a foot is seen, and below its knee: who kneels has the toes behind them."""
    names = [f"{side}_{point}" for point in ("knee", "ankle", "heel", "toe")]
    if min(frame.seen(name) for name in names) < LEAST_TO_JUDGE:
        return False
    knee, ankle, *_ = (frame.point(name) for name in names)
    return bool(ankle[1] - knee[1] >= _STANDS_FROM * trunk_px)


def _feet_deg(frame: LandmarkFrame, trunk_px: float) -> float:
    """The turn by the feet, from -90 to 90, + toward the picture's right; NaN where not both are stood on.

    Toes that point outward cancel: each foot's own turn goes into the mean.
    """
    hips, shoulders = (
        (frame.point(f"left_{point}") + frame.point(f"right_{point}"))[1] for point in ("hip", "shoulder")
    )
    if hips - shoulders < trunk_px or not all(_stands_on(frame, side, trunk_px) for side in ("left", "right")):
        return math.nan
    turns = []
    for side in ("left", "right"):
        across = frame.point(f"{side}_toe")[0] - frame.point(f"{side}_heel")[0]
        turns.append(math.degrees(math.asin(min(max(across / (FOOT_OVER_TRUNK * trunk_px), -1.0), 1.0))))
    return sum(turns) / 2


def _with_feet(widths_deg: float, feet_deg: float) -> float:
    """The turn by the widths, and by the feet as far as these tell more."""
    if math.isnan(feet_deg):
        return widths_deg
    weight = math.cos(math.radians(widths_deg)) ** 2
    return weight * abs(feet_deg) + (1.0 - weight) * widths_deg


def _ahead_in_picture(frame: LandmarkFrame, axis: np.ndarray, trunk_px: float) -> float:
    """Which way the body looks across the trunk, in shares of the trunk: by the nose, and by the feet it stands on."""
    ahead = 0.0
    if frame.seen("nose") >= LEAST_TO_JUDGE:
        middle = (frame.point("left_shoulder") + frame.point("right_shoulder")) / 2
        ahead += _across(frame.point("nose") - middle, axis) / trunk_px
    feet = [side for side in ("left", "right") if _stands_on(frame, side, trunk_px)]
    if feet or ahead == 0.0:
        feet = feet or ["left", "right"]
        across = [frame.point(f"{side}_toe")[0] - frame.point(f"{side}_heel")[0] for side in feet]
        ahead += float(np.nan_to_num(sum(across) / len(across))) / trunk_px
    return min(max(ahead, -_MOST_AHEAD), _MOST_AHEAD)
