"""The result in a few lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from evenstride.model import Assessment, Finding, Measure
from evenstride.model.assessment import RecordingView
from evenstride.model.finding import FindingStatus
from evenstride.pipelines.fusion import DISAGREEMENT
from evenstride.pipelines.recording_names import places_of
from evenstride.reports.filmed import Filmed
from evenstride.reports.measure_rows import (
    FROM_BEHIND,
    FROM_THE_SIDE,
    SENSOR,
    WHOLE_RUN,
    OtherRecording,
    other_recording_of,
    part_words,
    quantity_of,
    short_name_of,
)
from evenstride.reports.model import seen_in
from evenstride.reports.notices import advice_of
from evenstride.reports.open_findings import finding_name
from evenstride.reports.verdicts import SETTLED_STATUSES, open_names, sides_of_status, sides_text

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

COLUMNS = 80
_STATUS_WORDS = {"ok": "", "low_confidence": "  (low confidence)"}
_NOT_MEASURED: dict[OtherRecording | None, str] = {
    None: "needs more pictures a second or a better view",
    FROM_THE_SIDE: "needs a view from the side",
    FROM_BEHIND: "needs a view from behind",
    WHOLE_RUN: "needs the whole run",
    SENSOR: "needs a sensor on the shin",
}


def summary_lines(assessment: Assessment, *, knowledge: Knowledge) -> Iterator[str]:
    """What a runner sees in the terminal: warnings, every measure that has a value, findings, what was refused."""
    for recording, view in zip(assessment.recordings, assessment.views, strict=True):
        if recording.kind == "run":
            continue
        yield (
            f"{recording.path}: {recording.frame_count} pictures, {recording.fps_nominal:.4g} a second, "
            f"{recording.duration_s:.1f} s; {_view_words(view)}"
        )
    yield from (f"  ! {warning}" for warning in advice_of(assessment))
    stated = [measure for measure in assessment.measures if measure.status != "refused"]
    places = _places(assessment)
    for measure in stated:
        yield _measure_line(measure, knowledge)
        yield from _part_lines(measure, knowledge, places)
    yield from _finding_lines(assessment.findings, knowledge, clips=_seen_in(assessment))
    if stated:
        yield from _not_measured_lines(assessment, knowledge)


def _seen_in(assessment: Assessment) -> str:
    filmed = [each for each in assessment.recordings if each.kind != "run"]
    return seen_in(len(filmed), has_run=len(filmed) < len(assessment.recordings))


def _view_words(view: RecordingView) -> str:
    if view.near_side:
        return f"{view.near_side} side near, {view.surface}"
    return {"rear": f"from behind, {view.surface}", "front": f"from the front, {view.surface}"}.get(
        view.view, "view not recognised"
    )


def _measure_line(measure: Measure, knowledge: Knowledge) -> str:
    name = short_name_of(measure.id, knowledge) + (f", {measure.side}" if measure.side else "")
    shown = quantity_of(measure, knowledge)
    value = "" if shown is None else shown.text.replace("\u00a0", " ")
    count = "" if measure.number is None else f"   n = {measure.n_steps}"
    return f"  {name:36s} {value}{count}{_STATUS_WORDS[measure.status]}"


def _places(assessment: Assessment) -> dict[str, str]:
    """Names of the recordings by id; none where there is only one."""
    if len(assessment.recordings) < 2:
        return {}
    return dict(zip((each.id for each in assessment.recordings), places_of(assessment), strict=True))


def _part_lines(measure: Measure, knowledge: Knowledge, places: Mapping[str, str]) -> Iterator[str]:
    """What each recording gave, where they do not agree."""
    if len(measure.parts) > 1 and any(reason.startswith(DISAGREEMENT) for reason in measure.reasons):
        said = "; ".join(part_words(measure, knowledge, places)).replace("\u00a0", " ")
        yield f"    the recordings disagree: {said}"


def _finding_lines(findings: Sequence[Finding], knowledge: Knowledge, *, clips: str) -> Iterator[str]:
    """One entry per status with the findings in it, left and right together; what is open comes last."""
    for status in SETTLED_STATUSES:
        yield from _listed(status, _named(findings, status, knowledge))
    yield from _listed(f"cannot be told from {clips}", open_names(findings, knowledge))


def _named(findings: Sequence[Finding], status: FindingStatus, knowledge: Knowledge) -> Iterator[str]:
    for finding_id, sides in sides_of_status(findings, status).items():
        said = sides_text(sides)
        yield finding_name(finding_id, knowledge) + (f" ({said})" if said else "")


def _not_measured_lines(assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """What was refused, by what it would take to measure it."""
    views = Filmed.of(assessment).views
    ids = {measure.id for measure in assessment.measures if measure.status == "refused"}
    refused = sorted(ids & set(knowledge.measures))
    by_need = {
        need: [each for each in refused if other_recording_of(knowledge.measures[each], views) == need]
        for need in _NOT_MEASURED
    }
    for need, measure_ids in by_need.items():
        names = [short_name_of(measure_id, knowledge) for measure_id in measure_ids]
        yield from _listed(f"not measured, {_NOT_MEASURED[need]}", names)


def _listed(title: str, names: Iterable[str]) -> list[str]:
    """``title: a; b`` wrapped with the names indented; nothing without names."""
    said = "; ".join(names)
    line = f"{title}: {said}"
    wrapped = textwrap.wrap(line, COLUMNS, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    return wrapped if said else []
