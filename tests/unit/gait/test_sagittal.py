"""Joint-angle curves of a made-up runner whose angles are known at every instant."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.model import AngleCurves, PoseTrack
from gait_fixtures.synthetic_runner import RUNNER, film, with_gap


def curves_of(track: PoseTrack) -> AngleCurves:
    return compute_angle_curves(track, estimate_side_view(track))


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_knee_thigh_shank_and_foot_are_recovered(facing: str, side: str) -> None:
    track = film(RUNNER, fps=240, duration_s=3, facing=facing)
    thigh_deg, knee_deg = RUNNER.leg_angles_deg(side, track.time_s)
    truth = {
        "thigh_angle": (thigh_deg, 1.0),
        "knee_flexion": (knee_deg, 1.5),
        "shank_angle": (thigh_deg - knee_deg, 1.5),
        "foot_pitch": (RUNNER.foot_pitch_deg(side, track.time_s), 3.0),
    }
    curves = curves_of(track)
    for name, (expected_deg, tolerance_deg) in truth.items():
        sign = -1.0 if name == "shank_angle" else 1.0  # known as ankle ahead of knee, reported as knee ahead of ankle
        off_deg = curves.angles_deg[f"{side}_{name}"] - sign * expected_deg
        assert np.percentile(np.abs(off_deg), 95) < tolerance_deg, name


@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_trunk_leans_forward_whichever_way_the_runner_faces(facing: str) -> None:
    curves = curves_of(film(RUNNER, fps=60, duration_s=2, facing=facing))
    assert np.allclose(curves.angles_deg["trunk_lean"], 5.0)


def test_a_gap_stays_a_gap_only_in_the_angles_that_need_the_point() -> None:
    track = with_gap(film(RUNNER, fps=60, duration_s=3), ("left_knee",), 1.0, 1.5)
    angles = curves_of(track).angles_deg
    for name in ("left_knee_flexion", "left_thigh_angle", "left_shank_angle"):
        assert np.flatnonzero(np.isnan(angles[name])).tolist() == list(range(60, 90)), name
    for name in ("left_foot_pitch", "right_knee_flexion", "trunk_lean"):
        assert np.isfinite(angles[name]).all(), name


def test_a_foot_past_the_vertical_in_swing_does_not_jump() -> None:
    track = film(RUNNER, fps=240, duration_s=3)
    pitch_deg = curves_of(track).angles_deg["left_foot_pitch"]
    assert np.abs(np.diff(pitch_deg)).max() < 20.0
