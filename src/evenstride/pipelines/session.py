"""The recordings of one session to one assessment: measures combined, findings weighed once on what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from evenstride.imbalance import assess_findings, with_frames
from evenstride.model import Assessment, ClipAnalysis, Measure, Provenance, SessionAnalysis
from evenstride.pipelines.fusion import Source, combine_measures
from evenstride.pipelines.recording_names import place_names

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: Where the cadence of two clips differs by more than this, the speed was another, or the day (our choice).
OTHER_RUN_FRAC = 0.05


def assess_session(clips: Sequence[ClipAnalysis], *, knowledge: Knowledge) -> SessionAnalysis:
    """One assessment of several recordings of the same runner.

    Parameters
    ----------
    clips : analysed one by one, at least one; a recording that comes twice (the same file) counts once, and is named.

    Returns
    -------
    SessionAnalysis : measures combined as in `evenstride.pipelines.fusion`; findings assessed on those, their frames
        from the recording that weighs most in each measure. One recording gives exactly its own assessment.
    """
    first_of: dict[str, ClipAnalysis] = {}
    for clip in clips:
        first_of.setdefault(clip.recording.id, clip)
    kept = tuple(first_of.values())
    if not kept:
        raise ValueError("Expected at least one recording.")
    doubles = tuple(_counted_once(clips, kept))
    if len(kept) == 1:
        only = kept[0]
        return SessionAnalysis.of_clip(replace(only, assessment=_with_warnings(only.assessment, doubles)))
    assessments = [clip.assessment for clip in kept]
    measures = combine_measures(
        [assessment.measures for assessment in assessments], _sources(kept), knowledge=knowledge
    )
    steps_of = {clip.recording.id: clip.steps for clip in kept}
    first = assessments[0]
    joined = Assessment(
        version=first.version,
        created_at=max(assessment.created_at for assessment in assessments),
        runner=first.runner,
        recordings=tuple(clip.recording for clip in kept),
        views=tuple(clip.view for clip in kept),
        events=tuple(clip.events for clip in kept),
        measures=measures,
        findings=with_frames(assess_findings(measures, knowledge=knowledge), steps_of, measures, knowledge),
        provenance=_joined_provenance([assessment.provenance for assessment in assessments]),
        is_running=any(assessment.is_running for assessment in assessments),
        warnings=(*doubles, *_other_run(kept), *_own_warnings(kept)),
        stopped_by=tuple(dict.fromkeys(flag for assessment in assessments for flag in assessment.stopped_by)),
    )
    return SessionAnalysis(joined, kept)


def _sources(clips: Sequence[ClipAnalysis]) -> tuple[Source, ...]:
    places = place_names([clip.view for clip in clips])
    return tuple(
        Source(clip.recording.id, clip.view.view, place, clip.recording.path)
        for clip, place in zip(clips, places, strict=True)
    )


def _names(clips: Sequence[ClipAnalysis]) -> tuple[str, ...]:
    return tuple(source.name for source in _sources(clips))


def _with_warnings(assessment: Assessment, warnings: tuple[str, ...]) -> Assessment:
    return replace(assessment, warnings=(*warnings, *assessment.warnings)) if warnings else assessment


def _counted_once(clips: Sequence[ClipAnalysis], kept: Sequence[ClipAnalysis]) -> Iterator[str]:
    """Which recordings came more than once."""
    for clip in kept:
        same = [each.recording.path for each in clips if each.recording.id == clip.recording.id]
        if len(same) > 1:
            names = ", ".join(dict.fromkeys(same))
            yield f"The same recording was given {len(same)} times ({names}); it was counted once."


def _other_run(clips: Sequence[ClipAnalysis]) -> Iterator[str]:
    """Whether two clips differ so much in cadence that they show another speed or another day."""
    known = [
        (name, cadence)
        for name, clip in zip(_names(clips), clips, strict=True)
        if (cadence := clip.assessment.measure("cadence")) is not None and cadence.number
    ]
    pairs = [(one, other) for one, other in combinations(known, 2) if _is_other_run(one[1], other[1])]
    if pairs:
        (one, first), (other, second) = max(pairs, key=lambda pair: abs(_number(pair[0][1]) - _number(pair[1][1])))
        yield (
            f"The cadence differs between the clips: {_number(first):.0f} steps a minute ({one}), "
            f"{_number(second):.0f} ({other}). Angles change with speed, so combine only clips of one run at one speed."
        )


def _is_other_run(one: Measure, other: Measure) -> bool:
    apart = abs(_number(one) - _number(other))
    error = ((one.standard_error or 0.0) ** 2 + (other.standard_error or 0.0) ** 2) ** 0.5
    return apart > max(OTHER_RUN_FRAC * 0.5 * (_number(one) + _number(other)), 1.96 * error)


def _number(measure: Measure) -> float:
    return measure.number or 0.0


def _own_warnings(clips: Sequence[ClipAnalysis]) -> Iterator[str]:
    """What was noticed about one clip, under its name."""
    for name, clip in zip(_names(clips), clips, strict=True):
        yield from (f"{name[0].upper()}{name[1:]}: {warning}" for warning in clip.assessment.warnings)


def _joined_provenance(each: Sequence[Provenance]) -> Provenance:
    algorithms: dict[str, str] = {}
    for step in dict.fromkeys(name for one in each for name in one.algorithms):
        algorithms[step] = " + ".join(dict.fromkeys(one.algorithms[step] for one in each if step in one.algorithms))
    hashes = "\n".join(one.configuration_hash for one in each)
    return Provenance(
        package_version=each[0].package_version,
        algorithms={**algorithms, "combination": "inverse-variance mean with shared view errors"},
        configuration_hash=hashlib.sha256(hashes.encode()).hexdigest()[:16],
        model_sha256={name: digest for one in each for name, digest in one.model_sha256.items()},
        knowledge_version=each[0].knowledge_version,
    )
