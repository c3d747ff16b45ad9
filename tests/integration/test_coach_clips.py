"""``evenstride coach`` on recorded exercises with known counts, and on recordings of something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run_evenstride
from evenstride.coaching import plan_watch
from evenstride.knowledge import load_knowledge
from evenstride.pipelines.coached_clip import coach_track
from evenstride.pipelines.exercise_tracking import track_exercise

CLIPS = {
    "squat_with_mocap_60fps": ("inner_quad_squat", 5),
    "squat_side_8reps_25fps": ("inner_quad_squat", 8),
    "squat_labelled_13": ("inner_quad_squat", 2),
    "squat_labelled_24": ("inner_quad_squat", 2),
    "half_kneeling_lat_pulldown_2reps_60fps": ("kneeling_lat_pulldown", 2),
}
NEGATIVES = ("elder_walk_side", "two_people", "walk_with_mocap_60fps")


def test_two_squats_are_counted_and_written(shared_data: Path, tmp_path: Path) -> None:
    clip, pose = shared_data / "video" / "exercise" / "squat_labelled_19.mp4", tmp_path / "pose.npz"
    outcome = run_evenstride("coach", "inner_quad_squat", clip, "--json", "-", "--save-pose", pose)
    assert outcome.code == 0, outcome.err
    document = json.loads(outcome.out)
    assert document["repetitions"] == 2
    assert document["view"] == "front"
    assert document["lost"] == []
    again = run_evenstride("coach", "inner_quad_squat", pose)
    assert again.out.startswith("Inner quad squat: 2 repetitions, seen from in front")


def test_an_exercise_that_does_not_exist_ends_with_one_line(tmp_path: Path) -> None:
    outcome = run_evenstride("coach", "squat", tmp_path / "none.mp4")
    assert outcome.code == 1
    assert "The camera counts: inner_quad_squat" in outcome.error_line


def test_a_missing_clip_ends_with_one_line(tmp_path: Path) -> None:
    outcome = run_evenstride("coach", "inner_quad_squat", tmp_path / "none.mp4")
    assert outcome.code == 1
    assert "none.mp4" in outcome.error_line


@pytest.mark.slow
@pytest.mark.parametrize("clip", CLIPS)
def test_recorded_exercises_have_their_counts(shared_data: Path, clip: str) -> None:
    exercise_id, repetitions = CLIPS[clip]
    document = json.loads(
        run_evenstride("coach", exercise_id, shared_data / "video" / "exercise" / f"{clip}.mp4", "--json", "-").out
    )
    assert document["repetitions"] == repetitions


@pytest.mark.slow
@pytest.mark.parametrize("clip", NEGATIVES)
def test_walking_is_no_exercise(shared_data: Path, clip: str) -> None:
    track = track_exercise(shared_data / "video" / "negatives" / f"{clip}.mp4").pose_track
    assert track is not None
    knowledge = load_knowledge()
    for watch in knowledge.form_watches.values():
        if watch.by == "camera":
            assert coach_track(track, plan_watch(watch, knowledge)).coached.repetitions == (), watch.id
