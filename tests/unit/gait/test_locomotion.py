"""Running, walking and standing told apart, and slow motion noticed, on movement made to order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.locomotion import Locomotion, classify_locomotion
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import RUNNER, WALKER, SyntheticRunner, film, played_slowly, with_gap


def locomotion_of(track: PoseTrack) -> Locomotion:
    return classify_locomotion(track, estimate_side_view(track))


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("cadence_spm", [145.0, 170.0, 195.0])
def test_a_runner_is_running_at_life_speed(fps: float, cadence_spm: float) -> None:
    rng = np.random.default_rng(21)
    runner = replace(RUNNER, cadence_spm=cadence_spm)
    found = locomotion_of(film(runner, fps=fps, duration_s=5, noise_px=3, rng=rng))
    assert found.kind == "running"
    assert found.step_rate_spm == pytest.approx(cadence_spm, rel=0.01)
    assert not found.is_slowed
    assert abs(found.hip_phase_deg or 180.0) < 30.0
    assert found.knee_flexion_peak_deg > 75.0


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_walker_is_walking(facing: str) -> None:
    found = locomotion_of(film(WALKER, fps=30, duration_s=6, facing=facing))
    assert found.kind == "walking"
    assert found.step_rate_spm == pytest.approx(110.0, rel=0.01)
    assert abs(found.hip_phase_deg or 0.0) > 140.0
    assert found.knee_flexion_peak_deg == pytest.approx(60.0, abs=4.0)
    assert not found.is_slowed


@pytest.mark.parametrize("factor", [2.0, 4.0, 8.0])
@pytest.mark.parametrize("cadence_spm", [150.0, 170.0, 190.0])
def test_slow_motion_is_running_with_its_factor(cadence_spm: float, factor: float) -> None:
    runner = replace(RUNNER, cadence_spm=cadence_spm)
    found = locomotion_of(played_slowly(film(runner, fps=30 * factor, duration_s=4), factor))
    assert found.kind == "running"
    assert found.is_slowed
    assert found.slow_motion_factor == pytest.approx(factor, rel=0.25)


def test_a_slowed_walker_stays_a_walker() -> None:
    found = locomotion_of(played_slowly(film(WALKER, fps=120, duration_s=5), 4.0))
    assert (found.kind, found.is_slowed) == ("walking", False)


def test_a_flat_fast_runner_is_not_taken_for_slow_motion() -> None:
    found = locomotion_of(film(SyntheticRunner(cadence_spm=185.0, bounce_m=0.045), fps=60, duration_s=5))
    assert (found.kind, found.is_slowed) == ("running", False)


def test_someone_standing_has_no_rhythm() -> None:
    rng = np.random.default_rng(22)
    track = film(RUNNER, fps=30, duration_s=5)
    still = np.broadcast_to(track.xy_px[:1], track.xy_px.shape) + rng.normal(0, 2, track.xy_px.shape)
    assert locomotion_of(track.with_points(still)).kind == "other"


def test_someone_marching_on_the_spot_with_narrow_steps_is_neither() -> None:
    track = film(RUNNER, fps=30, duration_s=5)
    hip = track.middle("hip")[:, None]
    narrow = hip + (track.xy_px - hip) * [0.15, 1.0]
    assert locomotion_of(track.with_points(narrow)).kind == "other"


def test_a_gap_in_the_clip_does_not_hide_the_run() -> None:
    track = film(RUNNER, fps=60, duration_s=6)
    found = locomotion_of(with_gap(track, track.keypoints, 2.0, 3.2))
    assert found.kind == "running"
    assert found.step_rate_spm == pytest.approx(170.0, rel=0.01)


def test_a_minute_of_running_with_a_drifting_cadence_is_running() -> None:
    track = film(RUNNER, fps=30, duration_s=60)
    drift_s = 0.02 * 25 / (2 * np.pi) * np.sin(2 * np.pi * track.time_s / 25)
    found = locomotion_of(replace(track, time_s=track.time_s + drift_s))
    assert found.kind == "running"
    assert found.step_rate_spm == pytest.approx(170.0, rel=0.01)
