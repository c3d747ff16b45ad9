"""Geometry of the drawn charts: time in milliseconds along x, tenths of a degree down y, as SVG path data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evenstride.reports.clip_model import ClipData, Curve, CurvePanel, Role
from evenstride.reports.numbers import fixed
from evenstride.reports.page_data import shown_duration_s


@dataclass(frozen=True)
class Box:
    """A rectangle; x and width in percent of the time axis, or in the units of its drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class DrawnLine:
    """A curve ready to draw, with the place of its numbers among all curves of the page."""

    index: int
    label: str
    role: Role | None
    path: str


@dataclass(frozen=True)
class DrawnPanel:
    """A chart ready to draw. ``grid``: (percent from the top, text) of the axis."""

    panel: CurvePanel
    width: int
    height: int
    lines: tuple[DrawnLine, ...]
    bands: tuple[Box, ...]
    stances: tuple[tuple[Role, Box], ...]
    contacts: tuple[tuple[Role, str], ...]
    toe_offs: tuple[tuple[Role, str], ...]
    grid: tuple[tuple[float, str], ...]
    words: str


@dataclass(frozen=True)
class TimeAxis:
    """The seconds of the clip and the bars of each foot's stance, in percent of the axis."""

    ticks: tuple[tuple[float, str], ...]
    stances: tuple[tuple[Role, tuple[Box, ...]], ...]


def draw_panels(panels: Iterable[CurvePanel], clip: ClipData) -> tuple[DrawnPanel, ...]:
    """Every panel with its lines numbered through the page."""
    drawn: list[DrawnPanel] = []
    for panel in panels:
        drawn.append(_draw(panel, clip, first_index=sum(len(d.lines) for d in drawn)))
    return tuple(drawn)


def draw_time_axis(clip: ClipData) -> TimeAxis:
    """A tick at every second, or at every few in a long clip, and the stance bars."""
    duration_s, first_s = shown_duration_s(clip), float(clip.time_s[0])
    step_s = 0.5 if duration_s < 3 else 1.0
    ticks = np.arange(0, duration_s, step_s)
    pct = 100 / duration_s
    bars = {
        leg.role: tuple(
            Box(pct * (s.initial_contact_s - first_s), 0, pct * (s.toe_off_s - s.initial_contact_s), 0)
            for s in clip.steps
            if s.side == leg.side and s.toe_off_s is not None
        )
        for leg in clip.legs
    }
    return TimeAxis(tuple((round(pct * t, 3), f"{t + first_s:g} s") for t in ticks), tuple(bars.items()))


def _draw(panel: CurvePanel, clip: ClipData, *, first_index: int) -> DrawnPanel:
    height = round(10 * (panel.high_deg - panel.low_deg))
    lines = tuple(
        DrawnLine(first_index + i, curve.label, curve.role, curve_path(curve, clip, panel.high_deg))
        for i, curve in enumerate(panel.curves)
    )
    return DrawnPanel(
        panel=panel,
        width=round(1000 * shown_duration_s(clip)),
        height=height,
        lines=lines,
        bands=tuple(
            Box(
                _ms(band.from_s, clip),
                round(10 * (panel.high_deg - band.high_deg)),
                round(1000 * (band.to_s - band.from_s)),
                round(10 * (band.high_deg - band.low_deg)),
            )
            for band in panel.bands
        ),
        stances=_stances(clip, height),
        contacts=_event_ticks(clip, height, "initial_contact_s"),
        toe_offs=_event_ticks(clip, height, "toe_off_s"),
        grid=_grid(panel),
        words=_words(panel),
    )


def curve_path(curve: Curve, clip: ClipData, high_deg: float) -> str:
    """Path data of a curve in whole milliseconds and tenths of a degree; a gap starts a new piece."""
    x = np.round(1000 * (clip.time_s - clip.time_s[0])).astype(int)
    is_known = np.isfinite(curve.angle_deg)
    y = np.round(10 * (high_deg - np.nan_to_num(curve.angle_deg))).astype(int)
    pieces: list[str] = []
    for i in np.flatnonzero(is_known):
        if i == 0 or not is_known[i - 1]:
            pieces.append(f"M{x[i]} {y[i]}l")
        else:
            pieces.append(f"{x[i] - x[i - 1]} {y[i] - y[i - 1]} ")
    return "".join(pieces).replace(" -", "-").strip()


def _stances(clip: ClipData, height: int) -> tuple[tuple[Role, Box], ...]:
    roles = {leg.side: leg.role for leg in clip.legs}
    spans = ((s.side, s.initial_contact_s, s.toe_off_s) for s in clip.steps if s.toe_off_s is not None)
    return tuple(
        (roles[side], Box(_ms(start_s, clip), 0, round(1000 * (end_s - start_s)), height))
        for side, start_s, end_s in spans
    )


def _event_ticks(clip: ClipData, height: int, instant: str) -> tuple[tuple[Role, str], ...]:
    """One path of short upright ticks at the foot of the panel per leg."""
    length = round(0.1 * height)
    paths = []
    for leg in clip.legs:
        times = [getattr(step, instant) for step in clip.steps if step.side == leg.side]
        path = "".join(f"M{_ms(t, clip)} {height}v-{length}" for t in times if t is not None)
        paths.append((leg.role, path))
    return tuple(paths)


def _grid(panel: CurvePanel) -> tuple[tuple[float, str], ...]:
    """Lines at whole steps, at most four or so, the ends left out."""
    span = panel.high_deg - panel.low_deg
    step = next(s for s in (5, 10, 20, 30, 50, 100, 200) if span / s <= 4)
    values = np.arange(np.ceil((panel.low_deg + 0.08 * span) / step) * step, panel.high_deg - 0.08 * span, step)
    return tuple((round(float(100 * (panel.high_deg - v) / span), 2), f"{fixed(float(v), 0)}°") for v in values)


def _words(panel: CurvePanel) -> str:
    """The chart in one sentence, for those who do not see it."""
    ranges = (
        f"{curve.label} from {np.nanmin(curve.angle_deg):.0f} to {np.nanmax(curve.angle_deg):.0f} degrees"
        for curve in panel.curves
    )
    return f"{panel.title} over the clip. {'; '.join(ranges)}."


def _ms(time_s: float, clip: ClipData) -> int:
    return round(1000 * (time_s - float(clip.time_s[0])))
