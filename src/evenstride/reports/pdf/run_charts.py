"""A run's part of the report for paper: its charts as SVG in plain colours, and its words as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from evenstride.reports.run.drawing import OnAxis, RunBox, RunChart, draw_run
from evenstride.reports.run.run_model import RunSection

COLOURS = {"fade": "#3d4f86", "drift": "#0b6b66", "context": "#6d7f88"}
MARK_COLOURS = {"warm-up": "#eeece5", "baseline": "#f3e6c3", "onset": "#f3e1d9"}
OBSERVED, FIFTH, GRID, ZERO, ONSET = "#a9b4b9", "#dcebe9", "#dedad0", "#7b878a", "#9a3d12"
#: Points; about the size on the page.
WIDTH = 330.0
HEIGHTS = {"fade": 76.0, "drift": 50.0, "context": 36.0}


def run_document(run: RunSection) -> dict[str, Any]:
    """What the template needs of a run; on kilometres where they are known."""
    charts = draw_run(run)
    return {
        "name": run.name,
        "fade": {
            "headline": run.fade.headline,
            "sentences": " ".join(run.fade.sentences),
            "doubts": run.fade.doubts,
            "baseline_words": run.fade.baseline_words,
            "change": run.fade.change,
            "parts": run.fade.parts,
            "has_onset": run.fade.onset is not None,
            "has_baseline": run.fade.baseline is not None,
            "chart": None if charts.fade is None else _chart(charts.fade),
        },
        "panels": [
            {
                "title": panel.title,
                "unit": panel.unit,
                "verdict": panel.verdict,
                "change": panel.change or "Not told",
                "words": panel.verdict_words,
                "more": _more(panel.detectable, panel.taken_out, panel.counts_words),
                "source": panel.source,
                "doubts": panel.doubts,
                "chart": _chart(chart),
            }
            for panel, chart in zip(run.panels, charts.drifts, strict=True)
        ],
        "context": [
            {
                "title": panel.title,
                "unit": "min/km" if panel.id == "speed" else panel.unit,
                "words": run.heart_words if panel.id == "heart_rate" else panel.note,
                "chart": _chart(chart),
            }
            for panel, chart in zip(run.context, charts.context, strict=True)
        ],
        "ticks": list(charts.ticks[charts.axes[0]]),
        "how": " ".join(run.how_words),
        "left_right": run.left_right,
        "quantities": [asdict(line) for line in run.quantities],
        "sources": [asdict(line) for line in run.sources],
        "source_changes": [asdict(line) for line in run.source_changes],
        "mileage": None if run.mileage is None else asdict(run.mileage),
        "mileage_hint": run.mileage_hint,
        "agreement": None if run.agreement is None else asdict(run.agreement),
    }


def _more(detectable: str, taken_out: str, counts: str) -> str:
    mdc = f"MDC: {detectable}" if detectable else ""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in (mdc, taken_out, counts) if part)


def _chart(chart: RunChart) -> dict[str, Any]:
    return {
        "svg": _svg(chart, chart.drawn[0]),
        "alt": chart.words,
        "height": HEIGHTS[chart.kind],
        "grid": list(chart.grid),
    }


def _svg(chart: RunChart, drawn: OnAxis) -> str:
    """Marks, grid, fifths, then the lines; a box of 1000 by 100 stretched to the chart's size."""
    height = HEIGHTS[chart.kind]
    across, down = WIDTH / 1000, height / 100
    parts = [_rect(box, across, down, MARK_COLOURS[kind]) for kind, box in drawn.marks]
    parts += [_level(top * down, GRID) for top, _words in chart.grid]
    if chart.zero_pct is not None:
        parts.append(_level(chart.zero_pct * down, ZERO))
    for fifth in drawn.fifths:
        parts.append(_rect(fifth.box, across, down, FIFTH))
        left, right = fifth.box.x * across, (fifth.box.x + fifth.box.width) * across
        y = fifth.level_y * down
        parts.append(
            f'<path d="M{left:.2f} {y:.2f}H{right:.2f}" stroke="{COLOURS["drift"]}" stroke-width="0.5" '
            'stroke-dasharray="1.6 1.6"/>'
        )
    if drawn.observed:
        parts.append(_line(drawn.observed, across, down, OBSERVED, 0.5))
    parts.append(_line(drawn.adjusted, across, down, COLOURS[chart.kind], 1.0))
    if drawn.onset_x is not None:
        parts.append(f'<path d="M{drawn.onset_x * across:.2f} 0V{height:g}" stroke="{ONSET}" stroke-width="1.2"/>')
    box = f"0 0 {WIDTH:g} {height:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(parts)}</svg>'


def _rect(box: RunBox, across: float, down: float, colour: str) -> str:
    return (
        f'<rect x="{box.x * across:.2f}" y="{max(box.y, 0) * down:.2f}" width="{box.width * across:.2f}" '
        f'height="{min(box.height, 100 - max(box.y, 0)) * down:.2f}" fill="{colour}"/>'
    )


def _level(y: float, colour: str) -> str:
    return f'<path d="M0 {y:.2f}H{WIDTH:g}" stroke="{colour}" stroke-width="0.5"/>'


def _line(path: str, across: float, down: float, colour: str, width: float) -> str:
    """The path in points: its pieces are ``M x y`` and ``L x y``."""
    pieces = path.replace("M", " M ").replace("L", " L ").split()
    scaled = []
    for command, x, y in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        held = min(max(float(y), 0.0), 100.0)
        scaled.append(f"{command}{float(x) * across:.1f} {held * down:.1f}")
    return f'<path d="{"".join(scaled)}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
