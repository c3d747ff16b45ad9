"""What a pose backend is, and the values that pass between picture, backend and tracker.

Image frame everywhere in this room: x right, y down, pixels, (0, 0) is the outer corner of the top-left pixel, so the
centre of that pixel is (0.5, 0.5) and the picture covers [0, width] x [0, height].
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class Picture(Protocol):
    """One picture of a clip, turned the way it is shown."""

    @property
    def time_s(self) -> float: ...
    @property
    def width_px(self) -> int: ...
    @property
    def height_px(self) -> int: ...
    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, rgb)."""
        ...

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        """Pixels of columns x0..x1 and rows y0..y1 (half-open, inside), halved in size as often as asked."""
        ...


@dataclass(frozen=True)
class RegionOfInterest:
    """A square of the picture that holds one person: hips in its middle, head or feet towards its border.

    ``rotation_rad`` turns the square clockwise as seen on screen; 0 is upright.
    """

    center_x_px: float
    center_y_px: float
    size_px: float
    rotation_rad: float = 0.0

    def __post_init__(self) -> None:
        if not self.size_px > 0:
            raise ValueError(f"Expected a region of positive size, got {self.size_px}.")

    @property
    def center_px(self) -> NDArray[np.float64]:
        return np.array([self.center_x_px, self.center_y_px])

    @classmethod
    def from_alignment(cls, center_px: NDArray[Any], scale_px: NDArray[Any]) -> RegionOfInterest:
        """Region around the middle of the hips through a point on the circle that encloses the body, above it.

        The circle is widened by a quarter, and the square stands so that the line between the points is upright.
        Raises ValueError where the points coincide.
        """
        across, down = (float(d) for d in np.asarray(scale_px, float) - np.asarray(center_px, float))
        size_px = 2.5 * math.hypot(across, down)
        return cls(float(center_px[0]), float(center_px[1]), size_px, math.atan2(across, -down))


@dataclass(frozen=True)
class PoseEstimate:
    """What a backend saw in one region.

    Attributes
    ----------
    xy_px : (keypoint, xy) image frame, in the order of the backend's ``keypoints``.
    visibility : (keypoint,) 0..1.
    presence : 0..1, whether there is a person in the region at all.
    region : where the same person is, by these points; None where they do not say.
    """

    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    presence: float
    region: RegionOfInterest | None


class PoseBackend(Protocol):
    """A model that finds the points of the one person in a region of a picture."""

    @property
    def name(self) -> str: ...
    @property
    def keypoints(self) -> tuple[str, ...]:
        """Canonical names, in the order of every estimate's points."""
        ...

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate: ...
