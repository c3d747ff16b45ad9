"""Whether the camera stands well: the needed parts inside the picture, near enough, from the right side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from evenstride.coaching.landmarks import LEAST_TO_COUNT, LandmarkFrame

if TYPE_CHECKING:
    from evenstride.knowledge.schema.form_watch import CameraAdvice

#: Body parts -> points; one side is enough where the body is seen from the side.
PART_POINTS: dict[str, tuple[str, ...]] = {
    "head": ("nose",),
    "shoulders": ("shoulder",),
    "arms": ("elbow", "wrist"),
    "hips": ("hip",),
    "knees": ("knee",),
    "feet": ("ankle", "heel", "toe"),
}
_WORDS = {"head": "head", "shoulders": "shoulders", "arms": "arms", "hips": "hips", "knees": "knees", "feet": "feet"}
#: The body's extent as a share of the picture's longer side: less is too far for the feet's few pixels. Ours.
_LEAST_EXTENT = 0.25


def unseen_parts(frame: LandmarkFrame, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Parts of which no side is seen, in the order given."""
    return tuple(part for part in parts if not _is_seen(frame, part))


def lost_words(parts: tuple[str, ...]) -> str:
    """What is said about parts that are not seen.

    Examples
    --------
    >>> lost_words(("feet",))
    "I can't see your feet."
    >>> lost_words(("hips", "knees", "feet"))
    "I can't see you."
    """
    if len(parts) > 2 or {"shoulders", "hips"} <= set(parts):
        return "I can't see you."
    names = [_WORDS[part] for part in parts]
    return f"I can't see your {' and '.join(names)}."


def placement_advice(frame: LandmarkFrame, camera: CameraAdvice, yaw_deg: float) -> tuple[str, ...]:
    """What to change about the camera now; empty where it stands well.

    Parameters
    ----------
    yaw_deg : how far the body is turned from facing the camera; NaN where it is not known.
    """
    advice = []
    cut = _cut_off(frame, camera.must_see)
    if cut:
        advice.append(f"Your {' and '.join(cut)} leave the picture. Step back, or move the phone back.")
    extent = _extent(frame)
    if math.isfinite(extent) and extent < _LEAST_EXTENT:
        advice.append("You are far away. Come nearer, or move the phone nearer.")
    low, high = camera.yaw_deg.low or 0.0, camera.yaw_deg.high or 0.0
    if math.isfinite(yaw_deg) and not low <= yaw_deg <= high:
        wanted = "your side" if yaw_deg < low else "your front"
        advice.append(f"Turn, or move the phone, so that it sees {wanted}.")
    return tuple(advice)


def _is_seen(frame: LandmarkFrame, part: str) -> bool:
    if part == "head":
        return frame.seen("nose") >= LEAST_TO_COUNT
    points = PART_POINTS[part]
    needed = points[:1] if part == "feet" else points
    return any(all(frame.seen(f"{side}_{point}") >= LEAST_TO_COUNT for point in needed) for side in ("left", "right"))


def _cut_off(frame: LandmarkFrame, parts: tuple[str, ...]) -> list[str]:
    """Parts whose points all lie outside the picture."""
    width, height = frame.image_size_px
    cut = []
    for part in parts:
        names = ["nose"] if part == "head" else [f"{s}_{p}" for s in ("left", "right") for p in PART_POINTS[part]]
        points = np.array([frame.point(name) for name in names])
        points = points[np.isfinite(points).all(axis=1)]
        is_inside = np.all((points >= 0) & (points < (width, height)), axis=1)
        if len(points) and not is_inside.any():
            cut.append(_WORDS[part])
    return cut


def _extent(frame: LandmarkFrame) -> float:
    points = frame.xy_px[np.isfinite(frame.xy_px).all(axis=1)]
    if len(points) < 2:
        return math.nan
    return float(np.max(points.max(axis=0) - points.min(axis=0)) / max(frame.image_size_px))
