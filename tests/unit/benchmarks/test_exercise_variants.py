"""Recordings made of others have the counts that are claimed for them."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.exercise_people import practised
from benchmarks.accuracy.exercise_variants import between, joined, mirrored, stretched, variants

from evenstride.coaching import plan_watch
from evenstride.knowledge import load_knowledge
from evenstride.pipelines.coached_clip import coach_track
from evenstride.testing_exercise import CameraStand, Performance, performed

KNOWLEDGE = load_knowledge()
SQUAT = "inner_quad_squat"


def squats(reps):
    return performed(KNOWLEDGE.movements[SQUAT], Performance(reps=reps), CameraStand(yaw_deg=20.0), fps=15.0)


def count_of(track, watch_id=SQUAT):
    return len(coach_track(track, plan_watch(KNOWLEDGE.form_watches[watch_id], KNOWLEDGE)).coached.repetitions)


def test_a_mirror_shows_left_as_right_and_twice_is_nothing():
    track = squats(1)
    once = mirrored(track)
    width = track.image_size_px[0]
    assert np.allclose(once.point("left_knee")[:, 0], width - track.point("right_knee")[:, 0])
    assert np.allclose(mirrored(once).xy_px, track.xy_px)


def test_joined_parts_follow_one_another():
    track = squats(1)
    whole = joined(between(track, 0.0, 2.0), stretched(track, 0.5))
    assert len(whole) == int((track.time_s < 2.0).sum()) + len(track)
    assert np.all(np.diff(whole.time_s) > 0)


def test_every_variant_of_made_up_squats_is_counted():
    track = squats(3)
    standing = between(squats(1), 0.0, 1.2)
    peaks_s = [
        rep.peak_s
        for rep in coach_track(track, plan_watch(KNOWLEDGE.form_watches[SQUAT], KNOWLEDGE)).coached.repetitions
    ]
    made = list(variants(track, 3, peaks_s, {"standing": standing}))
    assert {variant.name: count_of(variant.track) for variant in made} == {each.name: each.true for each in made}


def test_sitting_down_at_the_end_is_no_squat():
    track = squats(2)
    last = coach_track(track, plan_watch(KNOWLEDGE.form_watches[SQUAT], KNOWLEDGE)).coached.repetitions[-1]
    cut = between(track, 0.0, last.peak_s)
    seconds = np.arange(1, 60) / 15.0
    sitting = joined(
        cut,
        between(track, last.peak_s - 0.1, last.peak_s),
        *[between(track, last.peak_s - 0.1, last.peak_s)] * len(seconds),
    )
    assert count_of(cut) == 2
    assert count_of(sitting) == 1


@pytest.mark.parametrize("watch_id", [SQUAT, "kegel_ball_squeeze_bridge"])
def test_who_comes_does_it_and_goes_is_counted(watch_id):
    standing = KNOWLEDGE.movements[SQUAT].angles_deg("start")
    watch = KNOWLEDGE.form_watches[watch_id]
    done = practised(watch, KNOWLEDGE.movements[watch_id], standing, np.random.default_rng(3))
    assert count_of(done.track, watch_id) == done.true
