"""Numbers packed for the page come back as they were, to the step they are packed in."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenstride.model import ClipAnalysis
from evenstride.reports import build_report
from evenstride.reports.page_data import GAP, escape_for_script, packed_numbers, page_data_json


@given(st.lists(st.one_of(st.none(), st.floats(-400, 400)), max_size=40))
def test_angles_come_back_to_half_a_tenth_of_a_degree_and_gaps_as_gaps(values: list[float | None]) -> None:
    angles = np.array([np.nan if v is None else v for v in values])
    packed = np.frombuffer(base64.b64decode(packed_numbers(angles, 0.1)), dtype="<i2")
    assert [p == GAP for p in packed] == [v is None for v in values]
    known = np.isfinite(angles)
    assert np.all(np.abs(packed[known] * 0.1 - angles[known]) <= 0.05 + 1e-9)


@given(st.text())
def test_escaped_json_holds_no_markup_and_means_the_same(text: str) -> None:
    escaped = escape_for_script(json.dumps({"text": text}))
    assert not set("<>&") & set(escaped)
    assert json.loads(escaped)["text"] == text


def test_the_data_names_every_step_and_the_near_knee(analysis: ClipAnalysis, knowledge: Any) -> None:
    report = build_report(analysis, knowledge=knowledge)
    data = json.loads(page_data_json(report.clips[0]))
    assert [step["side"] for step in data["steps"]] == [step.side for step in analysis.steps]
    curves = [(panel.id, curve.role) for panel in report.clips[0].panels for curve in panel.curves]
    assert curves[data["knee_curve"]] == ("knee_flexion", "near")
    assert len(data["curves"]) == len(curves)
