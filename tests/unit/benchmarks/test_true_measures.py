"""Truth of laboratory runs and of what is seen from behind, on points whose answers are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.frontal_truth import Motion, motion_of_rendered, true_rear_measures
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.lab_truth import contacts_between, leg_length_m, true_side_measures
from benchmarks.accuracy.pose_noise import NO_NOISE, REAR_FILE, draw_clip_noise, load_measured_noise
from benchmarks.accuracy.rear_camera import project_to_rear
from benchmarks.accuracy.rendered_truth import list_rendered_clips, load_rendered_truth

TIME_S = np.arange(0.0, 4.0, 0.01)
CONTACTS_S = np.arange(0.1, 3.6, 0.7)


def still(x: float, y: float, z: float) -> np.ndarray:
    return np.tile([x, y, z], (len(TIME_S), 1)).astype(float)


def standing_points(*, drop_deg: float = 0.0) -> dict[str, np.ndarray]:
    """A figure that stands: thighs and shanks upright, right hip lower by the drop, trunk upright over the middle."""
    half_m = 0.1
    points = {}
    for side, sign in (("left", -1.0), ("right", 1.0)):
        low_m = -sign * half_m * np.tan(np.radians(drop_deg))
        points |= {
            f"{side}_hip": still(0.0, 0.9 + low_m, sign * half_m),
            f"{side}_knee": still(0.0, 0.5, sign * half_m),
            f"{side}_ankle": still(0.0, 0.1, sign * half_m),
            f"{side}_heel": still(-0.05, 0.03, sign * half_m),
            f"{side}_toe": still(0.20, 0.03, sign * half_m),
            f"{side}_shoulder": still(0.05, 1.4, sign * 0.2),
        }
    return points


def trial(points: dict[str, np.ndarray]) -> LabTrial:
    return LabTrial(
        "made up", "hamner", "nobody", 3.0, 1.8, TIME_S, points,
        {"right": CONTACTS_S, "left": CONTACTS_S + 0.35}, {"right": CONTACTS_S + 0.25, "left": CONTACTS_S + 0.55},
    )  # fmt: skip


def motion(points: dict[str, np.ndarray]) -> Motion:
    return Motion(TIME_S, points, {"left": [(1.0, 1.3)], "right": [(1.4, 1.7)]}, has_trunk=True, has_knees=True)


def test_times_of_a_made_up_run_are_those_it_was_given() -> None:
    truth = true_side_measures(trial(standing_points()), 0.0, 4.0)
    assert truth["contact_time", "right"] == pytest.approx(250.0)
    assert truth["contact_time", "left"] == pytest.approx(200.0)
    assert truth["step_time", "right"] == pytest.approx(350.0)
    assert truth["flight_time", "right"] == pytest.approx(100.0)
    assert truth["cadence", None] == pytest.approx(60 / 0.35)
    assert truth["step_length", None] == pytest.approx(3.0 * 0.35)
    assert truth["vertical_oscillation", None] == pytest.approx(0.0)


def test_angles_of_a_standing_figure_are_zero_but_for_its_trunk() -> None:
    truth = true_side_measures(trial(standing_points()), 0.0, 4.0)
    for measure_id in ("knee_flexion_ic", "tibia_angle_loading", "hip_extension_late_stance", "foot_inclination_ic"):
        assert truth[measure_id, "left"] == pytest.approx(0.0, abs=1e-5)
    assert truth["trunk_lean", None] == pytest.approx(np.degrees(np.arctan2(0.05, 0.5)))


def test_overstride_is_the_heel_before_the_hips_over_the_leg() -> None:
    run = trial(standing_points())
    assert true_side_measures(run, 0.0, 4.0)["overstride", "left"] == pytest.approx(-5.0 / leg_length_m(run))


def test_only_contacts_wholly_inside_a_stretch_count() -> None:
    run = trial(standing_points())
    assert [c.start_s for c in contacts_between(run, "right", 0.5, 2.0)] == pytest.approx([0.8, 1.5])


def test_a_hip_that_drops_counts_for_the_leg_that_stands() -> None:
    truth = true_rear_measures(motion(standing_points(drop_deg=5.0)))
    assert truth["pelvic_drop", "left"] == pytest.approx(5.0)
    assert truth["pelvic_drop", "right"] == pytest.approx(-5.0)
    assert truth["hip_adduction", "left"] == pytest.approx(5.0)


def test_a_knee_towards_the_middle_is_positive_on_both_sides() -> None:
    points = standing_points()
    for side, sign in (("left", -1.0), ("right", 1.0)):
        points[f"{side}_knee"] = still(0.0, 0.5, sign * 0.08)
    truth = true_rear_measures(motion(points))
    by_hand = 2 * np.degrees(np.arctan2(0.02, 0.4))
    assert truth["fppa_running", "left"] == truth["fppa_running", "right"] == pytest.approx(by_hand)
    assert truth["knee_window", "left"] == pytest.approx(80.0)


def test_trunk_foot_and_base_are_read_towards_the_standing_leg() -> None:
    points = standing_points()
    for side, sign in (("left", -1.0), ("right", 1.0)):
        points[f"{side}_shoulder"] = still(0.0, 1.4, sign * 0.2 + 0.05)
        points[f"{side}_toe"] = still(0.20, 0.03, sign * 0.15)
    truth = true_rear_measures(motion(points))
    assert truth["lateral_trunk_lean", "right"] == pytest.approx(np.degrees(np.arctan2(0.05, 0.5)))
    assert truth["lateral_trunk_lean", "left"] == pytest.approx(-truth["lateral_trunk_lean", "right"])
    assert truth["foot_progression", "left"] == pytest.approx(np.degrees(np.arctan2(0.05, 0.25)))
    assert truth["base_of_support", "left"] == truth["base_of_support", "right"] == pytest.approx(10.0)


def test_from_behind_the_left_side_is_at_image_left_and_roll_tilts_the_picture() -> None:
    points = standing_points()
    swing = 0.3 * np.sin(2 * np.pi * TIME_S / 0.7)
    points["left_ankle"][:, 0], points["right_ankle"][:, 0] = swing, -swing
    options = {"fps": 60.0, "noise": NO_NOISE, "height_m": 0.9}
    level, rolled = (
        project_to_rear(trial(points), rng=np.random.default_rng(1), roll_deg=roll, **options) for roll in (0.0, 4.0)
    )
    assert np.all(level.point("left_hip")[:, 0] < level.point("right_hip")[:, 0])
    lines = [(track.point("right_hip") - track.point("left_hip"))[0] for track in (level, rolled)]
    tilts = [np.degrees(np.arctan2(line[1], line[0])) for line in lines]
    assert tilts[0] == pytest.approx(0.0, abs=0.05)
    assert abs(tilts[1]) == pytest.approx(4.0, abs=0.05)
    posts = [(track.middle("shoulder") - track.middle("hip"))[0] for track in (level, rolled)]
    assert posts[1][0] < posts[0][0]


def test_tape_is_on_the_pelvis_only_where_it_was_put() -> None:
    points = standing_points()
    swing = 0.3 * np.sin(2 * np.pi * TIME_S / 0.7)
    points["left_ankle"][:, 0], points["right_ankle"][:, 0] = swing, -swing
    points |= {"left_psis": still(-0.1, 1.0, -0.05), "right_psis": still(-0.1, 1.0, 0.05)}
    options = {"fps": 60.0, "noise": NO_NOISE}
    bare, taped = (
        project_to_rear(trial(points), rng=np.random.default_rng(1), tape_error_px=tape, **options)
        for tape in (None, 1.5)
    )
    assert not bare.has("left_psis")
    assert taped.has("left_psis")
    assert np.std(taped.point("left_psis")[:, 1]) == pytest.approx(1.5, rel=0.2)


def test_the_noise_from_behind_knows_both_legs_of_nine_clips() -> None:
    assert len(load_measured_noise(REAR_FILE).clips) == 9
    drawn = draw_clip_noise(np.random.default_rng(2), REAR_FILE)
    assert {leg for leg, _ in drawn} == {"left", "right"}


def test_rendered_clips_from_behind_have_the_truth_that_they_say(shared_data) -> None:
    folder = shared_data / "rendered"
    clip = list_rendered_clips(folder, "rear")[0]
    truth = load_rendered_truth(folder, clip)
    found = true_rear_measures(motion_of_rendered(truth))
    for side in ("left", "right"):
        contacts = truth.contacts_of(side)
        assert found["pelvic_drop", side] == pytest.approx(
            np.mean([c["peak_pelvic_drop_3d_deg"] for c in contacts]), abs=0.3
        )
        assert found["heel_eversion", side] == pytest.approx(
            np.mean([c["rearfoot_peak_3d_deg"] for c in contacts]), abs=0.3
        )
