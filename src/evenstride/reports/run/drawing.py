"""Geometry of a run's charts: each on two axes, kilometres and minutes, as SVG path data in a box of 1000 by 100."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evenstride.reports.numbers import fixed, shown_unit
from evenstride.reports.run.run_model import ContextPanel, DriftPanel, FadePart, Floats, Line, RunSection, Stretch, Way
from evenstride.reports.run.run_words import pace_words

Axis = Literal["km", "min"]
WIDTH, HEIGHT = 1000, 100
_PADDING = 0.09
#: Steps of the last printed place that an axis spans, at least.
_LEAST_STEPS = 4
#: Lines of a grid, at most.
_MOST_LINES = 4
#: A step between two bins longer than this many usual ones is a gap.
_GAP = 2.5
_TICK_STEPS: dict[Axis, tuple[float, ...]] = {"km": (0.5, 1, 2, 5, 10), "min": (5, 10, 15, 20, 30, 60)}
_MOST_TICKS = 10
_PACE_STEPS_S = (5, 10, 15, 30, 60, 120)


@dataclass(frozen=True)
class RunBox:
    """A rectangle in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class FifthDrawing:
    """A fifth's level with its error as a box, its middle line and how far it reaches."""

    box: RunBox
    level_y: float


@dataclass(frozen=True)
class OnAxis:
    """What is drawn of a chart on one axis; ``marks`` are (kind, box): warm-up, baseline, onset interval."""

    axis: Axis
    observed: str
    adjusted: str
    fifths: tuple[FifthDrawing, ...]
    marks: tuple[tuple[str, RunBox], ...]
    onset_x: float | None


@dataclass(frozen=True)
class RunChart:
    """A chart ready to draw. ``grid``: (percent from the top, text); ``zero_pct`` where 0 is drawn apart."""

    id: str
    title: str
    kind: Literal["fade", "drift", "context"]
    drawn: tuple[OnAxis, ...]
    grid: tuple[tuple[float, str], ...]
    zero_pct: float | None
    words: str


@dataclass(frozen=True)
class RunCharts:
    """All charts of a run on their common axes. ``ticks``: axis to (percent, text)."""

    axes: tuple[Axis, ...]
    ticks: dict[Axis, tuple[tuple[float, str], ...]]
    fade: RunChart | None
    drifts: tuple[RunChart, ...]
    context: tuple[RunChart, ...]


def draw_run(section: RunSection) -> RunCharts:
    """Every chart of a run; on minutes only where the distance is not known."""
    axes: tuple[Axis, ...] = ("km", "min") if section.way.end_km is not None else ("min",)
    return RunCharts(
        axes=axes,
        ticks={axis: tuple(_ticks(axis, section.way)) for axis in axes},
        fade=None if section.fade.line is None else _draw_fade(section.fade, section.fade.line, section.way, axes),
        drifts=tuple(_draw_drift(panel, section.way, axes) for panel in section.panels),
        context=tuple(_draw_context(panel, section.way, axes) for panel in section.context),
    )


def line_path(line: Line, axis: Axis, way: Way, low: float, high: float) -> str:
    """Path data in whole units and tenths; a gap starts a new piece."""
    places = line.km if axis == "km" else line.minute
    known = np.isfinite(line.values) & np.isfinite(places)
    steps = np.diff(line.minute)
    usual = float(np.median(steps)) if len(steps) else 1.0
    is_gap = np.concatenate(([True], steps > _GAP * usual))
    pieces: list[str] = []
    last_drawn = -2
    for at in np.flatnonzero(known):
        x = _x(float(places[at]), axis, way)
        y = np.clip(_y(float(line.values[at]), low, high), -HEIGHT, 2 * HEIGHT)
        command = "L" if last_drawn == at - 1 and not is_gap[at] else "M"
        pieces.append(f"{command}{x:.0f} {y:.1f}")
        last_drawn = int(at)
    return "".join(pieces)


def _draw_fade(fade: FadePart, line: Line, way: Way, axes: Iterable[Axis]) -> RunChart:
    low, high = _span([line.values, np.array([-2.0, 2.0])], least=4.0, leaving_out_pct=0.0)
    drawn = []
    for axis in axes:
        marks = [("warm-up", box) for box in _warm_up(axis, way)]
        if fade.baseline is not None:
            marks.append(("baseline", _full_height(fade.baseline, axis, way)))
        onset_x = None
        if fade.onset is not None:
            marks.append(("onset", _full_height(fade.onset.stretch, axis, way)))
            onset_x = round(_x(fade.onset.at_km if axis == "km" else fade.onset.at_minute, axis, way), 1)
        drawn.append(OnAxis(axis, "", line_path(line, axis, way, low, high), (), tuple(marks), onset_x))
    return RunChart(
        id="fade",
        title="Fade index",
        kind="fade",
        drawn=tuple(drawn),
        grid=_grid(low, high, ""),
        zero_pct=round(_y(0.0, low, high), 2),
        words=f"Fade index over the run, from {_ends(line.values, 1)}. {fade.headline}",
    )


def _draw_drift(panel: DriftPanel, way: Way, axes: Iterable[Axis]) -> RunChart:
    bounds = np.array([each for fifth in panel.fifths for each in (fifth.low, fifth.high)])
    low, high = _span([panel.observed.values, panel.adjusted.values, bounds], least=_least_span(panel.decimals))
    drawn = tuple(
        OnAxis(
            axis=axis,
            observed=line_path(panel.observed, axis, way, low, high),
            adjusted=line_path(panel.adjusted, axis, way, low, high),
            fifths=tuple(
                FifthDrawing(
                    _box(fifth.stretch, axis, way, _y(fifth.high, low, high), _y(fifth.low, low, high)),
                    round(_y(fifth.level, low, high), 1),
                )
                for fifth in panel.fifths
            ),
            marks=tuple(("warm-up", box) for box in _warm_up(axis, way)),
            onset_x=None,
        )
        for axis in axes
    )
    ends = f"{_ends(panel.adjusted.values, panel.decimals)} {shown_unit(panel.unit)}"
    change = f"Last fifth against the first: {panel.change}. " if panel.change else ""
    return RunChart(
        id=panel.id,
        title=panel.title,
        kind="drift",
        drawn=drawn,
        grid=_grid(low, high, ""),
        zero_pct=None,
        words=f"{panel.title} over the run at equal speed and slope, from {ends}. {change}{panel.verdict_words}",
    )


def _draw_context(panel: ContextPanel, way: Way, axes: Iterable[Axis]) -> RunChart:
    low, high = _span([panel.line.values], least=_least_span(panel.decimals))
    drawn = tuple(
        OnAxis(
            axis,
            "",
            line_path(panel.line, axis, way, low, high),
            (),
            tuple(("warm-up", b) for b in _warm_up(axis, way)),
            None,
        )
        for axis in axes
    )
    is_pace = panel.id == "speed"
    known = panel.line.values[np.isfinite(panel.line.values)]
    ends = (
        f"{pace_words(1000 / max(known.max(), 0.1))} to {pace_words(1000 / max(known.min(), 0.1))} min/km"
        if is_pace
        else f"{_ends(known, panel.decimals)} {shown_unit(panel.unit)}"
    )
    return RunChart(
        id=panel.id,
        title=panel.title,
        kind="context",
        drawn=drawn,
        grid=_pace_grid(low, high) if is_pace else _grid(low, high, ""),
        zero_pct=None,
        words=f"{panel.title} over the run, {ends}.",
    )


def _span(values: Iterable[Floats], *, least: float, leaving_out_pct: float = 1.0) -> tuple[float, float]:
    """What a chart shows: everything but the outermost hundredth at each end, with some room; ``least`` at least."""
    parts = [each[np.isfinite(each)] for each in values]
    ends = [np.percentile(each, [leaving_out_pct, 100 - leaving_out_pct]) for each in parts if len(each)]
    low, high = float(min(end[0] for end in ends)), float(max(end[1] for end in ends))
    room = max(_PADDING * (high - low), 0.5 * (least - (high - low)))
    return low - room, high + room


def _least_span(decimals: int) -> float:
    """A constant quantity is drawn on an axis that does not blow up its rounding."""
    return _LEAST_STEPS * 10.0**-decimals


def _x(place: float, axis: Axis, way: Way) -> float:
    end = way.end_km if axis == "km" else way.end_minute
    return WIDTH * place / max(end or 1.0, 1e-9)


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT * (high - value) / (high - low)


def _box(stretch: Stretch, axis: Axis, way: Way, top: float, bottom: float) -> RunBox:
    start, end = (stretch.from_km, stretch.to_km) if axis == "km" else (stretch.from_minute, stretch.to_minute)
    left, right = _x(start, axis, way), _x(end, axis, way)
    return RunBox(round(left, 1), round(top, 1), round(max(right - left, 1.0), 1), round(max(bottom - top, 0.5), 1))


def _full_height(stretch: Stretch, axis: Axis, way: Way) -> RunBox:
    return _box(stretch, axis, way, 0, HEIGHT)


def _warm_up(axis: Axis, way: Way) -> Iterator[RunBox]:
    end = way.warm_up[1] if axis == "km" else way.warm_up[0]
    if np.isfinite(end) and end > 0:
        yield RunBox(0, 0, round(_x(end, axis, way), 1), HEIGHT)


def _ticks(axis: Axis, way: Way) -> Iterator[tuple[float, str]]:
    end = (way.end_km if axis == "km" else way.end_minute) or 1.0
    step = next((each for each in _TICK_STEPS[axis] if end / each <= _MOST_TICKS), _TICK_STEPS[axis][-1])
    unit = "km" if axis == "km" else "min"
    for number in range(int(end / step) + 1):
        value = number * step
        if value <= 0.98 * end:
            yield round(100 * value / end, 2), f"{value:g}" if number else f"0 {unit}"


def _grid(low: float, high: float, unit: str) -> tuple[tuple[float, str], ...]:
    """Lines at round values, at most four, the ends left out."""
    span = high - low
    power = 10.0 ** np.floor(np.log10(span / _MOST_LINES))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if span / (power * factor) <= _MOST_LINES)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    values = np.arange(np.ceil((low + 0.06 * span) / step) * step, high - 0.06 * span, step)
    return tuple((round(_y(float(v), low, high), 2), f"{fixed(float(v), decimals)}{unit}") for v in values)


def _pace_grid(low_mps: float, high_mps: float) -> tuple[tuple[float, str], ...]:
    """Lines at round paces; the axis itself is speed, so that faster is higher."""
    fast, slow = 1000 / max(high_mps, 0.3), 1000 / max(low_mps, 0.3)
    step = next((each for each in _PACE_STEPS_S if (slow - fast) / each <= _MOST_LINES), 300)
    lines: list[tuple[float, str]] = []
    for pace in np.arange(np.ceil(fast / step) * step, slow, step):
        top = _y(1000 / float(pace), low_mps, high_mps)
        if 6 <= top <= 94 and (not lines or top - lines[-1][0] >= 14):
            lines.append((round(top, 2), pace_words(float(pace))))
    return tuple(lines)


def _ends(values: Floats, decimals: int) -> str:
    known = values[np.isfinite(values)]
    return f"{fixed(float(known.min()), decimals)} to {fixed(float(known.max()), decimals)}"
