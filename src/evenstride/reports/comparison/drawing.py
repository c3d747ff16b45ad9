"""The comparison's curves as SVG path data: per cent of the stride along x, tenths of a degree down y."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.reports.comparison.comparison_model import CycleCurve, PhasePanel
from evenstride.reports.numbers import fixed
from evenstride.reports.page_data import escape_for_script

_X_PER_PERCENT = 10


@dataclass(frozen=True)
class DrawnPhase:
    """A panel ready to draw; ``index`` is its place among the values that the page's script reads."""

    index: int
    panel: PhasePanel
    width: int
    height: int
    earlier: str
    later: str
    earlier_scatter: str
    later_scatter: str
    grid: tuple[tuple[float, str], ...]
    words: str


def draw_phase_panels(panels: Sequence[PhasePanel]) -> tuple[DrawnPhase, ...]:
    """Every panel with its lines, the scatter of the strides, and its axis."""
    return tuple(_draw(index, panel) for index, panel in enumerate(panels))


def phase_data_json(panels: Sequence[PhasePanel]) -> str:
    """The means at each per cent of the stride, safe inside a script element; None in gaps."""
    values = [{"earlier": _plain(panel.earlier), "later": _plain(panel.later)} for panel in panels]
    return escape_for_script(json.dumps(values, separators=(",", ":"), allow_nan=False))


def _plain(curve: CycleCurve) -> list[float | None]:
    return [round(float(value), 1) if np.isfinite(value) else None for value in curve.mean_deg]


def _draw(index: int, panel: PhasePanel) -> DrawnPhase:
    return DrawnPhase(
        index=index,
        panel=panel,
        width=100 * _X_PER_PERCENT,
        height=round(10 * (panel.high_deg - panel.low_deg)),
        earlier=_line(panel.earlier, panel.high_deg),
        later=_line(panel.later, panel.high_deg),
        earlier_scatter=_scatter(panel.earlier, panel.high_deg),
        later_scatter=_scatter(panel.later, panel.high_deg),
        grid=_grid(panel),
        words=_words(panel),
    )


def _line(curve: CycleCurve, high_deg: float) -> str:
    pieces, is_drawing = [], False
    for percent, value in enumerate(curve.mean_deg):
        if np.isfinite(value):
            pieces.append(f"{'L' if is_drawing else 'M'}{percent * _X_PER_PERCENT} {_y(value, high_deg)}")
        is_drawing = bool(np.isfinite(value))
    return "".join(pieces)


def _scatter(curve: CycleCurve, high_deg: float) -> str:
    """One standard deviation to both sides of the mean; nothing with one stride or with gaps."""
    if curve.stride_count < 2 or not np.isfinite(curve.mean_deg).all():
        return ""
    upper = [(at, _y(value, high_deg)) for at, value in enumerate(curve.mean_deg + curve.sd_deg)]
    lower = [(at, _y(value, high_deg)) for at, value in enumerate(curve.mean_deg - curve.sd_deg)]
    points = " ".join(f"{at * _X_PER_PERCENT} {y}" for at, y in (*upper, *lower[::-1]))
    return f"M{points}Z"


def _y(value_deg: float, high_deg: float) -> int:
    return round(10 * (high_deg - float(value_deg)))


def _grid(panel: PhasePanel) -> tuple[tuple[float, str], ...]:
    span = panel.high_deg - panel.low_deg
    step = next(s for s in (5, 10, 20, 30, 50, 100, 200) if span / s <= 4)
    first = np.ceil((panel.low_deg + 0.08 * span) / step) * step
    values = np.arange(first, panel.high_deg - 0.08 * span, step)
    return tuple((round(float(100 * (panel.high_deg - v) / span), 2), f"{fixed(float(v), 0)}°") for v in values)


def _words(panel: PhasePanel) -> str:
    """The chart in a sentence: where the two lie farthest apart."""
    apart = panel.later.mean_deg - panel.earlier.mean_deg
    if not np.isfinite(apart).any():
        return f"{panel.title} over the stride; the two have no part in common."
    at = int(np.nanargmax(np.abs(apart)))
    return f"{panel.title} over the stride. Farthest apart, {fixed(float(apart[at]), 0)}°, at {at} per cent."
