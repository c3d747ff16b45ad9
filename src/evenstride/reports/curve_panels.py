"""The joint-angle curves as small charts: lines, axes, and the reference ranges at the instants they speak about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from evenstride.model import AngleCurves, ClipAnalysis, Reference
from evenstride.model.gait import Side
from evenstride.reports.clip_model import ClipData, Curve, CurveBand, CurvePanel, StepMark
from evenstride.reports.measure_rows import reference_of
from evenstride.reports.numbers import fixed

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

AXIS_STEP_DEG = 10.0
CONTACT_BAND_S = 0.02  # half-width on the time axis of a range that holds at initial contact
EARLY_STANCE_FRAC = 0.6

MID_STANCE_FRAC = (0.3, 0.6)

RHYTHM_ONLY = "read its rhythm, not its degrees: what was not measured, below, says why."

Where = Literal["contact", "early_stance", "mid_stance", "stance"]
_WHERE_WORDS: dict[Where, str] = {
    "contact": "at contact",
    "early_stance": "peak in stance",
    "mid_stance": "in mid-stance",
    "stance": "in stance",
}


@dataclass(frozen=True)
class PanelKind:
    """A panel: the curve it shows, its words, and the measures whose references it draws (measure id, where).

    ``turned_on`` is the standing side on which the curve has the opposite sign of those measures. ``read_by`` is the
    measure without which the curve shows a rhythm only: its degrees are then not to be read, nor held beside a range.
    """

    curve: str
    title: str
    sign_words: str
    note: str = ""
    is_sided: bool = True
    references: tuple[tuple[str, Where], ...] = ()
    turned_on: Side | None = None
    read_by: str | None = None


PANELS = (
    PanelKind(
        "knee_flexion",
        "Knee flexion",
        "0° straight, more is bent",
        references=(("knee_flexion_ic", "contact"), ("knee_flexion_peak_stance", "early_stance")),
    ),
    PanelKind("thigh_angle", "Thigh to vertical", "up: knee in front of the hip"),
    PanelKind("shank_angle", "Shank to vertical", "up: knee in front of the ankle"),
    PanelKind(
        "foot_pitch",
        "Heel-to-toe line to ground",
        "up: toes higher than heel",
        note="the raw line from heel to toe. The foot inclination at initial contact among the measures is something "
        "else: there the line's own angle while the shoe stands flat has been taken off.",
    ),
    PanelKind("trunk_lean", "Trunk lean", "up: forward", is_sided=False, references=(("trunk_lean", "stance"),)),
    PanelKind(
        "knee_frontal",
        "Knee, seen from behind",
        "up: knee on the inner side of the line from hip to ankle",
        references=(("fppa_running", "mid_stance"),),
        read_by="fppa_running",
    ),
    PanelKind(
        "pelvic_obliquity",
        "Pelvis to the level",
        "up: left side higher",
        is_sided=False,
        references=(("pelvic_drop", "early_stance"),),
        turned_on="right",
        read_by="pelvic_drop",
    ),
    PanelKind("hip_adduction", "Thigh to the pelvis", "up: thigh towards the midline", read_by="hip_adduction"),
    PanelKind(
        "trunk_lateral", "Trunk to the side", "up: to the runner's right", is_sided=False, read_by="lateral_trunk_lean"
    ),
)


def curve_panels(analysis: ClipAnalysis, clip: ClipData, knowledge: Knowledge) -> tuple[CurvePanel, ...]:
    """Every panel that has at least one number to show."""
    panels = (_panel(kind, analysis, clip, knowledge) for kind in PANELS)
    return tuple(panel for panel in panels if panel is not None)


def _panel(kind: PanelKind, analysis: ClipAnalysis, clip: ClipData, knowledge: Knowledge) -> CurvePanel | None:
    lines = tuple(_lines(kind, analysis.curves, clip))
    if not lines:
        return None
    measured = {measure.id for measure in analysis.assessment.measures if measure.value is not None}
    is_read = kind.read_by is None or kind.read_by in measured
    bands, words = _bands(kind, analysis, clip, knowledge) if is_read else ((), "")
    low_deg, high_deg = _axis(lines, bands)
    note = kind.note if is_read else RHYTHM_ONLY
    return CurvePanel(kind.curve, kind.title, kind.sign_words, note, lines, bands, words, low_deg, high_deg)


def _lines(kind: PanelKind, curves: AngleCurves, clip: ClipData) -> Iterator[Curve]:
    """Far leg first, so that the near leg is drawn over it."""
    named = [(f"{leg.side}_{kind.curve}", leg.label, leg.role) for leg in clip.legs][::-1]
    for name, label, role in named if kind.is_sided else [(kind.curve, kind.title, None)]:
        whole = curves.angles_deg.get(name)
        angle_deg = None if whole is None else whole[: len(clip.time_s)]
        if angle_deg is not None and np.isfinite(angle_deg).any():
            yield Curve(label=label, role=role, angle_deg=angle_deg)


def _bands(
    kind: PanelKind, analysis: ClipAnalysis, clip: ClipData, knowledge: Knowledge
) -> tuple[tuple[CurveBand, ...], str]:
    bands: list[CurveBand] = []
    words: list[str] = []
    for measure_id, where in kind.references:
        reference = reference_of(measure_id, analysis.assessment.measures, knowledge)
        if reference is None or not clip.steps:
            continue
        bands.extend(_bands_of(reference, where, clip.steps, kind.turned_on))
        turned = "" if kind.turned_on is None else f", turned round on the {kind.turned_on} leg"
        span_words = f"{fixed(reference.low, 0)} to {fixed(reference.high, 0)}°"
        words.append(f"{_WHERE_WORDS[where]} {span_words}{turned}")
    return tuple(bands), "; ".join(words)


def _bands_of(
    reference: Reference, where: Where, steps: Iterable[StepMark], turned_on: Side | None
) -> Iterator[CurveBand]:
    for step in steps:
        span = _span(step, where)
        low, high = (-reference.high, -reference.low) if step.side == turned_on else (reference.low, reference.high)
        if span is not None:
            yield CurveBand(*span, low, high)


def _span(step: StepMark, where: Where) -> tuple[float, float] | None:
    """Where on the time axis a reference speaks about this step."""
    start_s = step.initial_contact_s
    if where == "contact":
        return (start_s - CONTACT_BAND_S, start_s + CONTACT_BAND_S)
    if step.toe_off_s is None:
        return None
    spans = {"early_stance": (0.0, EARLY_STANCE_FRAC), "mid_stance": MID_STANCE_FRAC}
    begin, end = spans.get(where, (0.0, 1.0))
    stance_s = step.toe_off_s - start_s
    return (start_s + begin * stance_s, start_s + end * stance_s)


def _axis(lines: Iterable[Curve], bands: Iterable[CurveBand]) -> tuple[float, float]:
    """The lowest and highest angle of the panel, at whole steps of the axis."""
    extremes = ((np.nanmin(line.angle_deg), np.nanmax(line.angle_deg)) for line in lines)
    values = [float(value) for pair in extremes for value in pair]
    values += [value for band in bands for value in (band.low_deg, band.high_deg)]
    step_deg = AXIS_STEP_DEG if max(values) - min(values) > 2 * AXIS_STEP_DEG else AXIS_STEP_DEG / 2
    low = step_deg * np.floor(min(values) / step_deg)
    high = step_deg * np.ceil(max(values) / step_deg)
    return float(low), float(max(high, low + step_deg))
