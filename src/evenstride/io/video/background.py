"""A dozen pictures spread over a clip, kept small, for what stands still in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video.frames import VideoFrame
from evenstride.io.video.orientation import rotate_clockwise
from evenstride.io.video.planes import halve_until

#: Pictures are halved until their longer side is at most this: 640 px of 720p, 960 px of 1080p and 4K.
_SIDE_BELOW = 1001
MOST_PICTURES = 12
_FIRST_INTERVAL_S = 0.25


@dataclass(frozen=True)
class PictureSamples:
    """Some pictures of a clip.

    Attributes
    ----------
    time_s : of each, increasing.
    pictures : each (row, column) brightness, upright, at most 1000 px at the longer side.
    """

    time_s: tuple[float, ...] = ()
    pictures: tuple[NDArray[np.uint8], ...] = ()

    def __len__(self) -> int:
        return len(self.time_s)

    def between(self, start_s: float, end_s: float) -> PictureSamples:
        """Those of ``[start_s, end_s)``."""
        return self._chosen([i for i, time_s in enumerate(self.time_s) if start_s <= time_s < end_s])

    def join(self, later: PictureSamples) -> PictureSamples:
        """These and those of a later part, thinned out to as many as one part may have."""
        last_s = self.time_s[-1] if self.time_s else -np.inf
        new = [i for i, time_s in enumerate(later.time_s) if time_s > last_s]
        added = later._chosen(new)
        both = PictureSamples(self.time_s + added.time_s, self.pictures + added.pictures)
        return both._chosen(_evenly(both.time_s, MOST_PICTURES))

    def _chosen(self, numbers: list[int]) -> PictureSamples:
        return PictureSamples(tuple(self.time_s[i] for i in numbers), tuple(self.pictures[i] for i in numbers))


class PictureSampler:
    """Keeps up to a dozen of the pictures it is shown, spread over their time; memory does not grow.

    The distance between kept pictures doubles whenever there are too many, and every other one is let go.
    """

    def __init__(self) -> None:
        self._time_s: list[float] = []
        self._pictures: list[NDArray[np.uint8]] = []
        self._interval_s = _FIRST_INTERVAL_S

    def add(self, frame: VideoFrame) -> None:
        """Look at the next picture; most cost nothing."""
        if self._time_s and frame.time_s < self._time_s[-1] + self._interval_s:
            return
        if len(self._time_s) == MOST_PICTURES:
            del self._time_s[1::2], self._pictures[1::2]
            self._interval_s *= 2
        self._time_s.append(frame.time_s)
        small = rotate_clockwise(halve_until(frame.luma(), _SIDE_BELOW), frame.rotation_deg)
        # A small picture may be a view of the decoder's memory.
        self._pictures.append(np.array(small))

    def samples(self) -> PictureSamples:
        """What was kept so far."""
        return PictureSamples(tuple(self._time_s), tuple(self._pictures))


def _evenly(time_s: tuple[float, ...], most: int) -> list[int]:
    """Numbers of at most this many instants, the nearest to evenly spaced ones."""
    if len(time_s) <= most:
        return list(range(len(time_s)))
    wanted = np.linspace(time_s[0], time_s[-1], most)
    return sorted({int(np.argmin(np.abs(np.array(time_s) - instant))) for instant in wanted})
