"""Fakes for tests: painted people whose points are known, and a backend and a finder that see exactly them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.model import CANONICAL_KEYPOINTS
from evenstride.pose.backend import Picture, PoseEstimate, RegionOfInterest
from evenstride.pose.detector import Detection
from evenstride.signals.pictures import halve

Colour = tuple[int, int, int]
#: Height above the hips (down is negative) of each kind of point, in body heights.
_LEVELS = {
    "nose": 0.42, "eye": 0.43, "ear": 0.43, "shoulder": 0.3, "elbow": 0.15, "wrist": 0.0,
    "hip": 0.0, "knee": -0.25, "ankle": -0.48, "heel": -0.5, "toe": -0.5,
}  # fmt: skip


@dataclass(frozen=True)
class PaintedPerson:
    """A figure of three coloured blocks: upper trunk, lower trunk, legs.

    ``x_px, y_px`` is the middle of the hips; ``stride_deg`` how far the legs are apart, left leg in front.
    """

    x_px: float
    y_px: float
    height_px: float
    colours: tuple[Colour, Colour, Colour] = ((200, 30, 30), (30, 30, 200), (20, 20, 20))
    stride_deg: float = 0.0

    def points_px(self) -> NDArray[np.float64]:
        """(keypoint, xy) of `CANONICAL_KEYPOINTS`, image frame."""
        return np.array([self._point(name) for name in CANONICAL_KEYPOINTS])

    def region(self) -> RegionOfInterest:
        """The square a perfect detector gives."""
        return RegionOfInterest(self.x_px, self.y_px, 1.3 * self.height_px)

    def _point(self, name: str) -> tuple[float, float]:
        side, _, point = name.rpartition("_")
        level = _LEVELS[point]
        swing = math.radians(self.stride_deg / 2) * {"left": 1, "right": -1, "": 0}[side]
        forward = -level * math.tan(swing) if level < 0 else 0.0
        return self.x_px + forward * self.height_px, self.y_px - level * self.height_px


@dataclass(frozen=True)
class PaintedPicture:
    """A picture of painted people on grey; later people stand in front of earlier ones."""

    time_s: float
    people: tuple[PaintedPerson, ...] = ()
    width_px: int = 640
    height_px: int = 360
    background: Colour = (128, 128, 128)

    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, rgb)"""
        image = np.full((self.height_px, self.width_px, 3), self.background, np.uint8)
        for person in self.people:
            for (top, bottom), colour in zip(((0.3, 0.15), (0.15, 0.0), (0.0, -0.5)), person.colours, strict=True):
                rows = _span(person.y_px - top * person.height_px, person.y_px - bottom * person.height_px)
                columns = _span(person.x_px - 0.1 * person.height_px, person.x_px + 0.1 * person.height_px)
                image[rows, columns] = colour
        return image

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        """The pixels of one region."""
        return halve(self.rgb()[y0:y1, x0:x1], halvings)


@dataclass
class PaintedBackend:
    """Sees the person in front whose hips are in the inner half of the region; counts how often it was asked."""

    name: str = "painted"
    keypoints: tuple[str, ...] = CANONICAL_KEYPOINTS
    calls: int = field(default=0)

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate:
        self.calls += 1
        for person in reversed(_people_of(picture)):
            if math.dist((person.x_px, person.y_px), region.center_px) < region.size_px / 4:
                return PoseEstimate(person.points_px(), np.ones(len(self.keypoints)), 1.0, person.region())
        return PoseEstimate(np.zeros((len(self.keypoints), 2)), np.zeros(len(self.keypoints)), 0.0, None)


class PaintedFinder:
    """Finds every painted person whose hips are inside one of the squares."""

    def detect(self, picture: Picture, squares: Iterable[RegionOfInterest] | None = None) -> list[Detection]:
        looked_at = None if squares is None else list(squares)
        return [
            Detection(0.9, (person.x_px, person.y_px), (person.x_px, person.y_px - person.region().size_px / 2.5))
            for person in _people_of(picture)
            if looked_at is None or any(_is_inside(person, square) for square in looked_at)
        ]


def _people_of(picture: Picture) -> tuple[PaintedPerson, ...]:
    if not isinstance(picture, PaintedPicture):
        raise TypeError("Expected a painted picture.")
    return picture.people


def _is_inside(person: PaintedPerson, square: RegionOfInterest) -> bool:
    half_px = square.size_px / 2
    return abs(person.x_px - square.center_x_px) <= half_px and abs(person.y_px - square.center_y_px) <= half_px


def _span(start_px: float, end_px: float) -> slice:
    return slice(max(0, round(start_px)), max(0, round(end_px)))
