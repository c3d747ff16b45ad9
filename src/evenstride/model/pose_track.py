"""Where the runner's points were, picture by picture: the value every later step starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

#: Names every backend and reader maps to. ``toe`` is the front of the shoe (BlazePose foot index, Halpe big toe).
CANONICAL_KEYPOINTS: tuple[str, ...] = (
    "nose",
    *(
        f"{side}_{point}"
        for point in ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
        for side in ("left", "right")
    ),
)

#: Points on the surface of body, clothes and shoes that no pose model gives: tape marks, laboratory markers, or lines
#: read off the picture. A track has only those that its source saw.
#: ``psis``: dimple (or tape) at the back of the pelvis; ``asis``: its bony front. ``sole_back`` and ``sole_front``: two
#: points of the line under the shoe, seen from the side. ``heel_top`` and ``heel_bottom``: on the middle line of the
#: heel counter, ``calf`` and ``achilles``: on the middle line of the lower leg, seen from behind.
SURFACE_KEYPOINTS: tuple[str, ...] = tuple(
    f"{side}_{point}"
    for point in (
        *("psis", "asis", "sole_back", "sole_front"),
        *("heel_top", "heel_bottom", "calf", "achilles"),
    )
    for side in ("left", "right")
)


@dataclass(frozen=True)
class PoseTrack:
    """Keypoints of one runner over time.

    Attributes
    ----------
    time_s : (time,) seconds on the recording's clock, strictly increasing.
    xy_px : (time, keypoint, xy) image frame, x right, y down, pixels as shown; NaN where there is no point.
    visibility : (time, keypoint) 0..1, the model's own confidence that the point is seen.
    keypoints : names of the second axis, from `CANONICAL_KEYPOINTS` and `SURFACE_KEYPOINTS`.
    image_size_px : (width, height).
    source : what made the points, e.g. ``blazepose_heavy``.
    """

    time_s: NDArray[np.float64]
    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    keypoints: tuple[str, ...]
    image_size_px: tuple[int, int]
    source: str

    def __post_init__(self) -> None:
        expected = (len(self.time_s), len(self.keypoints))
        if self.xy_px.shape != (*expected, 2) or self.visibility.shape != expected:
            raise ValueError(
                f"Expected points {(*expected, 2)} and visibility {expected}, "
                f"got {self.xy_px.shape} and {self.visibility.shape}."
            )
        unknown = set(self.keypoints) - {*CANONICAL_KEYPOINTS, *SURFACE_KEYPOINTS}
        if unknown:
            raise ValueError(f"Unknown keypoint names: {sorted(unknown)}.")
        if np.any(np.diff(self.time_s) <= 0):
            raise ValueError("Expected strictly increasing times in a pose track.")

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def fps(self) -> float:
        """Pictures per second: 1 / median interval."""
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self) > 1 else 0.0

    def has(self, name: str) -> bool:
        return name in self.keypoints

    def point(self, name: str) -> NDArray[np.float64]:
        """(time, xy) of one keypoint; all NaN when this source does not have it."""
        if name not in self.keypoints:
            return np.full((len(self), 2), np.nan)
        return self.xy_px[:, self.keypoints.index(name)]

    def middle(self, point: str) -> NDArray[np.float64]:
        """(time, xy) half way between the left and the right point, e.g. ``middle("hip")``."""
        return 0.5 * (self.point(f"left_{point}") + self.point(f"right_{point}"))

    def seen(self, name: str) -> NDArray[np.float64]:
        """(time,) visibility of one keypoint; 0 when this source does not have it."""
        if name not in self.keypoints:
            return np.zeros(len(self))
        return self.visibility[:, self.keypoints.index(name)]

    def with_points(self, xy_px: NDArray[np.float64], visibility: NDArray[np.float64] | None = None) -> PoseTrack:
        """The same track with other points (and visibility)."""
        return replace(self, xy_px=xy_px, visibility=self.visibility if visibility is None else visibility)
