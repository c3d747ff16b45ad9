"""The runner's points over a stretch of the clip; stretches tracked apart are joined to one pose track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.pose.backend import PoseEstimate


@dataclass(frozen=True)
class TrackPart:
    """What a tracker found, picture by picture. Plain arrays: it travels between processes.

    Attributes
    ----------
    time_s : (time,) of each picture.
    xy_px : (time, keypoint, xy) image frame; NaN where the runner was not found.
    visibility : (time, keypoint) 0..1; 0 where the runner was not found.
    presence : (time,) the model's probability of a person; 0 where the runner was not found.
    keypoints : canonical names of the second axis.
    image_size_px : (width, height).
    source : the backend.
    """

    time_s: NDArray[np.float64]
    xy_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    presence: NDArray[np.float64]
    keypoints: tuple[str, ...]
    image_size_px: tuple[int, int]
    source: str

    @classmethod
    def from_estimates(
        cls,
        times_s: Sequence[float],
        estimates: Sequence[PoseEstimate | None],
        keypoints: tuple[str, ...],
        image_size_px: tuple[int, int],
        source: str,
    ) -> TrackPart:
        """One row for each picture; a picture without an estimate becomes NaN points."""
        shape = (len(times_s), len(keypoints))
        xy_px, visibility, presence = np.full((*shape, 2), np.nan), np.zeros(shape), np.zeros(shape[0])
        for i, estimate in enumerate(estimates):
            if estimate is not None:
                xy_px[i], visibility[i], presence[i] = estimate.xy_px, estimate.visibility, estimate.presence
        return cls(np.array(times_s, float), xy_px, visibility, presence, keypoints, image_size_px, source)

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def is_found(self) -> NDArray[np.bool_]:
        """(time,) whether the runner was found."""
        return self.presence > 0

    def between(self, start_s: float, end_s: float) -> TrackPart:
        """The pictures with start_s <= time < end_s."""
        return self._rows((self.time_s >= start_s) & (self.time_s < end_s))

    def to_pose_track(self) -> PoseTrack:
        return PoseTrack(self.time_s, self.xy_px, self.visibility, self.keypoints, self.image_size_px, self.source)

    def _rows(self, rows: NDArray[np.bool_]) -> TrackPart:
        return TrackPart(
            self.time_s[rows],
            self.xy_px[rows],
            self.visibility[rows],
            self.presence[rows],
            self.keypoints,
            self.image_size_px,
            self.source,
        )


def join_parts(parts: Sequence[TrackPart]) -> TrackPart:
    """Parts in order of time as one; in an overlap the earlier part gives the first half, the later one the second.

    Where only one of two overlapping parts found the runner, that one gives the picture.

    Raises
    ------
    ValueError
        When the parts come from different backends or pictures of different size, or there are none.
    """
    parts = sorted((part for part in parts if len(part)), key=lambda part: part.time_s[0])
    if not parts:
        raise ValueError("Expected at least one part with pictures.")
    joined = parts[0]
    for part in parts[1:]:
        joined = _join_two(joined, part)
    return joined


def _join_two(first: TrackPart, second: TrackPart) -> TrackPart:
    if (first.keypoints, first.image_size_px, first.source) != (second.keypoints, second.image_size_px, second.source):
        raise ValueError("Expected parts of one backend and one size of picture.")
    time_s = np.union1d(first.time_s, second.time_s)
    middle_s = 0.5 * (second.time_s[0] + first.time_s[-1])
    row_in_first, row_in_second = _rows_of(time_s, first), _rows_of(time_s, second)
    wants_second = time_s > middle_s
    found_in_first = (row_in_first >= 0) & first.is_found[row_in_first]
    found_in_second = (row_in_second >= 0) & second.is_found[row_in_second]
    takes_second = np.where(found_in_first == found_in_second, wants_second, found_in_second)
    takes_second = np.where(row_in_first < 0, True, np.where(row_in_second < 0, False, takes_second))

    def pick(name: str) -> NDArray[np.float64]:
        a, b = getattr(first, name)[row_in_first], getattr(second, name)[row_in_second]
        return np.where(takes_second.reshape(-1, *[1] * (a.ndim - 1)), b, a)

    return TrackPart(
        time_s,
        pick("xy_px"),
        pick("visibility"),
        pick("presence"),
        first.keypoints,
        first.image_size_px,
        first.source,
    )


def _rows_of(time_s: NDArray[np.float64], part: TrackPart) -> NDArray[np.intp]:
    """(time,) row of each time in a part, -1 where the part does not have it."""
    rows = np.searchsorted(part.time_s, time_s).clip(0, len(part) - 1)
    return np.where(part.time_s[rows] == time_s, rows, -1)
