"""Keypoints of other tools come in under our names, with their own times."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import KeypointFileError
from evenstride.io.keypoint_files import read_keypoints
from evenstride.io.pose_files import save_pose_track
from evenstride.model import PoseTrack


def _gaitlab(**changes: object) -> str:
    document = {
        "schema": "gaitlab.pose/v1",
        "source": "model-x",
        "fps": 30.0,
        "width": 720,
        "height": 1280,
        "keypoint_names": ["l_knee", "neck", "r_big_toe"],
        "frames": [[[10, 20, 1.2], [0, 0, 0], [30, 40, 0.5]]] * 3,
        "timestamps": [0.0, 0.0333, 0.0667],
    }
    return json.dumps(document | changes)


def test_gaitlab_json_keeps_known_points_and_undoes_the_rounding_of_times(tmp_path: Path) -> None:
    path = tmp_path / "pose.json"
    path.write_text(_gaitlab())
    track = read_keypoints(path)
    assert track.keypoints == ("left_knee", "right_toe")
    assert track.image_size_px == (720, 1280)
    assert track.point("right_toe")[0].tolist() == [30.0, 40.0]
    assert track.visibility[0].tolist() == [1.0, 0.5]
    assert track.fps == pytest.approx(30.0)


def test_gaitlab_times_that_vary_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "pose.json"
    path.write_text(_gaitlab(timestamps=[0.0, 0.04, 0.0667]))
    assert read_keypoints(path).time_s.tolist() == [0.0, 0.04, 0.0667]


def test_the_recorded_keypoints_of_another_model_come_in_whole(shared_data: Path) -> None:
    track = read_keypoints(shared_data / "video" / "running" / "treadmill_side_30fps.rtmpose_halpe26.json")
    assert len(track) == 360
    assert {"left_heel", "right_heel", "left_toe", "right_toe", "left_hip"} <= set(track.keypoints)
    assert track.fps == pytest.approx(30.0)
    # The runner faces the left of the picture: the toe is left of the heel while the foot is down.
    assert np.median(track.point("left_toe")[:, 0] - track.point("left_heel")[:, 0]) < 0


def test_csv_columns_are_points_and_empty_cells_gaps(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(
        "time_s,LKnee_x,LKnee_y,LKnee_visibility,right_heel_x,right_heel_y,right_heel_visibility\n"
        "0.00,10,20,0.9,30,40,0.8\n0.02,11,21,0.9,,,\n"
    )
    track = read_keypoints(path)
    assert track.keypoints == ("left_knee", "right_heel")
    assert track.time_s.tolist() == [0.0, 0.02]
    assert np.isnan(track.point("right_heel")[1]).all()
    assert track.seen("right_heel").tolist() == [0.8, 0.0]
    assert track.image_size_px == (30, 40)


def test_csv_without_visibility_takes_every_point_as_seen(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("time_s,left_knee_x,left_knee_y\n0,10,20\n0.1,,\n")
    assert read_keypoints(path).seen("left_knee").tolist() == [1.0, 0.0]


def _trc(units: str) -> str:
    return (
        "PathFileType\t4\t(X/Y/Z)\trun.trc\n"
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
        f"60\t60\t2\t2\t{units}\t60\t0\t2\n"
        "Frame#\tTime\tRHip\t\t\tRBigToe\t\t\n"
        "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n"
        "\n"
        "1\t0.5\t100\t200\t0\t110\t300\t0\n"
        "2\t0.516667\t101\t201\t0\t\t\t\n"
    )


def test_trc_in_pixels_is_read_with_its_own_times(tmp_path: Path) -> None:
    path = tmp_path / "run.trc"
    path.write_text(_trc("px"))
    track = read_keypoints(path)
    assert track.keypoints == ("right_hip", "right_toe")
    assert track.time_s.tolist() == [0.5, 0.516667]
    assert track.point("right_hip")[1].tolist() == [101.0, 201.0]
    assert np.isnan(track.point("right_toe")[1]).all()


def test_trc_in_metres_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.trc"
    path.write_text(_trc("m"))
    with pytest.raises(KeypointFileError, match=r"pixels.*'m'"):
        read_keypoints(path)


@pytest.mark.parametrize("suffix", [".npz", ".parquet"])
def test_our_own_files_come_in_through_the_same_door(tmp_path: Path, suffix: str) -> None:
    track = PoseTrack(np.array([0.0, 0.1]), np.ones((2, 1, 2)), np.ones((2, 1)), ("nose",), (64, 36), "fake")
    save_pose_track(track, tmp_path / f"pose{suffix}")
    assert read_keypoints(tmp_path / f"pose{suffix}").source == "fake"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "hello",
        "{",
        '{"schema": "other/1"}',
        _gaitlab(frames=[]),
        _gaitlab(timestamps=[0.0, 0.1]),
        _gaitlab(timestamps=[0.0, 0.0, 0.1]),
        _gaitlab(keypoint_names=["neck", "head", "mid_hip"]),
        "time_s,speed\n0,1\n",
        "time_s,left_knee_x\n0,1\n",
        "time_s,left_knee_x,left_knee_y\n0,one,2\n",
        "time_s,left_knee_x,left_knee_y\n",
        "frame,left_knee_x,left_knee_y\n0,1,2\n",
        "PathFileType\t4\n",
    ],
)
def test_what_is_no_keypoint_file_is_refused_by_our_own_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "points.txt"
    path.write_text(content)
    with pytest.raises(KeypointFileError):
        read_keypoints(path)


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(KeypointFileError, match="folder"):
        read_keypoints(tmp_path)
    with pytest.raises(KeypointFileError, match=r"nothing\.csv"):
        read_keypoints(tmp_path / "nothing.csv")
