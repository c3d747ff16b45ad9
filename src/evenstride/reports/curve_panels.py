"""The joint-angle curves as small charts: lines, axes, and the reference ranges at the instants they speak about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from evenstride.model import AngleCurves, ClipAnalysis
from evenstride.reports.clip_model import ClipData, Curve, CurveBand, CurvePanel, StepMark
from evenstride.reports.measure_rows import reference_of
from evenstride.reports.numbers import fixed

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

AXIS_STEP_DEG = 10.0
CONTACT_BAND_S = 0.02  # half-width on the time axis of a range that holds at initial contact
EARLY_STANCE_FRAC = 0.6

Where = Literal["contact", "early_stance", "stance"]


@dataclass(frozen=True)
class PanelKind:
    """A panel: the curve it shows, its words, and the measures whose references it draws (measure id, where)."""

    curve: str
    title: str
    sign_words: str
    note: str = ""
    is_sided: bool = True
    references: tuple[tuple[str, Where], ...] = ()


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
)


def curve_panels(analysis: ClipAnalysis, clip: ClipData, knowledge: Knowledge) -> tuple[CurvePanel, ...]:
    """Every panel that has at least one number to show."""
    panels = (_panel(kind, analysis, clip, knowledge) for kind in PANELS)
    return tuple(panel for panel in panels if panel is not None)


def _panel(kind: PanelKind, analysis: ClipAnalysis, clip: ClipData, knowledge: Knowledge) -> CurvePanel | None:
    lines = tuple(_lines(kind, analysis.curves, clip))
    if not lines:
        return None
    bands, words = _bands(kind, analysis, clip, knowledge)
    low_deg, high_deg = _axis(lines, bands)
    return CurvePanel(kind.curve, kind.title, kind.sign_words, kind.note, lines, bands, words, low_deg, high_deg)


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
        spans = (_span(step, where) for step in clip.steps)
        bands.extend(CurveBand(*span, reference.low, reference.high) for span in spans if span is not None)
        at = {"contact": "at contact", "early_stance": "peak in stance", "stance": "in stance"}[where]
        words.append(f"{at} {fixed(reference.low, 0)} to {fixed(reference.high, 0)}°")
    return tuple(bands), "; ".join(words)


def _span(step: StepMark, where: Where) -> tuple[float, float] | None:
    """Where on the time axis a reference speaks about this step."""
    start_s = step.initial_contact_s
    if where == "contact":
        return (start_s - CONTACT_BAND_S, start_s + CONTACT_BAND_S)
    if step.toe_off_s is None:
        return None
    share = EARLY_STANCE_FRAC if where == "early_stance" else 1.0
    return (start_s, start_s + share * (step.toe_off_s - start_s))


def _axis(lines: Iterable[Curve], bands: Iterable[CurveBand]) -> tuple[float, float]:
    """The lowest and highest angle of the panel, at whole steps of the axis."""
    extremes = ((np.nanmin(line.angle_deg), np.nanmax(line.angle_deg)) for line in lines)
    values = [float(value) for pair in extremes for value in pair]
    values += [value for band in bands for value in (band.low_deg, band.high_deg)]
    step_deg = AXIS_STEP_DEG if max(values) - min(values) > 2 * AXIS_STEP_DEG else AXIS_STEP_DEG / 2
    low = step_deg * np.floor(min(values) / step_deg)
    high = step_deg * np.ceil(max(values) / step_deg)
    return float(low), float(max(high, low + step_deg))
