"""The mannequin's proportions: segment lengths as shares of stature, and how round its parts are."""

from __future__ import annotations

from dataclasses import dataclass

#: Segment lengths over stature (Drillis & Contini 1966, as textbooks of biomechanics reproduce them; to be checked
#: against the report itself). The trunk reaches from the hip (0.530) to the shoulder (0.818).
THIGH = 0.245
SHANK = 0.246
ANKLE_HEIGHT = 0.039
TRUNK = 0.288
UPPER_ARM = 0.186
FOREARM = 0.146

#: Ours, for a drawing that reads well: joint centres lie inside the breadths that the source gives, and the foot's
#: length of 0.152 is shared out between heel, ball and toe.
HALF_HIPS = 0.048
HALF_SHOULDERS = 0.106
HAND = 0.045
HEEL_BACK = 0.026
BALL_FORWARD = 0.070
TOE = 0.034
NECK = 0.040
HEAD_ABOVE_NECK = 0.112

#: Radii over stature, ours: the mannequin's roundness. What touches the floor touches it with these.
RADII: dict[str, float] = {
    "hip": 0.054,
    "knee": 0.033,
    "ankle": 0.023,
    "heel": 0.019,
    "ball": 0.015,
    "toe": 0.011,
    "arch": 0.016,
    "shoulder": 0.035,
    "elbow": 0.023,
    "wrist": 0.018,
    "hand": 0.017,
    "neck": 0.027,
    "head": 0.064,
    "hair": 0.064,
    "nose": 0.012,
    "chest": 0.060,
    "pelvis": 0.058,
    "waist": 0.058,
}


@dataclass(frozen=True)
class Body:
    """A body of one size; every length follows from its stature."""

    stature_m: float = 1.75

    def length_m(self, share: float) -> float:
        """A share of stature in metres."""
        return share * self.stature_m

    def radius_m(self, point: str) -> float:
        """How thick the body is around a point, whichever side it is on."""
        return RADII[point.removeprefix("left_").removeprefix("right_").removeprefix("mid_")] * self.stature_m
