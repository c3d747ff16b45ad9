from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.c3d import MarkerFileError, MarkerRecording
from evenstride.io.markers import film_markers, marker_role, to_runner
from marker_files import RATE_HZ, standing_markers


def runner_of(markers):
    return to_runner(MarkerRecording(RATE_HZ, markers))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("LASI", ("left", "asis")),
        ("R.Heel.Bottom", ("right", "heel")),
        ("RKNE", ("right", "knee_outer")),
        ("L.Knee.Medial", ("left", "knee_inner")),
        ("left_ankle", ("left", "ankle_outer")),
        ("R.MT5", ("right", "mt5")),
        ("C7", None),
        ("L.Iliac.Crest", None),
    ],
)
def test_laboratories_names_are_known(label, role):
    assert marker_role(label) == role


def test_joints_lie_between_their_markers_and_hips_where_harrington_puts_them():
    points = runner_of(standing_markers()).points_m

    np.testing.assert_allclose(points["right_knee"][0], [0.0, 0.5, 0.10])
    np.testing.assert_allclose(points["left_ankle"][0], [0.0, 0.08, -0.10])
    # By hand: 0.075 - 0.24 * 0.15 - 0.0099; 1 - 0.30 * 0.24 - 0.0109; 0.33 * 0.24 + 0.0073.
    np.testing.assert_allclose(points["right_hip"][0], [0.0291, 0.9171, 0.0865], atol=1e-6)
    np.testing.assert_allclose(points["left_hip"][0], [0.0291, 0.9171, -0.0865], atol=1e-6)
    np.testing.assert_allclose(points["right_toe"][0], [0.115, 0.03, 0.10])


@pytest.mark.parametrize(
    "axes",
    [
        np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]], float),
        np.array([[-1, 0, 0], [0, 1, 0], [0, 0, -1]], float),
        np.array([[0, -1, 0], [0, 0, 1], [-1, 0, 0]], float),
    ],
    ids=["z up", "runs backwards along x", "runs along y"],
)
def test_the_laboratory_axes_are_told_by_the_body(axes):
    assert np.linalg.det(axes) == pytest.approx(1.0)
    turned = {label: track @ axes for label, track in standing_markers().items()}

    points, expected = runner_of(turned).points_m, runner_of(standing_markers()).points_m

    for name, track in expected.items():
        np.testing.assert_allclose(points[name], track, atol=1e-12)


def test_exchanged_metatarsals_are_exchanged_back_and_said():
    markers = standing_markers()
    markers["R.MT1"], markers["R.MT5"] = markers["R.MT5"], markers["R.MT1"]

    runner = runner_of(markers)

    assert ["right foot's first and fifth" in warning for warning in runner.warnings] == [True]


def test_a_first_metatarsal_called_fifth_is_said():
    markers = standing_markers()
    markers["R.MT5"] = markers.pop("R.MT1")

    runner = runner_of(markers)

    assert ["taken for the first one" in warning for warning in runner.warnings] == [True]


def test_sound_markers_bring_no_warning():
    assert runner_of(standing_markers()).warnings == ()


def test_exchanged_sides_are_exchanged_back_and_said():
    swapped = {
        label.replace("L.", "X.").replace("R.", "L.").replace("X.", "R."): track
        for label, track in standing_markers().items()
    }

    runner = runner_of(swapped)

    expected = runner_of(standing_markers()).points_m
    assert "Left and right are exchanged in the labels" in " ".join(runner.warnings)
    for name, track in expected.items():
        np.testing.assert_allclose(runner.points_m[name], track, err_msg=name)


def test_missing_markers_are_named():
    markers = standing_markers()
    del markers["L.PSIS"], markers["R.PSIS"], markers["R.Heel.Bottom"]

    with pytest.raises(MarkerFileError, match="left psis, right psis, right heel"):
        runner_of(markers)


def test_a_knee_without_markers_is_found_by_how_thigh_and_shank_turn():
    """A hinge at (0, 0.5, 0.1): the shank swings about it, the thigh stands still."""
    markers = standing_markers(count=60)
    del markers["R.Knee"], markers["R.Knee.Medial"]
    angle = np.radians(np.linspace(0, 60, 60))
    swing = np.stack(
        [np.stack([np.cos(angle), np.sin(angle)], axis=1), np.stack([-np.sin(angle), np.cos(angle)], axis=1)], axis=1
    )
    for name, height, depth, across in (
        ("Top.Lateral", 0.15, 0.04, 0.16),
        ("Top.Medial", 0.15, -0.04, 0.04),
        ("Bottom.Lateral", 0.3, 0.04, 0.16),
        ("Bottom.Medial", 0.3, -0.04, 0.04),
    ):
        markers[f"R.Thigh.{name}"] = np.tile([depth, 0.5 + height, across], (60, 1))
        turned = swing @ np.array([depth, -height])
        markers[f"R.Shank.{name}"] = np.column_stack([turned[:, 0], 0.5 + turned[:, 1], np.full(60, across)])

    runner = runner_of(markers)

    np.testing.assert_allclose(runner.points_m["right_knee"][:, :2], np.tile([0.0, 0.5], (60, 1)), atol=1e-6)
    assert runner.turning == ("right_knee",)
    assert "right knee" in runner.warnings[0]


def test_a_joint_that_nothing_tells_is_refused():
    markers = standing_markers()
    del markers["R.Knee"], markers["R.Knee.Medial"]

    with pytest.raises(MarkerFileError, match="right knee"):
        runner_of(markers)


def test_the_cameras_see_the_runner_from_their_own_sides():
    runner = runner_of(standing_markers())
    tracks = {camera: film_markers(runner, camera, source="laboratory:a.c3d") for camera in ("left", "right", "rear")}

    def across(camera, name):
        return float(tracks[camera].point(name)[0, 0])

    # From the left the runner faces the left edge, from the right the right one; from behind left is left.
    assert across("left", "left_toe") < across("left", "left_heel")
    assert across("right", "right_toe") > across("right", "right_heel")
    assert across("rear", "left_hip") < across("rear", "right_hip")
    for track in tracks.values():
        assert track.point("left_hip")[0, 1] < track.point("left_heel")[0, 1]
        assert track.point("left_hip")[0, 1] - track.point("left_knee")[0, 1] == pytest.approx(-417.1, abs=0.1)
        assert (track.xy_px >= 0).all()
        assert (track.xy_px <= track.image_size_px).all()
