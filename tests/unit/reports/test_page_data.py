"""The data of a clip names what the page needs, and nothing in it is taken for markup."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evenstride.model import ClipAnalysis
from evenstride.reports import build_report
from evenstride.reports.page_data import escape_for_script, page_data_json


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


def test_the_clips_clock_is_told_once_where_the_small_copy_has_the_same(analysis: ClipAnalysis, knowledge: Any) -> None:
    data = json.loads(page_data_json(build_report(analysis, knowledge=knowledge).clips[0]))
    assert data["video_time_s"] is None
    assert len(data["time_s"]) == len(analysis.pose_track)
