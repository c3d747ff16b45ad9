"""Compare two recordings, whatever kind each is of: a clip, a laboratory's trial, a watch's run, a saved assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evenstride.errors import InputError
from evenstride.model import Assessment, GaitEvent, Measure
from evenstride.model.comparison import ClockOffset, Compared, Comparison
from evenstride.services.analyze_markers import is_trial

if TYPE_CHECKING:
    from evenstride.model.run_analysis import RunAnalysis
    from evenstride.model.stored import StoredAssessment
    from evenstride.store import Store

RUN_SUFFIXES = (".fit", ".tcx", ".gpx", ".gz", ".zip")
OF_DEVICE = "What a device is always off by is not in the errors of its numbers."


def compare_recordings(
    a: str | Path,
    b: str | Path,
    *,
    height_m: float | None = None,
    force: str | Path | None = None,
    offset_s: float | Literal["auto"] | None = None,
) -> Comparison:
    """Set the measures of two recordings side by side.

    Parameters
    ----------
    a, b : a video, keypoints, a laboratory's trial (C3D, TRC), a watch's file, or an assessment saved with ``--json``.
    height_m : the runner's height, for both.
    force : the force file of the trial that is compared, where it is not found beside it.
    offset_s : what comes on B's times to be on A's clock; ``auto`` estimates it from the contacts, None compares no
        instants.

    Returns
    -------
    Comparison : measures with difference, combined error and agreement; ``.to_dict()`` is ``evenstride.comparison/1``.

    Raises
    ------
    InputError : a file cannot be used; or an offset is asked for and the recordings have no instants to find it by.
    """
    from evenstride.pipelines.comparison import compare

    paths = [Path(a), Path(b)]
    if force is not None and not any(is_trial(path) for path in paths):
        raise InputError("Expected a laboratory's trial (.c3d, or .trc in mm or m) with a force file, got none.")
    one, other = (_compared(path, height_m=height_m, force=force) for path in paths)
    return compare(one, other, clock=_clock(one, other, offset_s))


def compare_kept(store: Store, a_id: str, b_id: str, *, offset_s: float | Literal["auto"] | None = None) -> Comparison:
    """The same for two kept assessments, by their ids.

    Raises
    ------
    NotStoredError : one of them is not kept.
    InputError : as `compare_recordings`.
    """
    from evenstride.pipelines.comparison import compare

    with store.read() as kept:
        found = [kept.assessments.get(each) for each in (a_id, b_id)]
    one, other = (_of_kept(store, each) for each in found)
    return compare(one, other, clock=_clock(one, other, offset_s))


def _of_kept(store: Store, assessment: StoredAssessment) -> Compared:
    from evenstride.io.assessment_measures import measures_from_document
    from evenstride.services.keeping.assessments import read_document

    saved = measures_from_document(read_document(store, assessment), name="the assessment")
    return Compared(", ".join(dict.fromkeys(saved.names)), "assessment", saved.measures, _most(saved.events))


def _compared(path: Path, *, height_m: float | None, force: str | Path | None) -> Compared:
    from evenstride.io.assessment_measures import is_assessment

    if is_assessment(path):
        return _of_saved(path)
    if path.suffix.lower() in RUN_SUFFIXES:
        from evenstride.services.analyze_run import analyze_run

        return _of_run(analyze_run([path]), path.name)
    from evenstride.services.analyze_session import analyze_session

    trial = is_trial(path)
    assessment = analyze_session([path], height_m=height_m, force=force if trial else None).assessment
    return _of_assessment(assessment, path.name, is_trial=trial)


def _of_assessment(assessment: Assessment, name: str, *, is_trial: bool) -> Compared:
    events = {str(number): tuple(each) for number, each in enumerate(assessment.events)}
    return Compared(name, "laboratory" if is_trial else "clip", assessment.measures, _most(events))


def _of_saved(path: Path) -> Compared:
    from evenstride.io.assessment_measures import read_saved_measures

    saved = read_saved_measures(path)
    name = f"{path.name} ({', '.join(dict.fromkeys(saved.names))})" if saved.names else path.name
    return Compared(name, "assessment", saved.measures, _most(saved.events))


def _of_run(analysis: RunAnalysis, name: str) -> Compared:
    """A run's measures, and what its device gives for both feet together where the measures refuse a side."""
    from evenstride.services.write_results import shipped_knowledge

    known = shipped_knowledge().measures
    stated = {measure.id for measure in analysis.assessment.measures if measure.status != "refused"}
    together: dict[str, Measure] = {}
    for each in analysis.quantities:
        definition = known.get(each.quantity)
        if definition is None or definition.unit != each.unit or each.side is not None or each.quantity in stated:
            continue
        measure = Measure(
            id=each.quantity,
            side=None,
            value=each.mean,
            unit=each.unit,
            standard_error=each.standard_error,
            n_steps=0,
            sd_between_steps=None,
            status="low_confidence",
            source=analysis.run.id,
            reasons=(OF_DEVICE,),
        )
        together.setdefault(each.quantity, measure)
    return Compared(name, "run", (*analysis.assessment.measures, *together.values()), notes=(OF_DEVICE,))


def _most(events: Mapping[str, Sequence[GaitEvent]]) -> tuple[GaitEvent, ...]:
    """Those of the recording that has most; views of one trial have the same."""
    lengths = {name: len(own) for name, own in events.items()}
    return tuple(events[max(lengths, key=lambda name: lengths[name])]) if lengths else ()


def _clock(a: Compared, b: Compared, offset_s: float | Literal["auto"] | None) -> ClockOffset | None:
    if offset_s is None:
        return None
    if not a.events or not b.events:
        without = b.name if a.events else a.name
        raise InputError(f"Expected contacts in both recordings to compare instants, {without} has none.")
    if offset_s != "auto":
        return ClockOffset(offset_s, is_given=True, is_unique=True)
    from evenstride.pipelines.event_comparison import LEAST_SHARED, estimate_clock

    clock = estimate_clock(a.events, b.events)
    if clock is None:
        raise InputError(
            f"Expected at least {LEAST_SHARED} contacts that fall together under some shift, found fewer. Give the "
            "offset in seconds, if the recordings show the same run."
        )
    return clock
