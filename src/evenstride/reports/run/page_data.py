"""The numbers that a run's page reads out at the cursor: small, rounded, and without any position."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from evenstride.reports.numbers import shown_unit
from evenstride.reports.page_data import escape_for_script
from evenstride.reports.run.run_model import Floats, Line, RunSection


def run_data_json(section: RunSection) -> str:
    """The JSON of the run's data block, safe inside a script element."""
    document = {
        "end": {"km": section.way.end_km, "min": round(section.way.end_minute, 3)},
        "lines": list(_lines(section)),
    }
    return escape_for_script(json.dumps(document, separators=(",", ":"), allow_nan=False))


def _lines(section: RunSection) -> Iterator[dict[str, Any]]:
    if section.fade.line is not None:
        yield _line("fade", section.fade.line, "", 1)
    for panel in section.panels:
        shown = _line(panel.id, panel.adjusted, shown_unit(panel.unit), panel.decimals)
        yield {**shown, "observed": _rounded(panel.observed.values, panel.decimals + 1)}
    for context in section.context:
        unit = "min/km" if context.id == "speed" else shown_unit(context.unit)
        yield _line(context.id, context.line, unit, 3 if context.id == "speed" else context.decimals)


def _line(line_id: str, line: Line, unit: str, decimals: int) -> dict[str, Any]:
    return {
        "id": line_id,
        "unit": unit,
        "decimals": decimals,
        "minute": _rounded(line.minute, 2),
        "km": _rounded(line.km, 3),
        "values": _rounded(line.values, decimals + 1),
    }


def _rounded(values: Floats, decimals: int) -> list[float | None]:
    return [round(float(v), decimals) if np.isfinite(v) else None for v in values]
