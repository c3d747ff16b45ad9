"""Values read at exactly known instants, against angles and lengths known by construction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.step_values import (
    FLOOR_LEG_OVER_JOINT_LEG,
    PER_STEP,
    SideRecording,
    speed_legs_per_s,
    vertical_oscillation_leg,
)
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import LEG_M, RUNNER, LegForm, SyntheticRunner, film, with_gap

DURATION_S = 4.0
FORMS = {
    "heel": SyntheticRunner(
        left=LegForm(contact_time_s=0.23, foot_landing_deg=8.0), right=LegForm(foot_landing_deg=22.0),
        knee_contact_deg=21.0,
    ),
    "forefoot": SyntheticRunner(
        left=LegForm(foot_landing_deg=-6.0), right=LegForm(foot_landing_deg=-9.0), knee_contact_deg=20.0,
        trunk_lean_deg=9.0, bounce_m=0.06,
    ),
    "reaching": SyntheticRunner(
        left=LegForm(heel_ahead_leg=0.28), right=LegForm(heel_ahead_leg=0.28), speed_mps=3.0, knee_contact_deg=10.0,
        cadence_spm=164.0, trunk_lean_deg=-2.0,
    ),
}  # fmt: skip


def measured(runner: SyntheticRunner, *, track: PoseTrack | None = None, **options) -> SideRecording:
    """A recording whose steps are exact; only the reading of values is under test."""
    track = track or film(runner, duration_s=DURATION_S, **({"fps": 120.0} | options))
    view = estimate_side_view(track)
    return SideRecording(track, view, compute_angle_curves(track, view), assemble_steps(runner.events(DURATION_S)))


def mean_of(recording: SideRecording, measure_id: str, side: str) -> float:
    values = [PER_STEP[measure_id](recording, step) for step in recording.steps if step.side == side]
    known = [value for value in values if np.isfinite(value)]
    assert len(known) >= 4
    return float(np.mean(known))


def truth(runner: SyntheticRunner, side: str) -> dict[str, tuple[float, float]]:
    """Measure id -> (true value, tolerance), from the runner's own geometry at its own instants."""
    form = runner.form(side)
    contact_s, stance_s = runner.first_contact_s(side), form.contact_time_s

    def leg(*since_contact_s: float) -> tuple[np.ndarray, np.ndarray]:
        return runner.leg_angles_deg(side, contact_s + np.array(since_contact_s))

    stance_knee = leg(*np.linspace(0, 0.6 * stance_s, 200))[1]
    late_thigh = leg(*np.linspace(0.7 * stance_s, stance_s + 0.03, 200))[0]
    thigh_30, knee_30 = leg(0.03)
    heel_m = runner.points_m(side, np.array([contact_s]))["heel"][0, 0]
    return {
        "contact_time": (1000 * stance_s, 1e-6),
        "step_time": (1000 * runner.stride_s / 2, 1e-6),
        "flight_time": (1000 * (runner.stride_s / 2 - stance_s), 1e-6),
        "duty_factor": (100 * stance_s / runner.stride_s, 1e-6),
        "foot_inclination_ic": (form.foot_landing_deg, 1.5),
        "tibia_angle_loading": (thigh_30[0] - knee_30[0], 1.5),
        # straightening turns into bending within a picture here; smoothing rounds that corner off
        "knee_flexion_ic": (leg(0.0)[1][0], 3.5),
        "knee_flexion_peak_stance": (stance_knee.max(), 1.5),
        "hip_extension_late_stance": (-late_thigh.min(), 1.5),
        "trunk_lean": (runner.trunk_lean_deg, 0.2),
        "overstride": (100 * heel_m / (LEG_M * FLOOR_LEG_OVER_JOINT_LEG), 1.5),
    }


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("form", FORMS)
def test_every_value_is_recovered_at_120_pictures_a_second(form: str, side: str, facing: str) -> None:
    recording = measured(FORMS[form], facing=facing)
    expected = truth(FORMS[form], side)
    assert set(expected) == set(PER_STEP)
    for measure_id, (value, tolerance) in expected.items():
        assert mean_of(recording, measure_id, side) == pytest.approx(value, abs=tolerance), measure_id


@pytest.mark.parametrize("fps", [30.0, 60.0, 240.0])
def test_bounce_and_speed_are_recovered_in_leg_lengths(fps: float) -> None:
    recording = measured(RUNNER, fps=fps)
    whole = [step for step in recording.steps if step.next_contact_s is not None]
    bounce = [vertical_oscillation_leg(recording, step) for step in whole]
    speed = [speed_legs_per_s(recording, step) for step in whole]
    assert np.mean(bounce) == pytest.approx(RUNNER.bounce_m / LEG_M, rel=0.01)
    assert np.nanmean(speed) == pytest.approx(RUNNER.speed_mps / LEG_M, rel=0.06)


def test_speed_is_the_same_when_the_runner_passes_the_camera() -> None:
    on_belt, over_ground = measured(RUNNER), measured(RUNNER, overground=True)
    for step in on_belt.steps[:5]:
        assert speed_legs_per_s(over_ground, step) == pytest.approx(speed_legs_per_s(on_belt, step))


def test_the_flat_foot_is_taken_off_for_points_on_the_shoe_and_not_for_blazepose() -> None:
    tilted = film(RUNNER, fps=120, duration_s=DURATION_S)
    xy = tilted.xy_px.copy()
    for side in ("left", "right"):  # a heel marker 20 px above the sole: the line slopes 13 degrees down when flat
        xy[:, tilted.keypoints.index(f"{side}_heel"), 1] -= 20
    tilted = tilted.with_points(xy)
    slope_deg = np.degrees(np.arctan2(-20, 88))
    as_markers = mean_of(measured(RUNNER, track=tilted), "foot_inclination_ic", "right")
    as_model = mean_of(
        measured(RUNNER, track=replace(tilted, source="blazepose_heavy")), "foot_inclination_ic", "right"
    )
    assert as_markers == pytest.approx(16.0, abs=2.0)
    assert as_model - as_markers == pytest.approx(slope_deg, abs=2.0)


def test_blazepose_heels_are_moved_back_to_the_shoe() -> None:
    track = film(RUNNER, fps=120, duration_s=DURATION_S)
    as_markers, as_model = (
        mean_of(measured(RUNNER, track=replace(track, source=source)), "overstride", "right")
        for source in ("markers", "blazepose_heavy")
    )
    assert as_markers - as_model == pytest.approx(100 * 0.023 / FLOOR_LEG_OVER_JOINT_LEG)


def test_duty_factor_falls_back_on_two_steps_where_the_stride_is_cut_off() -> None:
    recording = measured(RUNNER)
    step = recording.steps[2]
    cut = replace(step, next_same_contact_s=None)
    assert PER_STEP["duty_factor"](recording, cut) == pytest.approx(PER_STEP["duty_factor"](recording, step))


@pytest.mark.parametrize("measure_id", sorted(set(PER_STEP) - {"foot_inclination_ic"}))
def test_a_gap_over_the_whole_step_gives_no_value_but_the_times(measure_id: str) -> None:
    track = film(RUNNER, fps=120, duration_s=DURATION_S)
    recording = measured(RUNNER, track=with_gap(track, track.keypoints, 1.4, 2.2))
    step = next(s for s in recording.steps if s.initial_contact_s > 1.45)
    value = PER_STEP[measure_id](recording, step)
    is_a_time = measure_id in ("contact_time", "step_time", "flight_time", "duty_factor")
    assert np.isfinite(value) == is_a_time


def test_a_step_cut_off_by_the_end_has_no_values_that_need_its_end() -> None:
    recording = measured(RUNNER)
    cut = replace(recording.steps[0], toe_off_s=None, next_contact_s=None, next_same_contact_s=None)
    for measure_id in ("contact_time", "flight_time", "step_time", "duty_factor", "knee_flexion_peak_stance",
                       "hip_extension_late_stance", "trunk_lean"):  # fmt: skip
        assert np.isnan(PER_STEP[measure_id](recording, cut)), measure_id
    assert np.isnan(vertical_oscillation_leg(recording, cut))
    assert np.isnan(speed_legs_per_s(recording, cut))
    assert np.isfinite(PER_STEP["knee_flexion_ic"](recording, cut))


def test_nothing_is_read_outside_the_clip() -> None:
    recording = measured(RUNNER)
    assert np.isnan(recording.angle_at("trunk_lean", -0.1))
    assert np.isnan(recording.angle_at("trunk_lean", DURATION_S + 0.1))
    assert recording.angle_at("trunk_lean", 1.0) == pytest.approx(5.0)
