"""Surface readers beside a pose model: their points follow the model's, and are not asked for where nobody is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.pose.backend import Picture, PoseEstimate, RegionOfInterest
from evenstride.pose.surface_points import SurfacePointBackend

REGION = RegionOfInterest(50.0, 50.0, 80.0)


@dataclass
class _Model:
    presence: float
    name: str = "model"
    keypoints: tuple[str, ...] = ("left_hip", "right_hip")

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate:
        return PoseEstimate(np.array([[40.0, 50.0], [60.0, 50.0]]), np.array([0.9, 0.8]), self.presence, region)


@dataclass
class _MiddleOfHips:
    keypoints: tuple[str, ...] = ("left_psis",)
    asked: list[dict[str, NDArray[np.float64]]] = field(default_factory=list)

    def read(
        self, picture: Picture, points_px: dict[str, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        self.asked.append(points_px)
        return 0.5 * (points_px["left_hip"] + points_px["right_hip"])[None], np.array([0.7])


class _NoPicture:
    """Never looked at: the readers of these tests need no pixels."""


@pytest.fixture
def picture() -> Picture:
    return _NoPicture()  # type: ignore[return-value]


def test_read_points_follow_those_of_the_model(picture: Picture) -> None:
    backend = SurfacePointBackend(_Model(0.9), (_MiddleOfHips(),))
    estimate = backend.estimate(picture, REGION)
    assert backend.keypoints == ("left_hip", "right_hip", "left_psis")
    np.testing.assert_allclose(estimate.xy_px, [[40.0, 50.0], [60.0, 50.0], [50.0, 50.0]])
    np.testing.assert_allclose(estimate.visibility, [0.9, 0.8, 0.7])


def test_where_the_model_sees_nobody_nothing_is_read(picture: Picture) -> None:
    reader = _MiddleOfHips()
    estimate = SurfacePointBackend(_Model(0.1), (reader,)).estimate(picture, REGION)
    assert not reader.asked
    assert np.isnan(estimate.xy_px[2]).all()
    assert estimate.visibility[2] == 0.0
