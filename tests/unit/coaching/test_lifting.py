"""Bones that point toward the camera, by how much shorter they look."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evenstride.coaching.lifting import OwnLength, angle_at_deg, depth_px


def test_a_bone_that_shows_six_tenths_points_eight_tenths_of_it_out_of_the_picture():
    assert depth_px(60.0, 100.0) == pytest.approx(80.0)


def test_pose_noise_of_two_per_cent_does_not_tilt_a_bone():
    assert depth_px(98.0, 100.0) == 0.0


def test_a_knee_bent_toward_the_camera_is_read_in_space():
    # Thigh level toward the camera, shank straight down: 90 degrees, of which the picture shows nothing.
    hip, knee, ankle = np.array([0.0, 0.0]), np.array([0.0, 1.0]), np.array([0.0, 101.0])
    assert angle_at_deg(knee, hip, ankle) == pytest.approx(0.0, abs=180.0)
    assert angle_at_deg(knee, hip, ankle, (100.0, 100.0)) == pytest.approx(90.0, abs=1.5)


def test_a_missing_point_gives_no_angle():
    here = np.array([0.0, 0.0])
    assert math.isnan(angle_at_deg(here, here, np.array([1.0, 1.0])))
    assert math.isnan(angle_at_deg(here, np.array([np.nan, 1.0]), np.array([1.0, 1.0])))


def test_the_own_length_is_nearly_the_longest_seen_and_forgets_on_request():
    own = OwnLength()
    for i in range(100):
        own.add(0.1 * i + 0.001, 100.0 if i % 2 else 60.0)
    assert own.px == pytest.approx(100.0)
    own.forget()
    assert math.isnan(own.px)
