"""Drawn charts keep the numbers they show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.model import ClipAnalysis
from evenstride.reports import build_report
from evenstride.reports.clip_model import Curve
from evenstride.reports.drawing import curve_path, draw_panels, draw_time_axis


def test_a_path_goes_through_every_sample_and_breaks_at_gaps(analysis: ClipAnalysis, knowledge: Any) -> None:
    clip = build_report(analysis, knowledge=knowledge).clips[0].data
    angle_deg = np.linspace(0, 40, len(clip.time_s))
    angle_deg[10:13] = np.nan
    places = _places(curve_path(Curve("knee", "near", angle_deg), clip, 50.0))
    known = np.flatnonzero(np.isfinite(angle_deg))
    assert len(places) == len(known)
    for (x_ms, y_tenths), i in zip(places, known, strict=True):
        assert x_ms == pytest.approx(1000 * clip.time_s[i], abs=0.51)
        assert 50.0 - y_tenths / 10 == pytest.approx(angle_deg[i], abs=0.051)


def test_every_stance_of_the_clip_is_shaded_in_every_panel(analysis: ClipAnalysis, knowledge: Any) -> None:
    report = build_report(analysis, knowledge=knowledge)
    whole = [step for step in analysis.steps if step.toe_off_s is not None]
    for drawn in draw_panels(report.clips[0].panels, report.clips[0].data):
        assert len(drawn.stances) == len(whole)
        for (role, box), step in zip(drawn.stances, whole, strict=True):
            assert role == ("near" if step.side == "right" else "far")
            assert box.x == pytest.approx(1000 * step.initial_contact_s, abs=1)
            assert box.width == pytest.approx(1000 * (step.contact_time_s or 0), abs=1)


def test_curves_lie_inside_their_panel_and_are_numbered_through_the_page(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    report = build_report(analysis, knowledge=knowledge)
    drawn = draw_panels(report.clips[0].panels, report.clips[0].data)
    assert [line.index for panel in drawn for line in panel.lines] == list(range(9))
    for panel in drawn:
        for line in panel.lines:
            assert all(0 <= y <= panel.height for _, y in _places(line.path))


def test_a_reference_is_drawn_where_it_speaks(analysis: ClipAnalysis, knowledge: Any) -> None:
    report = build_report(analysis, knowledge=knowledge)
    trunk = next(panel for panel in report.clips[0].panels if panel.id == "trunk_lean")
    assert {(band.low_deg, band.high_deg) for band in trunk.bands} == {(3.7, 10.9)}
    assert trunk.bands[0].from_s == pytest.approx(analysis.steps[0].initial_contact_s)


def test_a_panel_without_numbers_is_left_out(analysis: ClipAnalysis, knowledge: Any) -> None:
    angles = {**analysis.curves.angles_deg, "trunk_lean": np.full(len(analysis.curves.time_s), np.nan)}
    gappy = replace(analysis, curves=replace(analysis.curves, angles_deg=angles))
    assert "trunk_lean" not in {panel.id for panel in build_report(gappy, knowledge=knowledge).clips[0].panels}


def test_the_time_axis_ticks_every_second(analysis: ClipAnalysis, knowledge: Any) -> None:
    axis = draw_time_axis(build_report(analysis, knowledge=knowledge).clips[0].data)
    assert [text for _, text in axis.ticks] == ["0 s", "1 s", "2 s", "3 s"]
    assert [at for at, _ in axis.ticks] == pytest.approx([0, 25, 50, 75])


def _places(path: str) -> list[tuple[int, int]]:
    """Absolute places of path data made of M x y l dx dy dx dy ..."""
    places: list[tuple[int, int]] = []
    for piece in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", piece)]
        x, y = numbers[:2]
        places.append((x, y))
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            places.append((x, y))
    return places
