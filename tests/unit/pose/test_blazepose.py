"""Landmarks are refined where the heatmap says, and lie where the rendered truth is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evenstride.io.video import read_frames
from evenstride.pose.backend import Picture, RegionOfInterest
from evenstride.pose.blazepose import BlazePose, refine_on_heatmap
from evenstride.pose.detector import PersonDetector
from evenstride.signals.pictures import halve


def _heatmap_with_peak(column: int, row: int, width: int = 64) -> NDArray[np.float32]:
    heatmap = np.full((width, width, 1), -20.0, np.float32)
    heatmap[row, column, 0] = 5.0
    return heatmap


def test_a_point_moves_to_the_heatmap_peak_next_to_it() -> None:
    refined = refine_on_heatmap(np.array([[0.5, 0.5]]), _heatmap_with_peak(33, 30))
    assert refined[0] == pytest.approx([33 / 64, 30 / 64], abs=1e-4)


def test_a_peak_further_than_the_window_is_not_followed() -> None:
    point = np.array([[0.5, 0.5]])
    assert refine_on_heatmap(point, _heatmap_with_peak(40, 32)).tolist() == point.tolist()


def test_a_heatmap_without_a_peak_leaves_the_point() -> None:
    point = np.array([[0.513, 0.207]])
    assert refine_on_heatmap(point, np.full((64, 64, 1), -1.0, np.float32)).tolist() == point.tolist()


def test_a_point_outside_the_crop_stays_and_one_at_its_edge_is_refined() -> None:
    points = np.array([[1.01, 0.5], [0.0, 0.0]])
    heatmap = np.concatenate([_heatmap_with_peak(63, 32), _heatmap_with_peak(1, 2)], axis=-1)
    refined = refine_on_heatmap(points, heatmap)
    assert refined[0].tolist() == [1.01, 0.5]
    assert refined[1] == pytest.approx([1 / 64, 2 / 64], abs=1e-4)


@given(angle_rad=st.floats(-3.0, 3.0), length_px=st.floats(1.0, 500.0))
def test_the_region_stands_on_the_line_between_the_alignment_points(angle_rad: float, length_px: float) -> None:
    center = np.array([100.0, 50.0])
    head = center + length_px * np.array([math.sin(angle_rad), -math.cos(angle_rad)])
    region = RegionOfInterest.from_alignment(center, head)
    assert region.rotation_rad == pytest.approx(angle_rad, abs=1e-6)
    assert region.size_px == pytest.approx(2.5 * length_px)


@dataclass(frozen=True)
class Flipped:
    """A picture seen in a mirror."""

    picture: Picture

    @property
    def time_s(self) -> float:
        return self.picture.time_s

    @property
    def width_px(self) -> int:
        return self.picture.width_px

    @property
    def height_px(self) -> int:
        return self.picture.height_px

    def rgb(self) -> NDArray[np.uint8]:
        return self.picture.rgb()[:, ::-1]

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        return halve(self.rgb()[y0:y1, x0:x1], halvings)


def test_a_mirrored_picture_gives_mirrored_points_with_sides_exchanged(shared_data: Path) -> None:
    backend, detector = BlazePose("heavy"), PersonDetector()
    with read_frames(shared_data / "rendered" / "dev19_side.mp4") as frames:
        pictures = list(islice(frames, 0, 40, 8))
    mirrored_name = {"left": "right", "right": "left"}
    exchange = [
        backend.keypoints.index("_".join(mirrored_name.get(part, part) for part in name.split("_")))
        for name in backend.keypoints
    ]
    differences_px = []
    for picture in pictures:
        region = detector.detect(picture)[0].region
        mirrored_region = RegionOfInterest(
            picture.width_px - region.center_x_px, region.center_y_px, region.size_px, -region.rotation_rad
        )
        points = backend.estimate(picture, region).xy_px
        mirrored = backend.estimate(Flipped(picture), mirrored_region).xy_px[exchange]
        mirrored[:, 0] = picture.width_px - mirrored[:, 0]
        differences_px.append(points - mirrored)
    differences = np.array(differences_px)
    # A pixel convention that is off by half a crop pixel would show as 1.2 picture pixels of bias here.
    assert abs(np.median(differences[..., 0])) < 1.2
    assert np.median(np.hypot(*np.moveaxis(differences, -1, 0))) < 0.01 * 485  # one per cent of the body height
