"""A second look at a clip, once its steps are known: how the shoes are turned at each landing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video import read_frames
from evenstride.model import ClipAnalysis, PoseTrack, Step
from evenstride.model.gait import SIDES, other
from evenstride.pipelines.shots import measured_pictures, measured_track
from evenstride.pose.sole_line_reading import SOLE_NAMES, Landing, read_sole_lines, with_points

if TYPE_CHECKING:
    from evenstride.pipelines.clip_tracking import TrackedClip

#: Pictures before the first and after the last landing that are decoded too.
_MARGIN_S = 0.1


def with_sole_lines(clip: TrackedClip, analysis: ClipAnalysis) -> TrackedClip:
    """The clip with ``sole_back`` and ``sole_front`` in its track; the same clip where there is nothing to read.

    Parameters
    ----------
    analysis : of `measured_track` of this clip, not yet put back in step with it. Only running seen from the side has
        landings to look at.
    """
    is_side_view = analysis.assessment.views[0].near_side is not None
    if not is_side_view or not analysis.assessment.is_running or clip.pose_track is None or clip.scene is None:
        return clip
    raw = measured_track(clip)
    read = read_soles_of_clip(clip.probe.path, raw, analysis.pose_track, analysis.steps)
    whole, rows = clip.pose_track, measured_pictures(clip.scene, clip.pose_track)
    xy_px = np.full((len(whole), len(SOLE_NAMES), 2), np.nan)
    visibility = np.zeros((len(whole), len(SOLE_NAMES)))
    for k, name in enumerate(SOLE_NAMES):
        xy_px[rows, k], visibility[rows, k] = read.point(name), read.seen(name)
    return replace(clip, pose_track=with_points(whole, SOLE_NAMES, xy_px, visibility))


def has_sole_lines(clip: TrackedClip) -> bool:
    """Whether the clip's shoes have been read."""
    return clip.pose_track is not None and set(SOLE_NAMES) <= set(clip.pose_track.keypoints)


def read_soles_of_clip(path: Path, raw: PoseTrack, cleaned: PoseTrack, steps: Sequence[Step]) -> PoseTrack:
    """``raw`` with the sole points of every landing.

    Parameters
    ----------
    raw : the model's points on the clip's own clock.
    cleaned : the same pictures with left and right held, as an assessment of ``raw`` gave it.
    steps : on the clock of ``cleaned``.

    Notes
    -----
    The feet are found by the cleaned points; the new points get the name that the model's own points bear in that
    picture, so that whoever repairs names later moves them together.
    """
    landings = _landings(steps, cleaned.time_s, raw.time_s)
    seen = replace(cleaned, time_s=raw.time_s)
    if landings:
        start_s, end_s = landings[0].initial_contact_s - _MARGIN_S, landings[-1].toe_off_s + _MARGIN_S
        with read_frames(path, start_s=max(0.0, start_s), end_s=end_s) as pictures:
            seen = read_sole_lines(pictures, seen, landings, slow_motion_factor=_slow_motion_factor(raw, cleaned))
    return _named_as(raw, seen)


def _slow_motion_factor(raw: PoseTrack, cleaned: PoseTrack) -> float:
    """Seconds of the clip for each second of life, by the clocks of both."""
    return float((raw.time_s[-1] - raw.time_s[0]) / (cleaned.time_s[-1] - cleaned.time_s[0]))


def _landings(steps: Sequence[Step], life_s: NDArray[np.float64], clip_s: NDArray[np.float64]) -> list[Landing]:
    """The complete landings in order of time, on the clip's own clock."""
    found = []
    for step in steps:
        if step.toe_off_s is not None:
            begin_s, end_s = np.interp([step.initial_contact_s, step.toe_off_s], life_s, clip_s)
            found.append(Landing(step.side, float(begin_s), float(end_s)))
    return sorted(found, key=lambda landing: landing.initial_contact_s)


def _named_as(raw: PoseTrack, read: PoseTrack) -> PoseTrack:
    """``raw`` with the sole points of ``read``, under the names that ``raw`` gives the feet."""
    exchanged = _named_otherwise(raw, read)
    xy_px = np.full((len(raw), len(SOLE_NAMES), 2), np.nan)
    visibility = np.zeros((len(raw), len(SOLE_NAMES)))
    for k, name in enumerate(SOLE_NAMES):
        side = SIDES[0] if name.startswith(SIDES[0]) else SIDES[1]
        opposite = name.replace(side, other(side))
        xy_px[:, k] = np.where(exchanged[:, None], read.point(opposite), read.point(name))
        visibility[:, k] = np.where(exchanged, read.seen(opposite), read.seen(name))
    return with_points(raw, SOLE_NAMES, xy_px, visibility)


def _named_otherwise(raw: PoseTrack, read: PoseTrack) -> NDArray[np.bool_]:
    """(time,) True where the model calls left what the assessment calls right."""
    same, crossed = (
        sum(
            np.nan_to_num(np.linalg.norm(read.point(f"{side}_{point}") - raw.point(f"{named}_{point}"), axis=1))
            for side, named in pairs
            for point in ("ankle", "heel", "toe")
        )
        for pairs in ((("left", "left"), ("right", "right")), (("left", "right"), ("right", "left")))
    )
    return np.asarray(crossed < same)
