"""Angles of triangles and lines whose answers are known by hand; x forward, y up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.signals.angles import flexion_deg, signed_flexion_deg, slope_deg, tilt_from_vertical_deg

SQRT3 = 3.0**0.5


def points(*xy: float) -> NDArray[np.float64]:
    return np.array([xy], dtype=float)


@pytest.mark.parametrize(
    ("line", "expected_deg"),
    [((0, 2), 0.0), ((1, 1), 45.0), ((-1, 1), -45.0), ((SQRT3, 1), 60.0), ((3, 0), 90.0), ((0.5, -0.5), 135.0)],
)
def test_a_line_leaning_forwards_has_a_positive_tilt(line: tuple[float, float], expected_deg: float) -> None:
    assert tilt_from_vertical_deg(points(*line))[0] == pytest.approx(expected_deg)


@pytest.mark.parametrize(
    ("line", "expected_deg"), [((1, 0), 0.0), ((1, 1), 45.0), ((SQRT3, -1), -30.0), ((0, 1), 90.0), ((-1, 0.0), 180.0)]
)
def test_a_line_rising_forwards_has_a_positive_slope(line: tuple[float, float], expected_deg: float) -> None:
    assert slope_deg(points(*line))[0] == pytest.approx(expected_deg)


@pytest.mark.parametrize(
    ("hip", "knee", "ankle", "expected_deg"),
    [
        ((0, 2), (0, 1), (0, 0), 0.0),  # straight
        ((0, 1), (0, 0), (-1, 0), 90.0),  # a right angle
        ((0, 1), (0, 0), (SQRT3 / 2, 0.5), 120.0),  # an equilateral triangle: 60 degrees at the joint
        ((3, 0), (0, 0), (-3, 4), 180 - np.degrees(np.arccos(-0.6))),  # a 3-4-5 triangle
    ],
)
def test_flexion_is_180_degrees_less_the_angle_at_the_joint(
    hip: tuple[float, float], knee: tuple[float, float], ankle: tuple[float, float], expected_deg: float
) -> None:
    assert flexion_deg(points(*hip), points(*knee), points(*ankle))[0] == pytest.approx(expected_deg, abs=1e-6)


def test_a_knee_ahead_of_the_line_from_hip_to_ankle_is_bent_and_one_behind_is_overstretched() -> None:
    hip, ankle = points(0, 2), points(0, 0)
    assert signed_flexion_deg(hip, points(1, 1), ankle)[0] == pytest.approx(90.0)
    assert signed_flexion_deg(hip, points(-1, 1), ankle)[0] == pytest.approx(-90.0)


def test_a_missing_point_gives_no_angle_and_leaves_the_others() -> None:
    hip, knee, ankle = np.array([[0.0, 2], [0, 2]]), np.array([[np.nan, 1.0], [1, 1]]), np.zeros((2, 2))
    assert np.isnan(signed_flexion_deg(hip, knee, ankle)[0])
    assert signed_flexion_deg(hip, knee, ankle)[1] == pytest.approx(90.0)
    assert np.isnan(flexion_deg(hip, knee, ankle)[0])
