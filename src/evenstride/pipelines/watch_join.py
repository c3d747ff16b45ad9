"""Clips and a watch's run to one assessment: each gives what it sees, findings weigh both, nothing is averaged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.imbalance import assess_findings, with_frames, with_stretches
from evenstride.imbalance.running_speed import estimate_running_speed
from evenstride.model import Assessment, Measure, MeasurePart, Provenance, SessionAnalysis
from evenstride.model.agreement import WatchAgreement
from evenstride.model.run_analysis import RunAnalysis
from evenstride.pipelines.run_measures import measures_of_run, summarise_quantities
from evenstride.pipelines.watch_agreement import compare_with_clip
from evenstride.pipelines.watch_stretch import WatchStretch, find_stretch

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge


def join_watch(session: SessionAnalysis, run: RunAnalysis, *, knowledge: Knowledge) -> SessionAnalysis:
    """One assessment of clips and the run they were filmed on.

    Returns
    -------
    SessionAnalysis : with ``run`` and ``agreement``. A measure that the clips carry is theirs, and what the watch gave
        over the same stretch stands beside it as a part of weight 0; what only the watch carries is the watch's.
        Findings are assessed on all of it.
    """
    clips = session.assessment
    found = {(measure.id, measure.side): measure for measure in clips.measures}
    stretch = find_stretch(run.run, clips.recordings, estimate_running_speed(found))
    agreement = compare_with_clip(stretch, clips, knowledge=knowledge)
    measures = tuple(_joined(clips.measures, _measures_over(stretch, run, knowledge), knowledge))
    steps_of = {clip.recording.id: clip.steps for clip in session.clips}
    findings = with_frames(assess_findings(measures, knowledge=knowledge), steps_of, measures, knowledge)
    watch = run.assessment
    assessment = Assessment(
        version=clips.version,
        created_at=max(clips.created_at, watch.created_at),
        runner=clips.runner,
        recordings=(*clips.recordings, *watch.recordings),
        views=(*clips.views, *watch.views),
        events=(*clips.events, *watch.events),
        measures=measures,
        findings=with_stretches(findings, run.fatigue),
        provenance=_provenance(clips.provenance, watch.provenance, agreement),
        is_running=clips.is_running or watch.is_running,
        warnings=(
            *clips.warnings,
            *(f"Watch: {each}" for each in watch.warnings),
            *disagreements(agreement, knowledge),
        ),
        stopped_by=clips.stopped_by,
    )
    return replace(session, assessment=assessment, run=run, agreement=agreement)


def disagreements(agreement: WatchAgreement, knowledge: Knowledge) -> Iterator[str]:
    """What watch and clip do not agree on, in one sentence."""
    named = [_name(each.id, knowledge) for each in agreement.shared if each.verdict == "differ"]
    if named:
        yield (
            f"Watch and clip differ by more than their errors in: {', '.join(named)}. Both values are kept; a device's "
            "offset is not known."
        )


def _name(quantity: str, knowledge: Knowledge) -> str:
    definition = knowledge.measures.get(quantity)
    sign = knowledge.fade_signs.get(quantity)
    name = definition.short_name if definition is not None else sign.name if sign is not None else quantity
    return name.lower()


def _measures_over(stretch: WatchStretch, run: RunAnalysis, knowledge: Knowledge) -> tuple[Measure, ...]:
    """The watch's measures, those of the stride over the stretch that the clip is held against."""
    if stretch.basis == "whole_run" or not run.assessment.is_running:
        return run.assessment.measures
    quantities = summarise_quantities(stretch.run, knowledge=knowledge)
    return measures_of_run(stretch.run, quantities, run.fatigue.measures, knowledge=knowledge)


def _joined(clips: Sequence[Measure], watch: Sequence[Measure], knowledge: Knowledge) -> Iterator[Measure]:
    beside = {(measure.id, measure.side): measure for measure in watch}
    for measure in clips:
        other = beside.pop((measure.id, measure.side), None)
        yield measure if other is None else _one_of(measure, other, knowledge)
    yield from beside.values()


def _one_of(clip: Measure, watch: Measure, knowledge: Knowledge) -> Measure:
    if clip.status == "refused":
        definition = knowledge.measures.get(clip.id)
        is_of_the_run = definition is not None and definition.span == "whole_run"
        return watch if watch.status != "refused" or is_of_the_run else clip
    if watch.value is None:
        return clip
    return replace(clip, parts=(*(clip.parts or (_part(clip, 1.0),)), _part(watch, 0.0)))


def _part(measure: Measure, weight: float) -> MeasurePart:
    if measure.value is None:
        raise ValueError(f"Expected a value of {measure.id} to stand beside another.")
    return MeasurePart(measure.source, measure.value, measure.standard_error, measure.n_steps, measure.status, weight)


def _provenance(clips: Provenance, watch: Provenance, agreement: WatchAgreement) -> Provenance:
    text = f"{clips.configuration_hash}\n{watch.configuration_hash}\n{agreement.basis}"
    return replace(
        clips,
        algorithms={**watch.algorithms, **clips.algorithms, "comparison": f"watch and clip, {agreement.basis}"},
        configuration_hash=hashlib.sha256(text.encode()).hexdigest()[:16],
    )
