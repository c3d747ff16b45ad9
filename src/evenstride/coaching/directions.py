"""Ahead and across of the body itself, from what the picture shows and how much shorter the bones look than they are.

A picture from half aside mixes them: a knee that bends forward moves across the picture as one that drops inward does.
With the depth of each bone by its shortening (`lifting`) and the turn of the body (`facing`) they are told apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evenstride.coaching.lifting import depth_px

if TYPE_CHECKING:
    from evenstride.coaching.body import BodyInFrame


def knee_from_hip_px(body: BodyInFrame, side: str) -> tuple[float, float]:
    """Hip to knee: toward the runner's left, and down, px. The knee is taken as ahead of the hip."""
    return _along(body, f"{side}_hip", f"{side}_knee", own_px=body.known.bones[f"{side}_thigh"].px, toward=1.0)


def ankle_from_knee_px(body: BodyInFrame, side: str) -> tuple[float, float]:
    """Knee to ankle, likewise; the ankle is taken as behind the knee."""
    return _along(body, f"{side}_knee", f"{side}_ankle", own_px=body.known.bones[f"{side}_shank"].px, toward=-1.0)


def leftward_px(body: BodyInFrame, across_px: float, ahead_px: float) -> float:
    """Toward the runner's left, of a way across the picture and one out of it.

    Parameters
    ----------
    across_px : toward the picture's right.
    ahead_px : size of the part out of the picture's plane, + where it goes the way the body faces.
    """
    facing = body.known.facing
    yaw = math.radians(facing.yaw_deg) if math.isfinite(facing.yaw_deg) else 0.0
    toward = -1.0 if facing.is_away else 1.0
    return across_px * toward * math.cos(yaw) - ahead_px * toward * facing.ahead * math.sin(yaw)


def _along(body: BodyInFrame, start: str, end: str, *, own_px: float, toward: float) -> tuple[float, float]:
    across, down = body.at(end) - body.at(start)
    ahead_px = toward * depth_px(math.hypot(across, down), own_px)
    return leftward_px(body, float(across), ahead_px), float(down)
