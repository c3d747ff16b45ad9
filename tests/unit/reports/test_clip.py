"""What the player draws fits the preview and the steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.model import ClipAnalysis, Preview
from evenstride.reports.clip import clip_data, key_frames, step_marks


def test_points_are_scaled_to_the_preview(analysis: ClipAnalysis) -> None:
    preview = Preview(b"clip", 640, 360, analysis.pose_track.time_s)
    clip = clip_data(replace(analysis, preview=preview))
    knee = clip.keypoints.index("right_knee")
    assert np.allclose(clip.points_px[:, knee], 0.5 * analysis.pose_track.point("right_knee"))


def test_a_preview_of_another_length_is_a_broken_contract(analysis: ClipAnalysis) -> None:
    preview = Preview(b"clip", 640, 360, analysis.pose_track.time_s[:-1])
    with pytest.raises(ValueError, match="Expected a preview of 240 pictures, or of at least the first 10 s; got 239"):
        clip_data(replace(analysis, preview=preview))


def test_steps_are_numbered_per_foot(analysis: ClipAnalysis) -> None:
    marks = step_marks(analysis.steps)
    assert [m.number for m in marks if m.side == "left"] == list(range(1, 1 + sum(m.side == "left" for m in marks)))
    assert [m.initial_contact_s for m in marks] == sorted(m.initial_contact_s for m in marks)


def test_key_frames_are_the_instants_of_one_near_step(analysis: ClipAnalysis) -> None:
    frames = key_frames(analysis, clip_data(analysis))
    assert [f.label for f in frames] == ["Right contact", "Mid-stance", "Toe-off", "Left contact"]
    assert [f.time_s for f in frames] == sorted(f.time_s for f in frames)
    step = next(s for s in analysis.steps if s.initial_contact_s == frames[0].time_s)
    assert step.side == "right"
    assert frames[2].time_s == step.toe_off_s
    assert all(f.figure.near_leg.startswith("M") for f in frames)


def test_without_a_whole_step_there_are_no_key_frames(analysis: ClipAnalysis) -> None:
    cut = tuple(replace(step, toe_off_s=None) for step in analysis.steps)
    assert key_frames(replace(analysis, steps=cut), clip_data(analysis)) == ()


def test_a_gap_in_the_points_does_not_break_a_still(analysis: ClipAnalysis) -> None:
    xy_px = analysis.pose_track.xy_px.copy()
    xy_px[:, analysis.pose_track.keypoints.index("right_knee")] = np.nan
    gappy = replace(analysis, pose_track=analysis.pose_track.with_points(xy_px))
    frames = key_frames(gappy, clip_data(gappy))
    assert "nan" not in "".join(f.figure.near_leg + f.figure.body for f in frames)
