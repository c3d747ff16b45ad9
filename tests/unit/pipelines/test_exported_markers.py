from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.pipelines.exported_markers import curves_as_table, markers_of_clip
from evenstride.testing import synthetic_analysis


def test_keypoints_come_in_metres_forward_and_up_with_the_leg_as_long_as_the_height_says():
    clip = synthetic_analysis()

    markers = markers_of_clip(clip, height_m=2.0).markers_m

    leg = np.linalg.norm(markers["right_hip"] - markers["right_knee"], axis=1) + np.linalg.norm(
        markers["right_knee"] - markers["right_ankle"], axis=1
    )
    assert np.percentile(leg, 75) == pytest.approx(0.982, abs=0.01)
    assert (markers["right_toe"] - markers["right_heel"])[:, 0].mean() > 0.1
    assert markers["right_hip"][:, 1].mean() > markers["right_ankle"][:, 1].mean() + 0.5
    assert set(np.unique(markers["right_hip"][:, 2])) == {0.0}
    assert set(markers) == set(clip.pose_track.keypoints)
    assert typical_leg_length_px(clip.pose_track) > 0


def test_a_clip_that_faces_left_gives_the_same_markers_as_its_mirror_image():
    clip = synthetic_analysis()
    mirrored = replace(
        clip,
        pose_track=replace(clip.pose_track, xy_px=clip.pose_track.xy_px * [-1, 1] + [1280, 0]),
        assessment=replace(clip.assessment, views=(replace(clip.view, facing="left"),)),
    )

    there, back = (markers_of_clip(each, height_m=1.8).markers_m for each in (clip, mirrored))

    for name, track in there.items():
        np.testing.assert_allclose(back[name], track, atol=1e-9)


def test_gaps_stay_gaps_and_an_uneven_clock_becomes_even():
    clip = synthetic_analysis()
    xy_px = clip.pose_track.xy_px.copy()
    xy_px[20:30, clip.pose_track.keypoints.index("left_knee")] = np.nan
    time_s = clip.pose_track.time_s + 0.003 * np.sin(np.arange(len(xy_px)))
    uneven = replace(clip, pose_track=replace(clip.pose_track, xy_px=xy_px, time_s=time_s))

    markers = markers_of_clip(uneven, height_m=1.8)

    gap = np.isnan(markers.markers_m["left_knee"]).any(axis=1)
    assert gap[21:29].all()
    assert gap.sum() <= 12
    assert markers.rate_hz == pytest.approx(60, rel=0.01)


def test_curves_keep_their_names_and_those_without_a_value_are_left_out():
    clip = synthetic_analysis()
    nothing = np.full(len(clip.pose_track), np.nan)
    empty = replace(clip, curves=replace(clip.curves, angles_deg={**clip.curves.angles_deg, "nothing": nothing}))

    table = curves_as_table([empty], name="run")

    assert set(table.columns) == set(clip.curves.angles_deg)
    np.testing.assert_allclose(table.columns["right_knee_flexion"], clip.curves.angles_deg["right_knee_flexion"])
