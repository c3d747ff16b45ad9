"""Reading a recorded exercise from a saved pose track."""

from __future__ import annotations

import json

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.io.pose_files import save_pose_track
from evenstride.knowledge import load_knowledge
from evenstride.model import track_of_points
from evenstride.model.skeletons import BLAZEPOSE_33
from evenstride.services.coach_clip import coach_clip, coach_pose_track, coached_text, plans_for
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("poses")


def saved(folder, movement_id, *, yaw_deg, **how):
    noise = Noise(1.0, np.random.default_rng(2))
    track = performed(
        KNOWLEDGE.movements[movement_id], Performance(**how), CameraStand(yaw_deg=yaw_deg), fps=15.0, noise=noise
    )
    path = folder / f"{movement_id}.npz"
    save_pose_track(track, path)
    return path


def test_the_document_has_counts_holds_and_faults(folder):
    path = saved(folder, "inner_quad_squat", yaw_deg=20.0, reps=3, out_s=0.5)
    document = coach_clip("inner_quad_squat", path).to_dict()
    json.dumps(document, allow_nan=False)
    assert document["schema"] == "evenstride.coached_set/1"
    assert document["repetitions"] == 3
    assert len(document["per_repetition"]) == 3
    assert {fault["check_id"] for fault in document["faults"]} == {"too_fast_down"}
    assert document["view"] == "front"


def test_a_basic_form_that_the_camera_cannot_count_is_read_as_the_variation_that_is_seen(folder):
    path = saved(folder, "kegel_ball_squeeze_bridge", yaw_deg=85.0, reps=3)
    seen = coach_clip("kegel_ball_squeeze", path)
    assert seen.coached is not None
    assert seen.coached.part_id == "bridge"
    assert len(seen.coached.repetitions) == 3
    assert len(seen.coached.holds) == 3


def test_a_variation_can_be_named(folder):
    assert plans_for("kegel_ball_squeeze/bridge", KNOWLEDGE)[0].part_id == "bridge"
    assert plans_for("glute-step-back", KNOWLEDGE)[0].exercise_id == "glute_step_back"


def test_the_text_says_what_was_counted_and_what_was_not_judged(folder):
    path = saved(folder, "inner_quad_squat", yaw_deg=20.0, reps=2)
    lines = coached_text(coach_clip("inner_quad_squat", path))
    assert lines[0].startswith("Inner quad squat: 2 repetitions, seen from in front")
    assert "Not judged:" in lines


def test_an_unknown_exercise_names_the_known_ones(folder):
    with pytest.raises(InputError, match="inner_quad_squat"):
        coach_clip("squat", folder / "x.mp4")


def test_an_exercise_by_timer_says_why_it_cannot_be_counted(folder):
    with pytest.raises(InputError, match="timer"):
        coach_clip("foot_core", folder / "x.mp4")


def test_points_in_plain_arrays_and_in_a_table_of_another_tool_are_read_as_the_pose_track_is(folder):
    camera = CameraStand(yaw_deg=20.0)
    track = performed(KNOWLEDGE.movements["inner_quad_squat"], Performance(reps=3), camera, fps=30.0)
    points = np.full((len(track), len(BLAZEPOSE_33), 3), np.nan)
    for column, name in enumerate(BLAZEPOSE_33):
        if name is not None:
            points[:, column] = np.column_stack([track.point(name) / track.image_size_px, track.seen(name)])
    again = track_of_points(points, track.time_s, image_size_px=track.image_size_px, is_normalised=True)
    of_points = coach_pose_track("inner_quad_squat", again).coached
    table = folder / "squat.csv"
    _write_table(table, track)
    of_table = coach_clip("inner_quad_squat", table).coached
    assert of_points is not None
    assert of_table is not None
    assert len(of_points.repetitions) == len(of_table.repetitions) == 3
    assert of_points.faults == of_table.faults == ()


def _write_table(path, track):
    columns = {"time_s": track.time_s}
    for name in track.keypoints:
        columns |= {f"{name}_x": track.point(name)[:, 0], f"{name}_y": track.point(name)[:, 1]}
    np.savetxt(path, np.column_stack(list(columns.values())), delimiter=",", header=",".join(columns), comments="")
