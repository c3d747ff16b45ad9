"""What a motion sensor showed, in a few lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.model import Measure
from evenstride.model.run_analysis import RunAnalysis
from evenstride.reports.numbers import to_quantity

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

_COLUMNS = 80


def imu_lines(analysis: RunAnalysis, *, knowledge: Knowledge) -> Iterator[str]:
    """The recording, what was noticed about it, and each measure with its 95 % error."""
    recording = analysis.assessment.recordings[0]
    yield (
        f"{recording.path}: {analysis.run.devices[0]}, {recording.fps_nominal:.0f} samples a second, "
        f"{recording.duration_s:.0f} s, {analysis.summary.running_s:.0f} s of running"
    )
    for said in dict.fromkeys((*recording.warnings, *analysis.unread)):
        yield from _wrapped(f"! {said}")
    carried = [measure for measure in analysis.assessment.measures if measure.status != "refused"]
    for measure in carried:
        yield _measure_line(measure, knowledge)
    for said in analysis.assessment.warnings:
        yield from _wrapped(f"- {said}")
    if carried:
        yield from _wrapped("± is the 95 % error of the mean. What this sensor does not show is refused in the JSON.")


def _measure_line(measure: Measure, knowledge: Knowledge) -> str:
    definition = knowledge.measures[measure.id]
    name = definition.name + (f", {measure.side}" if measure.side else "")
    shown = to_quantity(
        measure.number or 0.0, standard_error=measure.standard_error, unit=measure.unit, decimals=definition.decimals
    )
    doubt = "   (low confidence)" if measure.status == "low_confidence" else ""
    text = shown.text.replace("\u00a0", " ")
    return f"  {name:48s} {text}   {measure.n_steps} steps{doubt}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _COLUMNS, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
