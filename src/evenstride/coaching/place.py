"""Whether the person stays where they are, and is in a posture the exercise is done in."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evenstride.coaching.body import SIDES, BodyInFrame

#: What a movement's contact that stays means in keypoints. A foot or a knee may travel while the other one stays.
_POINT_OF_CONTACT = {
    **dict.fromkeys(("feet", "left_foot", "right_foot", "heels", "left_heel", "right_heel"), "ankle"),
    **dict.fromkeys(("toes", "left_toes", "right_toes"), "toe"),
    **dict.fromkeys(("knees", "left_knee", "right_knee"), "knee"),
    **dict.fromkeys(("upper_back", "front"), "shoulder"),
    "back": "hip",
}
#: Further from where it was than this share of the trunk, a contact has moved: about 17 cm. Ours.
_MOST_SHIFT = 0.35
#: For so long, at least.
_MOVED_FOR_S = 0.15
#: While the person waits at the start, the remembered place follows them this fast.
_FOLLOWS_S = 0.7
#: Trunk against the vertical, degrees: the most for standing and kneeling, the least for lying. Ours.
_MOST_UPRIGHT_DEG, _LEAST_LYING_DEG = 85.0, 45.0
#: Kneeling shows a knee bent at least so far, standing one that is bent less.
_LEAST_KNEELING_DEG = 55.0


class Place:
    """Where the contacts that must not travel are."""

    def __init__(self, stays: str) -> None:
        self._point = _POINT_OF_CONTACT[stays]
        self._at: dict[str, NDArray[np.float64]] = {}
        self._stayed_s = -math.inf

    def has_moved(self, body: BodyInFrame, *, is_waiting: bool) -> bool:
        """Whether neither contact is where it was; the place is then where they are now.

        Parameters
        ----------
        is_waiting : at the start of a repetition: the place follows slow drifts.
        """
        seen = [side for side in SIDES if body.sees(f"{side}_{self._point}")]
        if not seen:
            return False
        time_s = body.frame.time_s
        now = {side: body.at(f"{side}_{self._point}") for side in seen}
        for side in seen:
            self._at.setdefault(side, now[side])
        if any(self._shift(body, now[side]) <= _MOST_SHIFT for side in seen):
            self._follow(time_s, now, is_waiting=is_waiting)
            return False
        if time_s - self._stayed_s < _MOVED_FOR_S:
            return False
        self._at, self._stayed_s = now, time_s
        return True

    def _shift(self, body: BodyInFrame, now: NDArray[np.float64]) -> float:
        """How far a contact is from the nearest remembered one, in trunk lengths.

        The pose model exchanges left and right for a picture now and then, so names are not asked for.
        """
        trunk_px = body.known.trunk.px
        return min(math.hypot(*(now - was)) for was in self._at.values()) / trunk_px if trunk_px > 0 else 0.0

    def _follow(self, time_s: float, now: dict[str, NDArray[np.float64]], *, is_waiting: bool) -> None:
        elapsed_s = 0.0 if math.isinf(self._stayed_s) else time_s - self._stayed_s
        share = 1.0 - math.exp(-elapsed_s / _FOLLOWS_S) if is_waiting else 0.0
        for side, at in now.items():
            self._at[side] = self._at[side] + share * (at - self._at[side])
        self._stayed_s = time_s

    def planted_side(self, body: BodyInFrame) -> str | None:
        """The side whose contact stayed while the other one went away; None where both did, or neither."""
        trunk_px = body.known.trunk.px
        shift = {
            side: math.hypot(*(body.at(f"{side}_{self._point}") - self._at[side])) / trunk_px
            for side in SIDES
            if side in self._at and body.sees(f"{side}_{self._point}")
        }
        if len(shift) < 2 or not trunk_px > 0:
            return None
        still, moved = sorted(shift, key=lambda side: shift[side])
        return still if shift[moved] > 0.15 and shift[moved] > 2 * shift[still] else None

    def forget(self) -> None:
        """Nobody is there any more."""
        self._at.clear()
        self._stayed_s = -math.inf


def is_in_posture(posture: str, body: BodyInFrame) -> bool:
    """Whether the body is upright, stands on a straight leg, kneels or lies; True where what would tell is not seen."""
    tilt_deg = body.tilt_deg
    if math.isnan(tilt_deg):
        return True
    if posture == "lying":
        return _LEAST_LYING_DEG <= tilt_deg <= 180 - _LEAST_LYING_DEG
    if tilt_deg > _MOST_UPRIGHT_DEG:
        return False
    if posture in ("kneeling", "standing"):
        knees = [
            180.0 - body.joint_deg(side, middle="knee", one="hip", other="ankle", bones=("thigh", "shank"))
            for side in SIDES
            if body.sees(f"{side}_hip", f"{side}_knee", f"{side}_ankle")
        ]
        if not knees:
            return True
        return max(knees) >= _LEAST_KNEELING_DEG if posture == "kneeling" else min(knees) <= _LEAST_KNEELING_DEG
    return True
