"""A laboratory's trial to an assessment: three cameras far away see the runner's points, and the usual way goes on.

So a trial gives the same measures by the same rules as a clip; only the points come from elsewhere. Where there is
force, it tells the instants, and carries what it measures itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.gait.force.contacts import ForceContacts, detect_force_contacts
from evenstride.gait.force.measures import summarise_force_measures, with_force
from evenstride.io.laboratory.registry import read_trial
from evenstride.io.markers import CAMERAS, PX_PER_M, Camera, MarkerRunner, film_markers, to_runner
from evenstride.model import LEVEL_BY_LABORATORY, ClipAnalysis, Measure, Recording, SessionAnalysis
from evenstride.model.force import ForceRecording
from evenstride.model.gait import SIDES
from evenstride.pipelines.analysis import analyse_track
from evenstride.pipelines.options import AnalysisOptions
from evenstride.pipelines.session import assess_session

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: What a view from behind needs of knee and ankle across the runner; points found by movement do not carry it.
_NEED_JOINTS_ACROSS = frozenset({"fppa_running", "knee_window", "hip_adduction"})
_FROM_BEST = ("ok", "low_confidence", "refused")


#: Force that carries fewer contacts than this share of those the markers show does not carry the trial.
LEAST_COVERED = 0.7


def analyse_markers(
    path: Path, *, knowledge: Knowledge, options: AnalysisOptions, force: Path | None = None
) -> SessionAnalysis:
    """Assess a trial as seen from the left, from the right and from behind.

    Every measure comes from one of the views: of a leg from its own side, else from behind. The views show the same
    steps, so they are not averaged: that would make the error look smaller than it is. What force carries (times,
    cadence, loading) comes from the force.

    Parameters
    ----------
    force : the trial's MOT or STO file of forces; None looks for it, see `read_trial`.

    Raises
    ------
    MarkerFileError
        A file cannot be read, or it does not mark a runner's pelvis, knees, ankles and feet.
    """
    trial = read_trial(path, force=force)
    runner = to_runner(trial.markers)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    seen = _Trial(runner, path.name, digest, trial.force, None)
    if trial.force is not None:
        seen = _with_contacts(seen, trial.force, knowledge, options)
    clips = [_seen_from(camera, seen, knowledge, options) for camera in CAMERAS]
    return assess_session(_each_measure_once(clips), knowledge=knowledge)


@dataclass(frozen=True)
class _Trial:
    """A trial on its way: ``contacts`` are None where the instants come from the markers."""

    runner: MarkerRunner
    name: str
    digest: str
    force: ForceRecording | None
    contacts: ForceContacts | None


def _with_contacts(trial: _Trial, force: ForceRecording, knowledge: Knowledge, options: AnalysisOptions) -> _Trial:
    """The trial with the force's contacts where these carry it, and words about the force either way."""
    runner = trial.runner
    heights = {side: runner.points_m[f"{side}_heel"][:, 1] + runner.points_m[f"{side}_toe"][:, 1] for side in SIDES}
    contacts = detect_force_contacts(force, heights, runner.time_s)
    said = (*runner.warnings, *force.warnings, *contacts.warnings)
    by_markers = _seen_from(CAMERAS[0], trial, knowledge, options).events.of("initial_contact")
    inside = [each for each in by_markers if force.time_s[0] <= each.time_s <= force.time_s[-1]]
    if by_markers and len(contacts) >= LEAST_COVERED * len(by_markers):
        return replace(trial, runner=replace(runner, warnings=said), contacts=contacts)
    lacking = (
        f"The force in {force.source} shows {len(contacts)} of the {len(by_markers)} contacts that the markers show "
        f"({len(inside)} while it was recorded); the instants come from the markers."
    )
    return replace(trial, runner=replace(runner, warnings=(*said, lacking)))


def _seen_from(camera: Camera, trial: _Trial, knowledge: Knowledge, options: AnalysisOptions) -> ClipAnalysis:
    runner, contacts = trial.runner, trial.contacts
    track = film_markers(runner, camera, source=f"laboratory:{trial.name}")
    width, height = track.image_size_px
    recording = Recording(
        id=f"{trial.digest[:12]}-{camera}",
        path=trial.name,
        sha256=trial.digest,
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
    analysis = analyse_track(
        track,
        recording,
        knowledge=knowledge,
        options=where,
        instants=None if contacts is None else contacts.to_events(),
        px_per_m=PX_PER_M,
    )
    if contacts is not None and trial.force is not None and analysis.assessment.is_running:
        by_force = summarise_force_measures(
            contacts, rate_hz=trial.force.rate_hz, source=recording.id, knowledge=knowledge
        )
        measures = with_force(analysis.assessment.measures, by_force)
        analysis = replace(analysis, assessment=replace(analysis.assessment, measures=measures))
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
