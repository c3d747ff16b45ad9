"""One picture's landmarks, from wherever they come: a clip, a camera, a browser, a made-up body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack

#: Below this visibility a point is not used to count with, and below the second not to judge form by. The pose model's
#: own scores; ours, from looking at occluded and cut-off limbs of recorded clips.
LEAST_TO_COUNT = 0.05
LEAST_TO_JUDGE = 0.5


@dataclass(frozen=True)
class LandmarkFrame:
    """Landmarks of one person in one picture.

    Attributes
    ----------
    time_s : on the source's clock; later frames have later times, at any rate, with gaps.
    xy_px : (keypoint, xy) image frame, x right, y down, pixels; NaN where there is no point.
    visibility : (keypoint,) 0..1.
    keypoints : canonical names of the first axis.
    image_size_px : (width, height).
    """

    time_s: float
    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    keypoints: tuple[str, ...]
    image_size_px: tuple[int, int]
    _rows: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.xy_px.shape != (len(self.keypoints), 2) or self.visibility.shape != (len(self.keypoints),):
            raise ValueError(
                f"Expected {len(self.keypoints)} points and visibilities, got {self.xy_px.shape} and "
                f"{self.visibility.shape}."
            )
        if not self._rows:
            self._rows.update({name: row for row, name in enumerate(self.keypoints)})

    def point(self, name: str) -> NDArray[np.float64]:
        """(xy,) of one keypoint; NaN where there is none."""
        row = self._rows.get(name)
        return np.full(2, np.nan) if row is None else self.xy_px[row]

    def seen(self, name: str) -> float:
        """Visibility of one keypoint; 0 where it is not there or outside the picture.

        The pose model also places points of limbs that the picture cuts off, and can be sure of them.
        """
        row = self._rows.get(name)
        if row is None:
            return 0.0
        x, y = self.xy_px[row]
        width, height = self.image_size_px
        return float(self.visibility[row]) if 0 <= x < width and 0 <= y < height else 0.0


def frames_of_track(track: PoseTrack) -> Iterator[LandmarkFrame]:
    """The frames of a recorded pose track, in order of time."""
    rows = {name: row for row, name in enumerate(track.keypoints)}
    for time_s, xy_px, visibility in zip(track.time_s, track.xy_px, track.visibility, strict=True):
        yield LandmarkFrame(float(time_s), xy_px, visibility, track.keypoints, track.image_size_px, rows)
