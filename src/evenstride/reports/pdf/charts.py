"""The report's curves and stills as SVG in plain colours, without text: the template sets the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from evenstride.reports.clip_model import ClipData, ClipSection, Curve, KeyFrame
from evenstride.reports.drawing import Box, DrawnPanel, draw_panels, draw_time_axis
from evenstride.reports.page_data import shown_duration_s

CHART_WIDTH, CHART_HEIGHT = 490.0, 51.0  # points, about the size on the page
LONGEST_PRINTED_S = 6.0
COLOURS = {"near": "#0b6b66", "far": "#6d7f88", "whole": "#3d4f86"}
STANCE_COLOURS = {"near": "#e3edec", "far": "#eef0f1"}
BAND_COLOUR, GRID_COLOUR = "#ecd9a4", "#dedad0"


def drawn_curves(section: ClipSection) -> dict[str, Any]:
    """The panels with their alternative texts, axes and notes; the first seconds where the clip is longer."""
    clip = section.data
    printed_s = min(shown_duration_s(clip), LONGEST_PRINTED_S)
    panels = draw_panels(section.panels, clip)
    pct_per_s = 100 / printed_s
    ticks = [
        (pct * shown_duration_s(clip) / printed_s, words)
        for pct, words in draw_time_axis(clip).ticks
        if pct * shown_duration_s(clip) / 100 * pct_per_s <= 98
    ]
    return {
        "panels": [_panel(panel, clip, printed_s) for panel in panels],
        "legs": [{"role": leg.role, "label": leg.label} for leg in clip.legs],
        "ticks": ticks,
        "words": _key_words(clip, printed_s),
        "notes": [*_band_notes(section), *(f"{p.title}: {p.note}" for p in section.panels if p.note)],
    }


def drawn_stills(key_frames: Iterable[KeyFrame]) -> list[dict[str, str]]:
    """The stills of one step as stick figures."""
    return [
        {
            "svg": _still_svg(frame),
            "alt": f"Stick figure of the runner at {frame.label.lower()}: {frame.note}.",
            "label": frame.label,
            "note": frame.note,
            "time": f"{frame.time_s:.2f} s",
        }
        for frame in key_frames
    ]


def _panel(drawn: DrawnPanel, clip: ClipData, printed_s: float) -> dict[str, Any]:
    return {
        "title": drawn.panel.title,
        "sign_words": drawn.panel.sign_words,
        "svg": _panel_svg(drawn, clip, printed_s),
        "alt": drawn.words,
        "grid": list(drawn.grid),
    }


def _panel_svg(drawn: DrawnPanel, clip: ClipData, printed_s: float) -> str:
    """Stances, grid, reference ranges, then curves; boxes come in milliseconds and tenths of a degree."""
    scale = (CHART_WIDTH / (1000 * printed_s), CHART_HEIGHT / drawn.height)
    parts = [_rect(box, scale, STANCE_COLOURS[role]) for role, box in drawn.stances]
    parts += [_grid_line(top_pct) for top_pct, _ in drawn.grid]
    parts += [_rect(box, scale, BAND_COLOUR) for box in drawn.bands]
    parts += [_curve(curve, clip, drawn.panel.high_deg, scale) for curve in drawn.panel.curves]
    return _svg(f"0 0 {CHART_WIDTH:g} {CHART_HEIGHT:g}", "".join(parts))


def _rect(box: Box, scale: tuple[float, float], colour: str) -> str:
    """The part of a box that lies on the chart."""
    left, right = (min(max(x * scale[0], 0.0), CHART_WIDTH) for x in (box.x, box.x + box.width))
    return (
        f'<rect x="{left:.2f}" y="{box.y * scale[1]:.2f}" width="{right - left:.2f}" '
        f'height="{box.height * scale[1]:.2f}" fill="{colour}"/>'
    )


def _grid_line(top_pct: float) -> str:
    y = top_pct / 100 * CHART_HEIGHT
    return f'<path d="M0 {y:.2f}H{CHART_WIDTH:g}" stroke="{GRID_COLOUR}" stroke-width="0.5"/>'


def _curve(curve: Curve, clip: ClipData, high_deg: float, scale: tuple[float, float]) -> str:
    """A line per stretch without gaps."""
    x = 1000 * (clip.time_s - clip.time_s[0]) * scale[0]
    y = 10 * (high_deg - curve.angle_deg) * scale[1]
    is_drawn = np.isfinite(curve.angle_deg) & (x <= CHART_WIDTH)
    starts = np.flatnonzero(is_drawn & ~np.r_[False, is_drawn[:-1]])
    commands = np.where(np.isin(np.arange(len(x)), starts), "M", "L")
    path = "".join(f"{commands[i]}{x[i]:.1f} {y[i]:.1f}" for i in np.flatnonzero(is_drawn))
    role = curve.role or "whole"
    dash = ' stroke-dasharray="4 2.5"' if role == "far" else ""
    return f'<path d="{path}" fill="none" stroke="{COLOURS[role]}" stroke-width="1.3" stroke-linejoin="round"{dash}/>'


def _still_svg(frame: KeyFrame) -> str:
    figure = frame.figure
    stroke = 0.02 * figure.crop_px[3]
    lines = ((figure.body, "#182124"), (figure.far_leg, "#9fadb4"), (figure.near_leg, COLOURS["near"]))
    paths = "".join(
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{stroke:.2f}" stroke-linecap="round"/>'
        for path, colour in lines
        if path
    )
    return _svg(" ".join(map(str, figure.crop_px)), paths)


def _svg(view_box: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">{body}</svg>'


def _key_words(clip: ClipData, printed_s: float) -> str:
    shaded = "Shaded: foot on the ground." if clip.steps else ""
    cut = f"Printed: the first {printed_s:g} s." if shown_duration_s(clip) > printed_s else ""
    return " ".join(words for words in (shaded, cut) if words)


def _band_notes(section: ClipSection) -> list[str]:
    return [
        f"{panel.title}: the sand-coloured range is {panel.band_words}." for panel in section.panels if panel.band_words
    ]
