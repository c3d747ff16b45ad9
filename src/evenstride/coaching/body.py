"""The body in one picture, with what is known of this person so far: own lengths, turn, and how they stood."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.coaching.facing import Facing
from evenstride.coaching.landmarks import LEAST_TO_COUNT, LEAST_TO_JUDGE, LandmarkFrame
from evenstride.coaching.lifting import OwnLength, angle_at_deg

SIDES = ("left", "right")
#: Both ends of the bones whose own length is kept.
BONES = {
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "foot": ("heel", "toe"),
}


@dataclass
class KnownBody:
    """What the pictures so far told about this person at this place."""

    facing: Facing = field(default_factory=Facing)
    trunk: OwnLength = field(default_factory=OwnLength)
    shoulders: OwnLength = field(default_factory=OwnLength)
    height: OwnLength = field(default_factory=OwnLength)
    bones: dict[str, OwnLength] = field(
        default_factory=lambda: {f"{side}_{bone}": OwnLength() for bone in BONES for side in SIDES}
    )
    #: Signals at the start of the set, by name.
    at_start: dict[str, float] = field(default_factory=dict)

    def see(self, frame: LandmarkFrame) -> BodyInFrame:
        """Learn from one picture, and give what it shows."""
        body = BodyInFrame(frame, self)
        if body.has("shoulder", "hip", least=LEAST_TO_JUDGE):
            self.trunk.add(frame.time_s, math.hypot(*body.trunk))
            self.shoulders.add(frame.time_s, math.hypot(*(body.at("left_shoulder") - body.at("right_shoulder"))))
        for side in SIDES:
            for bone, (upper, lower) in BONES.items():
                if body.sees(f"{side}_{upper}", f"{side}_{lower}", least=LEAST_TO_JUDGE):
                    span = body.at(f"{side}_{upper}") - body.at(f"{side}_{lower}")
                    self.bones[f"{side}_{bone}"].add(frame.time_s, math.hypot(*span))
        if math.isfinite(body.hips_over_feet_px):
            self.height.add(frame.time_s, body.hips_over_feet_px)
        self.facing.add(frame, self.trunk.px)
        return body

    def forget_place(self) -> None:
        """The person has moved: lengths in pixels and the start of the set are those of another place."""
        for length in (self.trunk, self.shoulders, self.height, *self.bones.values()):
            length.forget()
        self.facing.forget()
        self.at_start.clear()


@dataclass(frozen=True)
class BodyInFrame:
    """One picture beside what is known of the person."""

    frame: LandmarkFrame
    known: KnownBody

    def at(self, name: str) -> NDArray[np.float64]:
        """(xy,) of a keypoint, image frame."""
        return self.frame.point(name)

    def middle(self, point: str) -> NDArray[np.float64]:
        """(xy,) between left and right."""
        return (self.at(f"left_{point}") + self.at(f"right_{point}")) / 2

    def sees(self, *names: str, least: float = LEAST_TO_COUNT) -> bool:
        """Whether all these keypoints are seen."""
        return all(self.frame.seen(name) >= least for name in names)

    def has(self, *points: str, least: float = LEAST_TO_COUNT) -> bool:
        """Whether these points of both sides are seen."""
        return self.sees(*(f"{side}_{point}" for point in points for side in SIDES), least=least)

    @property
    def trunk(self) -> NDArray[np.float64]:
        """(xy,) from the middle of the hips to the middle of the shoulders, y up."""
        along = self.middle("shoulder") - self.middle("hip")
        return np.array([along[0], -along[1]])

    @property
    def tilt_deg(self) -> float:
        """Trunk against the vertical in the picture, 0 upright to 180 upside down; NaN where it is not seen."""
        if not self.has("shoulder", "hip"):
            return math.nan
        return math.degrees(math.acos(min(max(self.trunk[1] / max(math.hypot(*self.trunk), 1e-9), -1.0), 1.0)))

    @property
    def is_lying(self) -> bool:
        """Whether the trunk is nearer to the horizontal than to the vertical."""
        return 45.0 <= self.tilt_deg <= 135.0

    @property
    def hips_over_feet_px(self) -> float:
        """Middle of the hips above the lower ankle; NaN where they are not seen."""
        ankles = [self.at(f"{side}_ankle")[1] for side in SIDES if self.sees(f"{side}_ankle")]
        return float(max(ankles) - self.middle("hip")[1]) if ankles and self.has("hip") else math.nan

    @property
    def lower_foot(self) -> str | None:
        """The side whose foot is lower in the picture by more than a tenth of the trunk; None where they are level."""
        if not self.has("ankle"):
            return None
        left, right = (self.at(f"{side}_ankle")[1] for side in SIDES)
        if not abs(left - right) >= 0.1 * self.known.trunk.px:
            return None
        return "left" if left > right else "right"

    def joint_deg(self, side: str, *, middle: str, one: str, other: str, bones: tuple[str, str]) -> float:
        """Angle at a joint in space; see `lifting`. In the picture's plane where the body lies."""
        names = [f"{side}_{point}" for point in (middle, one, other)]
        if not self.sees(*names):
            return math.nan
        at, from_one, from_other = (self.at(name) for name in names)
        if self.is_lying:
            return angle_at_deg(at, from_one, from_other)
        first, second = (
            self.known.trunk.px if bone == "trunk" else self.known.bones[f"{side}_{bone}"].px for bone in bones
        )
        return angle_at_deg(at, from_one, from_other, (first, second))

    def flat_deg(self, side: str, *, middle: str, one: str, other: str) -> float:
        """Angle at a joint in the picture's plane."""
        names = [f"{side}_{point}" for point in (middle, one, other)]
        if not self.sees(*names):
            return math.nan
        at, from_one, from_other = (self.at(name) for name in names)
        return angle_at_deg(at, from_one, from_other)

    def weight_of(self, side: str, points: Iterable[str]) -> float:
        """How much a side's reading counts in a mean of both, by the visibility of its least visible point."""
        return min(self.frame.seen(f"{side}_{point}") for point in points) ** 2
