"""A marker recording to an assessment: three cameras far away see the runner's points, and the usual way goes on.

So a laboratory's trial gives the same measures by the same rules as a clip; only the points come from elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.io.c3d import read_c3d
from evenstride.io.markers import CAMERAS, Camera, MarkerRunner, film_markers, to_runner
from evenstride.model import LEVEL_BY_LABORATORY, ClipAnalysis, Measure, Recording, SessionAnalysis
from evenstride.pipelines.analysis import analyse_track
from evenstride.pipelines.options import AnalysisOptions
from evenstride.pipelines.session import assess_session

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: What a view from behind needs of knee and ankle across the runner; points found by movement do not carry it.
_NEED_JOINTS_ACROSS = frozenset({"fppa_running", "knee_window", "hip_adduction"})
_FROM_BEST = ("ok", "low_confidence", "refused")


def analyse_markers(path: Path, *, knowledge: Knowledge, options: AnalysisOptions) -> SessionAnalysis:
    """Assess a C3D trial as seen from the left, from the right and from behind.

    Every measure comes from one of the views: of a leg from its own side, else from behind. The views show the same
    steps, so they are not averaged: that would make the error look smaller than it is.

    Raises
    ------
    MarkerFileError
        The file cannot be read, or it does not mark a runner's pelvis, knees, ankles and feet.
    """
    runner = to_runner(read_c3d(path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    clips = [_seen_from(camera, runner, path.name, digest, knowledge, options) for camera in CAMERAS]
    return assess_session(_each_measure_once(clips), knowledge=knowledge)


def _seen_from(
    camera: Camera, runner: MarkerRunner, name: str, digest: str, knowledge: Knowledge, options: AnalysisOptions
) -> ClipAnalysis:
    track = film_markers(runner, camera, source=f"c3d:{name}")
    width, height = track.image_size_px
    recording = Recording(
        id=f"{digest[:12]}-{camera}",
        path=name,
        sha256=digest,
        kind="keypoints",
        width_px=width,
        height_px=height,
        time_s=track.time_s,
        tilt=LEVEL_BY_LABORATORY,
        warnings=runner.warnings if camera == CAMERAS[0] else (),
    )
    where = (
        replace(options, near_side=None, filmed_from="rear")
        if camera == "rear"
        else replace(options, near_side=camera, filmed_from="side")
    )
    analysis = analyse_track(track, recording, knowledge=knowledge, options=where)
    if camera == "rear" and runner.turning:
        return _without(analysis, _NEED_JOINTS_ACROSS)
    return analysis


def _without(analysis: ClipAnalysis, measure_ids: frozenset[str]) -> ClipAnalysis:
    """The same analysis, some measures refused for want of markers on both sides of the joints."""
    reason = "Expected inner and outer markers on knees and ankles to see them from behind; the trial has none."
    measures = tuple(
        _refused(measure, reason) if measure.id in measure_ids else measure for measure in analysis.assessment.measures
    )
    return replace(analysis, assessment=replace(analysis.assessment, measures=measures))


def _each_measure_once(clips: Sequence[ClipAnalysis]) -> list[ClipAnalysis]:
    """The clips, every measure kept in the one that carries it best and refused in the others."""
    best: dict[tuple[str, str | None], tuple[int, int]] = {}
    for number, (clip, camera) in enumerate(zip(clips, CAMERAS, strict=True)):
        for measure in clip.assessment.measures:
            standing = _FROM_BEST.index(measure.status)
            rank = (standing, _distance(camera, measure) * len(CAMERAS) + number)
            key = (measure.id, measure.side)
            best[key] = min(rank, best.get(key, rank))
    return [_keep(clip, number, best) for number, clip in enumerate(clips)]


def _distance(camera: Camera, measure: Measure) -> int:
    """0 for a leg's own side and the whole run from the left, 1 from behind, 2 from the other side."""
    return 0 if camera == (measure.side or "left") else 1 if camera == "rear" else 2


def _keep(clip: ClipAnalysis, number: int, best: dict[tuple[str, str | None], tuple[int, int]]) -> ClipAnalysis:
    measures = tuple(
        measure
        if measure.status == "refused" or best[measure.id, measure.side][1] % len(CAMERAS) == number
        else _refused(measure, "Taken from another view of the same steps.")
        for measure in clip.assessment.measures
    )
    return replace(clip, assessment=replace(clip.assessment, measures=measures))


def _refused(measure: Measure, reason: str) -> Measure:
    return replace(
        measure,
        value=None,
        standard_error=None,
        n_steps=0,
        sd_between_steps=None,
        mdc=None,
        reference=None,
        status="refused",
        reasons=(reason,),
    )
