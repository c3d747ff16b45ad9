"""How much of a clip a page carries, and that picture and points stay in step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.model import PoseTrack, Preview
from evenstride.reports import build_report, render_html
from evenstride.reports.shown_part import MOST_PREVIEW_BYTES, shown_part
from evenstride.testing import synthetic_analysis


@pytest.fixture(scope="module")
def long_track() -> PoseTrack:
    """Three minutes at 30 pictures a second."""
    return synthetic_analysis(duration_s=180.0, fps=30.0).pose_track


def test_a_usual_clip_is_carried_whole_and_nothing_is_said() -> None:
    track = synthetic_analysis().pose_track
    part = shown_part(track, _preview(track, len(track)))
    assert (part.picture_count, part.words) == (len(track), "")


def test_of_a_long_clip_without_pictures_the_first_minute_is_carried(long_track: PoseTrack) -> None:
    part = shown_part(long_track, None)
    assert part.picture_count == 1800
    assert part.words == "This page carries the first 60 s of 180 s; every number rests on the whole clip."


def test_a_preview_of_the_beginning_decides_how_much_is_carried(long_track: PoseTrack) -> None:
    part = shown_part(long_track, _preview(long_track, 900))
    assert (part.picture_count, part.words.startswith("This page carries the first 30 s")) == (900, True)


def test_a_preview_that_would_make_the_page_too_large_is_left_out(long_track: PoseTrack) -> None:
    heavy = replace(_preview(long_track, len(long_track)), mp4=bytes(MOST_PREVIEW_BYTES + 1))
    part = shown_part(long_track, heavy)
    assert (part.picture_count, part.preview) == (1800, None)
    assert part.words.startswith("The moving picture is left out")


def test_a_slow_motion_clip_whose_clock_was_stretched_is_in_step() -> None:
    track = synthetic_analysis().pose_track
    slow = Preview(b"clip", 640, 360, 8 * track.time_s)
    assert shown_part(track, slow).picture_count == len(track)


def test_a_preview_that_lost_a_picture_in_the_middle_is_a_broken_contract(long_track: PoseTrack) -> None:
    uneven = replace(long_track, time_s=long_track.time_s + 0.2 * (np.arange(len(long_track)) > 300))
    shifted = Preview(b"clip", 640, 360, uneven.time_s[:900] + 0.2 * (np.arange(900) > 600))
    with pytest.raises(ValueError, match="in step with its track"):
        shown_part(uneven, shifted)


@pytest.mark.parametrize("count", [5401, 200])
def test_a_preview_longer_than_the_clip_or_far_too_short_is_a_broken_contract(
    long_track: PoseTrack, count: int
) -> None:
    with pytest.raises(ValueError, match="Expected a preview of 5400 pictures"):
        shown_part(long_track, Preview(b"clip", 640, 360, np.arange(count) / 30.0))


def test_steps_curves_and_stills_end_with_the_part_that_is_carried(knowledge: Any) -> None:
    analysis = synthetic_analysis(duration_s=180.0, fps=30.0)
    report = build_report(replace(analysis, preview=_preview(analysis.pose_track, 900)), knowledge=knowledge)
    assert {len(curve.angle_deg) for panel in report.clips[0].panels for curve in panel.curves} == {900}
    assert max(step.initial_contact_s for step in report.clips[0].data.steps) < 30.0
    assert max(key.frame for key in report.clips[0].key_frames) < 900
    frames = [
        seek for group in report.findings for card in group.cards for line in card.evidence for seek in line.frames
    ]
    assert 20.0 < max(seek.time_s for seek in frames) < 30.0
    assert report.measures.groups[0].rows[0].cells[0].n_steps == len(analysis.steps)


def test_the_page_of_a_three_minute_clip_stays_below_25_megabytes(knowledge: Any) -> None:
    analysis = synthetic_analysis(duration_s=180.0, fps=120.0)
    heaviest = replace(_preview(analysis.pose_track, 7200), mp4=bytes(MOST_PREVIEW_BYTES))
    page = render_html(build_report(replace(analysis, preview=heaviest), knowledge=knowledge))
    assert len(page) < 25_000_000
    assert "This page carries the first 60 s of 180 s" in page


def _preview(track: PoseTrack, count: int) -> Preview:
    return Preview(b"clip", 640, 360, track.time_s[:count] - track.time_s[0])
