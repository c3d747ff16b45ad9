from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis, PoseTrack, Preview
from evenstride.pipelines.analysis import analyse_tracked_clip
from evenstride.pipelines.clip_tracking import TrackedClip
from evenstride.pipelines.options import AnalysisOptions
from evenstride.pipelines.shots import measured_pictures, measured_track

ClipMaker = Callable[..., TrackedClip]


def pictures(clip: TrackedClip) -> list[int]:
    assert clip.scene is not None
    assert clip.pose_track is not None
    return measured_pictures(clip.scene, clip.pose_track).tolist()


def without_runner(track: PoseTrack, start: int, stop: int) -> PoseTrack:
    xy_px = track.xy_px.copy()
    xy_px[start:stop] = np.nan
    return track.with_points(xy_px)


def analyse(clip: TrackedClip, **options: float) -> ClipAnalysis:
    return analyse_tracked_clip(clip, knowledge=load_knowledge(), options=AnalysisOptions(**options))[0]


@pytest.fixture(autouse=True)
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """These clips have no file whose pictures could be looked at again for the shoes."""
    monkeypatch.setattr("evenstride.pipelines.shoe_reading.with_sole_lines", lambda clip, _: clip)


def test_a_plain_clip_is_measured_whole(make_clip: ClipMaker) -> None:
    assert pictures(make_clip()) == list(range(240))


def test_repeated_pictures_are_left_out(make_clip: ClipMaker) -> None:
    assert pictures(make_clip(repeated=(3, 7, 239))) == [i for i in range(240) if i not in (3, 7, 239)]


def test_the_longest_shot_is_measured_from_the_picture_at_its_cut_on(make_clip: ClipMaker) -> None:
    clip = make_clip(cut_times_s=(1.0, 1.5))
    assert pictures(clip) == list(range(90, 240))


def test_a_longer_shot_without_a_runner_is_passed_over(make_clip: ClipMaker, runner_track: PoseTrack) -> None:
    clip = make_clip(track=without_runner(runner_track, 0, 150), cut_times_s=(2.5,))
    assert pictures(clip) == list(range(150, 240))


def test_a_clip_in_which_nobody_was_followed_gives_a_track_without_points(make_clip: ClipMaker) -> None:
    track = measured_track(make_clip(track=None))
    assert len(track) == 240
    assert not np.isfinite(track.xy_px).any()


def test_the_page_gets_a_row_for_every_picture_and_none_beyond_the_cut(make_clip: ClipMaker) -> None:
    clip = make_clip(cut_times_s=(1.0,), repeated=(100, 200, 239))
    analysis = analyse(clip)
    assert len(analysis.pose_track) == 240
    assert np.isnan(analysis.pose_track.xy_px[:60]).all()
    assert np.isnan(analysis.curves.angles_deg["trunk_lean"][:60]).all()
    assert np.isfinite(analysis.pose_track.xy_px[60:]).all()
    for copy in (100, 200, 239):
        assert np.array_equal(analysis.pose_track.xy_px[copy], analysis.pose_track.xy_px[copy - 1])


def test_a_shot_that_ends_before_the_clip_shows_nothing_after_its_end(make_clip: ClipMaker) -> None:
    analysis = analyse(make_clip(cut_times_s=(3.0,)))
    seen = np.isfinite(analysis.pose_track.xy_px).any(axis=(1, 2))
    assert seen.tolist() == [True] * 180 + [False] * 60


def test_the_rows_follow_the_clock_of_life_when_slow_motion_is_told(make_clip: ClipMaker) -> None:
    analysis = analyse(make_clip(repeated=(5, 6)), recorded_fps=120.0)
    assert np.diff(analysis.pose_track.time_s) == pytest.approx(1 / 120)
    assert np.array_equal(analysis.curves.time_s, analysis.pose_track.time_s)


def test_the_preview_is_handed_on(make_clip: ClipMaker, runner_track: PoseTrack) -> None:
    preview = Preview(b"mp4", 720, 406, runner_track.time_s)
    for track in (runner_track, None):
        clip = replace(make_clip(track=track, repeated=(5,)), preview=preview)
        analysis = analyse(clip)
        assert analysis.preview is preview
        assert len(analysis.pose_track) == len(preview.time_s)


def test_tape_marks_that_do_not_stay_on_the_body_are_not_measured(
    make_clip: ClipMaker, runner_track: PoseTrack
) -> None:
    marks = np.tile([[50.0, 50.0], [80.0, 50.0]], (240, 1, 1))
    track = replace(
        runner_track,
        keypoints=(*runner_track.keypoints, "left_psis", "right_psis"),
        xy_px=np.concatenate([runner_track.xy_px, marks], axis=1),
        visibility=np.concatenate([runner_track.visibility, np.ones((240, 2))], axis=1),
    )
    measured = measured_track(make_clip(track=track))
    assert not np.isfinite(measured.middle("psis")).any()
    np.testing.assert_array_equal(measured.middle("hip"), runner_track.middle("hip"))
