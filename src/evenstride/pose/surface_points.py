"""Points read off the picture around what the pose model found: tape marks, the line under the shoe."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import Picture, PoseBackend, PoseEstimate, RegionOfInterest


class SurfaceReader(Protocol):
    """Reads `SURFACE_KEYPOINTS` off one picture. Keeps nothing between pictures: two processes share a clip."""

    @property
    def keypoints(self) -> tuple[str, ...]:
        """Names of the points it reads."""
        ...

    def read(
        self, picture: Picture, points_px: dict[str, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points in the image frame (keypoint, xy), NaN where not seen, and their visibility (keypoint,) 0..1.

        ``points_px`` are the model's points of the same picture by canonical name. A reader made for another view of
        the runner than this picture's returns NaN, and quickly.
        """
        ...


class SurfacePointBackend:
    """A pose backend with surface readers: its estimates carry their points after the model's own."""

    def __init__(self, backend: PoseBackend, readers: tuple[SurfaceReader, ...], least_presence: float = 0.5) -> None:
        self._backend = backend
        self._readers = readers
        self._least_presence = least_presence

    @property
    def name(self) -> str:
        return self._backend.name

    @property
    def keypoints(self) -> tuple[str, ...]:
        return (*self._backend.keypoints, *(name for reader in self._readers for name in reader.keypoints))

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate:
        found = self._backend.estimate(picture, region)
        if found.presence < self._least_presence:
            count = len(self.keypoints) - len(self._backend.keypoints)
            read = [(np.full((count, 2), np.nan), np.zeros(count))]
        else:
            points_px = dict(zip(self._backend.keypoints, found.xy_px, strict=True))
            read = [reader.read(picture, points_px) for reader in self._readers]
        return replace(
            found,
            xy_px=np.concatenate([found.xy_px, *(xy_px for xy_px, _ in read)]),
            visibility=np.concatenate([found.visibility, *(visibility for _, visibility in read)]),
        )


def surface_readers() -> tuple[SurfaceReader, ...]:
    """The readers that ship, each for its own view."""
    from evenstride.pose.tape_marks import TapeMarkReader

    return (TapeMarkReader(),)
