"""Laws of counting: the count does not depend on mirror, scale, place, rate or dropped pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evenstride.coaching import plan_watch
from evenstride.knowledge import load_knowledge
from evenstride.model import PoseTrack
from evenstride.pipelines.coached_clip import coach_track
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()
WATCHES = ("inner_quad_squat", "kegel_ball_squeeze_bridge", "kneeling_lat_pulldown", "glute_step_back")
REPS = 3


def plan_of(watch_id):
    return plan_watch(KNOWLEDGE.form_watches[watch_id], KNOWLEDGE)


def track_of(watch_id, *, fps=20.0, seed=5):
    yaw_deg = 10.0 if KNOWLEDGE.form_watches[watch_id].camera.view == "front" else 80.0
    noise = Noise(1.0, np.random.default_rng(seed))
    return performed(
        KNOWLEDGE.movements[watch_id], Performance(reps=REPS), CameraStand(yaw_deg=yaw_deg), fps=fps, noise=noise
    )


TRACKS = {watch_id: track_of(watch_id) for watch_id in WATCHES}


def count(track, watch_id):
    return len(coach_track(track, plan_of(watch_id)).coached.repetitions)


def mirrored(track):
    order = [
        track.keypoints.index({"left": "right", "right": "left"}.get(side, side) + rest if rest else name)
        for name in track.keypoints
        for side, rest in [(name.partition("_")[0], name[len(name.partition("_")[0]) :])]
    ]
    xy_px = track.xy_px[:, order] * np.array([-1.0, 1.0]) + np.array([track.image_size_px[0], 0.0])
    return track.with_points(xy_px, track.visibility[:, order])


@pytest.mark.parametrize("watch_id", WATCHES)
def test_a_mirrored_picture_has_the_same_count_and_the_other_side(watch_id):
    here = coach_track(TRACKS[watch_id], plan_of(watch_id)).coached
    there = coach_track(mirrored(TRACKS[watch_id]), plan_of(watch_id)).coached
    other = {"left": "right", "right": "left", None: None}
    assert [other[rep.side] for rep in there.repetitions] == [rep.side for rep in here.repetitions]
    assert len(here.repetitions) == REPS


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(WATCHES), st.floats(0.2, 3.0))
def test_a_larger_or_smaller_picture_has_the_same_count(watch_id, scale):
    track = TRACKS[watch_id]
    size = tuple(max(1, int(scale * side)) for side in track.image_size_px)
    scaled = PoseTrack(track.time_s, track.xy_px * scale, track.visibility, track.keypoints, size, track.source)
    assert count(scaled, watch_id) == REPS


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(WATCHES), st.integers(0, 10_000), st.floats(0.0, 0.4))
@example("glute_step_back", 294, 0.375)
def test_dropped_pictures_do_not_change_the_count(watch_id, seed, share):
    track = TRACKS[watch_id]
    kept = np.random.default_rng(seed).random(len(track)) >= share
    thinned = PoseTrack(
        track.time_s[kept], track.xy_px[kept], track.visibility[kept], track.keypoints, track.image_size_px, "thinned"
    )
    assert count(thinned, watch_id) == REPS


@pytest.mark.parametrize("watch_id", WATCHES)
@pytest.mark.parametrize("fps", [10.0, 15.0, 50.0])
def test_another_rate_has_the_same_count(watch_id, fps):
    assert count(track_of(watch_id, fps=fps), watch_id) == REPS
