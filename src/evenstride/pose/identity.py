"""Whether the person seen now is the runner: by place, size and the colours of the clothes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.appearance import Appearance, describe_appearance
from evenstride.pose.backend import Picture, PoseEstimate, RegionOfInterest


@dataclass(frozen=True)
class StartHint:
    """Where, and as what, the runner was seen once.

    ``appearance`` is None where it is not known.
    """

    time_s: float
    region: RegionOfInterest
    appearance: Appearance | None = None


@dataclass(frozen=True)
class IdentitySettings:
    """What counts as the same person. Lengths are fractions of the region's size, about 1.3 body heights.

    Attributes
    ----------
    most_jump : of the middle of the hips against its prediction, from one picture to the next.
    most_size_change : ratio of the region's size to the expected one, either way.
    most_speed_per_s : of a runner who passes the camera, while nobody was looking.
    least_speed_per_s, speed_share : where the runner's speed is known, the most it can have been since is this plus so
        many times the known one.
    most_colour_distance : see `Appearance.distance`.
    look_every_s : between two looks at the colours while following.
    strange_looks : so many looks in a row at other colours mean another person; an arm swings faster than that.
    most_looks : that what is known about the runner's colours rests on.
    """

    most_jump: float = 0.25
    most_size_change: float = 1.5
    most_speed_per_s: float = 3.0
    least_speed_per_s: float = 0.5
    speed_share: float = 1.5
    most_colour_distance: float = 2.0
    look_every_s: float = 0.1
    strange_looks: int = 5
    most_looks: int = 50


class RunnerIdentity:
    """What is known about the runner so far."""

    def __init__(self, start: StartHint | None, keypoints: Sequence[str], settings: IdentitySettings) -> None:
        self.settings = settings
        self.seen_s: float | None = start.time_s if start else None
        self.region: RegionOfInterest | None = start.region if start else None
        self._speed_per_s: float | None = None
        self._appearance = start.appearance if start else None
        self._keypoints = keypoints
        self._last_look_s = -np.inf
        self._strange: list[int] = []

    def remember(self, time_s: float, region: RegionOfInterest, speed_px_s: float | None = None) -> None:
        """The runner was seen here, and moved that fast over the picture where that is known."""
        self.seen_s, self.region = time_s, region
        self._speed_per_s = None if speed_px_s is None else speed_px_s / region.size_px

    def unlikeness(self, region: RegionOfInterest, time_s: float) -> float:
        """0 at the last known place and size; 1 at the border of what a runner can have done since."""
        if self.region is None or self.seen_s is None:
            return 0.0
        gap_s = abs(time_s - self.seen_s)
        reach = self.settings.most_jump + self._most_speed_per_s() * gap_s
        growth = self.settings.most_size_change * (1 + gap_s)
        change = abs(math.log(region.size_px / self.region.size_px))
        return max(jump(region, self.region) / reach, change / math.log(growth))

    def is_next(self, region: RegionOfInterest, expected: RegionOfInterest) -> bool:
        """Whether a region can be the expected one's person in the next picture."""
        limit = self.settings.most_size_change
        return (
            jump(region, expected) < self.settings.most_jump and 1 / limit < region.size_px / expected.size_px < limit
        )

    def wears(self, look: NDArray[np.float64] | None) -> bool:
        """Whether these can be the runner's colours; True where either is not known."""
        if self._appearance is None or look is None:
            return True
        return self._appearance.distance(look) < self.settings.most_colour_distance

    def describe(self, picture: Picture, estimate: PoseEstimate) -> NDArray[np.float64] | None:
        """One look at somebody; see `describe_appearance`."""
        return describe_appearance(picture, estimate, self._keypoints)

    def look(self, picture: Picture, estimate: PoseEstimate, index: int) -> int | None:
        """Look at the colours now and then, and learn them.

        Returns the index of the first picture with other colours once they stayed other for several looks, else None.
        """
        if picture.time_s - self._last_look_s < self.settings.look_every_s:
            return None
        look = self.describe(picture, estimate)
        if look is None:
            return None
        self._last_look_s = picture.time_s
        if self.wears(look):
            self._strange.clear()
            self._learn(look)
            return None
        self._strange.append(index)
        return self._strange[0] if len(self._strange) >= self.settings.strange_looks else None

    def forget_strangers(self) -> None:
        """Begin a new count of strange looks, after a loss."""
        self._strange.clear()

    def _most_speed_per_s(self) -> float:
        if self._speed_per_s is None:
            return self.settings.most_speed_per_s
        likely = self.settings.least_speed_per_s + self.settings.speed_share * self._speed_per_s
        return min(likely, self.settings.most_speed_per_s)

    def _learn(self, look: NDArray[np.float64]) -> None:
        if self._appearance is None:
            self._appearance = Appearance.from_looks([look])
        else:
            self._appearance = self._appearance.learn(look, most_looks=self.settings.most_looks)


def jump(region: RegionOfInterest, expected: RegionOfInterest) -> float:
    """Distance between two regions' middles as a fraction of the expected one's size."""
    return float(np.hypot(*(region.center_px - expected.center_px))) / expected.size_px
