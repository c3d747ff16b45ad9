"""Which pictures of a clip are measured, and the measured ones back in step with the clip.

Measured are the distinct pictures of one shot: a picture that only repeats the one before says nothing new about the
movement, and what lies beyond a cut is another scene.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.model import AngleCurves, ClipAnalysis, PoseTrack
from evenstride.pose.tape_consistency import keep_staying_marks

if TYPE_CHECKING:
    from evenstride.io.video import SceneSummary
    from evenstride.pipelines.clip_tracking import TrackedClip


def measured_track(clip: TrackedClip) -> PoseTrack:
    """The runner in the pictures that are measured, with the tape marks that stay on the body over all of them.

    No point at all where nobody was found.
    """
    if clip.pose_track is None or clip.scene is None:
        return _empty_track(clip)
    used = measured_pictures(clip.scene, clip.pose_track)
    track = clip.pose_track
    return keep_staying_marks(
        replace(track, time_s=track.time_s[used], xy_px=track.xy_px[used], visibility=track.visibility[used])
    )


def measured_pictures(scene: SceneSummary, track: PoseTrack) -> NDArray[np.intp]:
    """Numbers of the distinct pictures of the shot that shows the runner longest."""
    found = np.isfinite(track.xy_px).any(axis=(1, 2)) & ~scene.repeated
    bounds = np.searchsorted(scene.time_s, [-np.inf, *(time_s - 1e-9 for time_s in scene.cut_times_s), np.inf])
    start, stop = max(pairwise(bounds), key=lambda shot: np.count_nonzero(found[shot[0] : shot[1]]))
    return np.asarray(start + np.flatnonzero(~scene.repeated[start:stop]))


def in_step_with_clip(analysis: ClipAnalysis, clip: TrackedClip) -> ClipAnalysis:
    """The same analysis with one row for every picture of the clip, so that a page can draw it over the video.

    A repeated picture shows the points of the one before; a picture of another shot shows none.
    """
    analysis = replace(analysis, preview=clip.preview, timings_s=dict(clip.timings_s))
    if clip.pose_track is None or clip.scene is None:
        return analysis
    used = measured_pictures(clip.scene, clip.pose_track)
    picture = np.arange(len(clip.scene.time_s))
    if len(used) == len(picture):
        return analysis
    row = np.searchsorted(used, picture, side="right") - 1
    inside = (row >= 0) & (picture <= _end_of_shot(clip.scene, used))
    row = np.maximum(row, 0)
    track, curves = analysis.pose_track, analysis.curves.angles_deg
    time_s = clip.scene.time_s * _clock_scale(track, clip.scene.time_s[used])
    return replace(
        analysis,
        pose_track=replace(
            track,
            time_s=time_s,
            xy_px=np.where(inside[:, None, None], track.xy_px[row], np.nan),
            visibility=np.where(inside[:, None], track.visibility[row], 0.0),
        ),
        curves=AngleCurves(time_s, {name: np.where(inside, curve[row], np.nan) for name, curve in curves.items()}),
    )


def _end_of_shot(scene: SceneSummary, used: NDArray[np.intp]) -> int:
    """Number of the shot's last picture: the last used one and its copies."""
    later = np.flatnonzero(~scene.repeated[used[-1] + 1 :])
    return int(used[-1] + later[0]) if len(later) else len(scene.time_s) - 1


def _clock_scale(track: PoseTrack, clip_time_s: NDArray[np.float64]) -> float:
    """Seconds of the track per second of the clip: below 1 where slow motion was taken back to life speed."""
    span_s = float(clip_time_s[-1] - clip_time_s[0])
    return float(track.time_s[-1] - track.time_s[0]) / span_s if span_s > 0 else 1.0


def _empty_track(clip: TrackedClip) -> PoseTrack:
    time_s = clip.probe.packet_time_s if clip.scene is None else clip.scene.time_s
    size_px = (clip.probe.width_px, clip.probe.height_px)
    return PoseTrack(
        time_s, np.full((len(time_s), 1, 2), np.nan), np.zeros((len(time_s), 1)), ("nose",), size_px, "none"
    )
