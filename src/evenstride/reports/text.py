"""The result in a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.model import Assessment, Measure
from evenstride.reports.measure_rows import quantity_of, short_name_of
from evenstride.reports.notices import advice_of

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

_STATUS_WORDS = {"ok": "", "low_confidence": "  (low confidence)"}


def summary_lines(assessment: Assessment, *, knowledge: Knowledge) -> Iterator[str]:
    """What a runner sees in the terminal: warnings, every measure that has a value, findings, what was refused."""
    for recording, view in zip(assessment.recordings, assessment.views, strict=True):
        yield (
            f"{recording.path}: {recording.frame_count} pictures, {recording.fps_nominal:.4g} a second, "
            f"{recording.duration_s:.1f} s; {_view_words(view.near_side, view.surface)}"
        )
    yield from (f"  ! {warning}" for warning in advice_of(assessment))
    stated = [measure for measure in assessment.measures if measure.status != "refused"]
    yield from (_measure_line(measure, knowledge) for measure in stated)
    for finding in assessment.findings:
        name = knowledge.findings[finding.id].name if finding.id in knowledge.findings else finding.id
        yield f"  {name}{f' ({finding.side})' if finding.side else ''}: {finding.status}"
    refused = sorted({measure.id for measure in assessment.measures if measure.status == "refused"})
    if stated and refused:
        names = ", ".join(knowledge.measures[name].short_name for name in refused if name in knowledge.measures)
        yield f"  not measured from this clip: {names}"


def _view_words(near_side: str | None, surface: str) -> str:
    return f"{near_side} side near, {surface}" if near_side else "no side view"


def _measure_line(measure: Measure, knowledge: Knowledge) -> str:
    name = short_name_of(measure.id, knowledge) + (f", {measure.side}" if measure.side else "")
    shown = quantity_of(measure, knowledge)
    value = "" if shown is None else shown.text.replace("\u00a0", " ")
    count = "" if measure.number is None else f"   n = {measure.n_steps}"
    return f"  {name:36s} {value}{count}{_STATUS_WORDS[measure.status]}"
