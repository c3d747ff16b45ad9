"""Which of the spots on a runner's back are tape marks: two alike, as far apart and placed as marks are.

All lengths in trunk lengths (`tape_body`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from evenstride.pose.tape_blobs import LEAST_CONTRAST, Spot
from evenstride.pose.tape_body import BodyLine

#: Dimples of the pelvis: 8 to 10 cm apart, 4 to 10 cm above the line of the hip joints; with the pose model's error.
PELVIS_APART = (0.12, 0.36)
PELVIS_ABOVE_HIPS = (0.00, 0.42)
MOST_OFF_MIDDLE = 0.14
MOST_TILT_DEG = 25.0
#: Two marks of one tape: colours as far apart as shade makes them, smaller over larger diameter.
MOST_UNLIKE = 22.0
LEAST_SIZE_RATIO = 0.62
#: More spots of the same kind than these beside a pair are a print, not tape.
MOST_LIKE_SPOTS = 1
#: Contrast at which nothing is left to doubt.
FULL_CONTRAST = 40.0


def likeness(a: Spot, b: Spot) -> float:
    """0..1: how alike two spots are in colour and size; 0 beyond the limits.

    Brightness counts half: the two sides of the body stand in different light, the tape's hue stays.
    """
    unlike = float(np.linalg.norm((a.colour - b.colour) * (0.5, 1.0, 1.0)))
    ratio = min(a.size_px, b.size_px) / max(a.size_px, b.size_px)
    if unlike > MOST_UNLIKE or ratio < LEAST_SIZE_RATIO:
        return 0.0
    strength = min(a.contrast, b.contrast) / max(a.contrast, b.contrast)
    return (1.0 - unlike / (2 * MOST_UNLIKE)) * float(np.sqrt(ratio)) * float(np.sqrt(strength))


def choose_pelvis_pair(spots: Sequence[Spot], trunk: BodyLine) -> tuple[Spot, Spot, float] | None:
    """Left and right mark over the dimples of the pelvis and how sure that is, 0..1; None where there are none.

    Seen from behind, the runner's left is at image left.
    """
    best: tuple[Spot, Spot, float] | None = None
    for a, b in combinations(spots, 2):
        left, right = (a, b) if a.xy_px[0] < b.xy_px[0] else (b, a)
        quality = _pelvis_quality(left, right, trunk)
        if quality > 0 and (best is None or quality > best[2]):
            best = (left, right, quality)
    if best is None or is_print(best[0], best[1], spots):
        return None
    return best


def is_print(a: Spot, b: Spot, spots: Sequence[Spot]) -> bool:
    """Whether a pair is one of many spots of its kind."""
    others = [spot for spot in spots if spot is not a and spot is not b]
    return sum(likeness(a, spot) > 0.5 and likeness(b, spot) > 0.5 for spot in others) > MOST_LIKE_SPOTS


def contrast_quality(a: Spot, b: Spot) -> float:
    """0.3..1 by the weaker contrast of the two."""
    contrast = min(a.contrast, b.contrast)
    return float(np.clip(0.3 + 0.7 * (contrast - LEAST_CONTRAST) / (FULL_CONTRAST - LEAST_CONTRAST), 0.0, 1.0))


def is_within(value: float, limits: tuple[float, float]) -> bool:
    """Limits included."""
    return limits[0] <= value <= limits[1]


def _pelvis_quality(left: Spot, right: Spot, trunk: BodyLine) -> float:
    apart_px = right.xy_px - left.xy_px
    apart = float(np.hypot(*apart_px)) / trunk.trunk_px
    tilt_deg = abs(float(np.degrees(np.arctan2(apart_px[1], apart_px[0]))))
    above, beside = trunk.place(0.5 * (left.xy_px + right.xy_px))
    is_placed = is_within(apart, PELVIS_APART) and is_within(float(above), PELVIS_ABOVE_HIPS)
    if not is_placed or abs(beside) > MOST_OFF_MIDDLE or tilt_deg > MOST_TILT_DEG:
        return 0.0
    placed = 1.0 - 0.5 * abs(float(beside)) / MOST_OFF_MIDDLE
    return contrast_quality(left, right) * likeness(left, right) * placed
