"""Bodies turned from the camera: how far is read, and a fault looks the same from half aside as from in front."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.exercise_faults import FAULTS

from evenstride.coaching import frames_of_track, plan_watch
from evenstride.coaching.body import KnownBody
from evenstride.knowledge import load_knowledge
from evenstride.pipelines.coached_clip import coach_track
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()


def track_of(watch_id, performance, yaw_deg, *, seed=None):
    noise = None if seed is None else Noise(1.0, np.random.default_rng(seed))
    return performed(KNOWLEDGE.movements[watch_id], performance, CameraStand(yaw_deg=yaw_deg), fps=15.0, noise=noise)


def faults_of(watch_id, performance, yaw_deg, *, seed=None):
    plan = plan_watch(KNOWLEDGE.form_watches[watch_id], KNOWLEDGE)
    two = replace(performance, reps=2)
    coached = coach_track(track_of(watch_id, two, yaw_deg, seed=seed), plan).coached
    return {fault.check_id for fault in coached.confirmed_faults}


def performance_of(watch_id, check_id):
    return next(fault.performance for fault in FAULTS[watch_id] if fault.check_id == check_id)


@pytest.mark.parametrize("yaw_deg", [0.0, 10.0, 20.0, -30.0, 45.0, 90.0])
def test_the_turn_of_the_body_is_read_within_eight_degrees(yaw_deg):
    known = KnownBody()
    for frame in frames_of_track(track_of("inner_quad_squat", Performance(reps=1), yaw_deg)):
        known.see(frame)
    assert known.facing.yaw_deg == pytest.approx(abs(yaw_deg), abs=8.0)


@pytest.mark.parametrize("yaw_deg", [-30.0, 0.0, 30.0])
@pytest.mark.parametrize(
    ("watch_id", "check_id"),
    [
        ("inner_quad_squat", "heels_lift"),
        ("inner_quad_squat", "weight_to_one_side"),
        ("inner_quad_squat", "chest_down"),
        ("glute_step_back", "knee_in"),
        ("glute_step_back", "leans_aside"),
    ],
)
def test_a_fault_is_found_from_in_front_and_from_half_aside(watch_id, check_id, yaw_deg):
    assert check_id in faults_of(watch_id, performance_of(watch_id, check_id), yaw_deg)


@pytest.mark.parametrize("yaw_deg", [-30.0, 30.0])
@pytest.mark.parametrize("watch_id", ["inner_quad_squat", "glute_step_back"])
def test_good_form_has_no_fault_from_half_aside(watch_id, yaw_deg):
    assert faults_of(watch_id, Performance(reps=4), yaw_deg) == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_hips_that_drop_are_told_from_hips_that_are_lowered_in_spite_of_pose_noise(seed):
    assert faults_of("hamstring_bridge", Performance(back_s=0.35), 80.0, seed=seed) == {"dropped"}
    assert faults_of("hamstring_bridge", Performance(), 80.0, seed=seed) == set()


def test_knees_that_stand_inward_are_no_fault_of_the_squat():
    def bow_legged(points, share):
        return points | {
            f"{side}_knee": points[f"{side}_knee"] + np.array([0.0, 0.0, way])
            for side, way in (("left", 0.03), ("right", -0.03))
        }

    assert faults_of("inner_quad_squat", Performance(move=bow_legged), 0.0) == set()


def test_the_way_out_and_back_is_timed_by_its_middle():
    plan = plan_watch(KNOWLEDGE.form_watches["inner_quad_squat"], KNOWLEDGE)
    how = Performance(reps=3, out_s=2.0, hold_s=1.0, back_s=1.0)
    coached = coach_track(track_of("inner_quad_squat", how, 30.0, seed=3), plan).coached
    # Half a cosine goes from 8 to 92 per cent of the way in 0.635 of its time.
    for rep in coached.repetitions:
        assert rep.out_s == pytest.approx(0.635 * 2.0, abs=0.25)
        assert rep.back_s == pytest.approx(0.635 * 1.0, abs=0.2)
