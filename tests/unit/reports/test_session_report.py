"""A report of several clips: a player each, and every value says which of them it came from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstride.model import AngleCurves, ClipAnalysis, Measure, SessionAnalysis
from evenstride.model.assessment import RecordingView
from evenstride.pipelines.session import assess_session
from evenstride.reports import Report, build_report, measure_table, render_html
from evenstride.reports.curve_panels import RHYTHM_ONLY
from evenstride.reports.pdf.report_document import report_document
from evenstride.reports.text import summary_lines
from evenstride.testing import synthetic_analysis
from page_reader import PageReader

SIDES = ("left", "right")


def side_clip(value_deg: float, *, name: str = "side") -> ClipAnalysis:
    """The synthetic run with this knee flexion at contact."""
    made = synthetic_analysis(clip_name=f"{name}.mp4")
    measures = tuple(
        replace(m, source=name, **({"value": value_deg} if m.id == "knee_flexion_ic" else {}))
        for m in made.assessment.measures
    )
    assessment = replace(made.assessment, recordings=(replace(made.recording, id=name),), measures=measures)
    return replace(made, assessment=assessment)


def rear_clip(knowledge: Any, *, with_drop: bool = True) -> ClipAnalysis:
    """The synthetic run as if from behind: frontal curves, measures of that view."""
    made = synthetic_analysis(clip_name="behind.mp4")
    wave = np.sin(made.curves.time_s)
    names = ("left_knee_frontal", "right_knee_frontal", "trunk_lateral", "pelvic_obliquity")
    measures = [Measure("lateral_trunk_lean", side, 4.0, "deg", 0.8, 9, None, "ok", "behind") for side in SIDES]
    if with_drop:
        measures += [Measure("pelvic_drop", side, 9.0, "deg", 0.8, 9, None, "ok", "behind") for side in SIDES]
    measures += [
        Measure("fppa_running", side, None, "deg", None, 0, None, "refused", "behind", ("No.",)) for side in SIDES
    ]
    assessment = replace(
        made.assessment,
        recordings=(replace(made.recording, id="behind"),),
        views=(RecordingView("rear", None, None, "treadmill"),),
        measures=tuple(measures),
    )
    curves = AngleCurves(made.curves.time_s, dict.fromkeys(names, 3.0 * wave))
    return replace(made, assessment=assessment, curves=curves)


@pytest.fixture
def session(knowledge: Any) -> SessionAnalysis:
    clips = [side_clip(11.0), side_clip(25.0, name="again"), rear_clip(knowledge)]
    return assess_session(clips, knowledge=knowledge)


@pytest.fixture
def report(session: SessionAnalysis, knowledge: Any) -> Report:
    return build_report(session, knowledge=knowledge)


def test_every_clip_has_its_own_player_curves_and_stills(report: Report) -> None:
    assert [(clip.number, clip.place, clip.name) for clip in report.clips] == [
        (1, "right side 1", "side.mp4"),
        (2, "right side 2", "again.mp4"),
        (3, "from behind", "behind.mp4"),
    ]
    assert [panel.id for panel in report.clips[2].panels] == ["knee_frontal", "pelvic_obliquity", "trunk_lateral"]
    assert report.clips[2].data.is_frontal
    assert len(report.header.clips) == 3


def test_a_curve_whose_measure_is_refused_shows_no_range_and_says_so(report: Report) -> None:
    panels = {panel.id: panel for panel in report.clips[2].panels}
    assert (panels["knee_frontal"].bands, panels["knee_frontal"].note) == ((), RHYTHM_ONLY)
    assert panels["pelvic_obliquity"].note == ""


def test_the_range_of_the_pelvis_is_turned_round_on_the_right_leg(report: Report) -> None:
    (panel,) = (panel for panel in report.clips[2].panels if panel.id == "pelvic_obliquity")
    sides = {step.initial_contact_s: step.side for step in report.clips[2].data.steps}
    assert panel.bands
    for band in panel.bands:
        assert (band.high_deg < 0) == (sides[band.from_s] == "right")


def test_a_row_says_what_each_clip_gave_and_why_it_is_less_certain(report: Report) -> None:
    rows = {row.id: row for group in report.measures.groups for row in group.rows}
    cells = {cell.side: cell for cell in rows["knee_flexion_ic"].cells}
    assert cells["left"].parts[0].startswith("right side 1: 11")
    assert cells["left"].parts[1].startswith("right side 2: 25")
    assert cells["left"].status == "low_confidence"
    notes = {note.letter: note.text for note in report.measures.notes}
    assert any("disagree by more than their errors" in notes[letter] for letter in cells["left"].notes)
    (drop, _) = rows["pelvic_drop"].cells
    assert drop.parts == ("from behind",)
    assert [group.title for group in report.measures.groups if "pelvic_drop" in {row.id for row in group.rows}] == [
        "Alignment, from behind"
    ]


def test_a_findings_moments_lead_into_the_clip_they_were_seen_in(report: Report) -> None:
    places = {
        line.measure_id: {(frame.clip_number, frame.place) for frame in line.frames}
        for group in report.findings
        for card in group.cards
        for line in card.evidence
        if line.frames
    }
    assert places["pelvic_drop"] == {(3, "from behind")}
    assert places["knee_flexion_ic"] <= {(1, "right side 1"), (2, "right side 2")}


def test_the_page_is_whole_and_each_clip_has_its_own_data(report: Report) -> None:
    reader = PageReader(render_html(report))
    assert reader.open_elements == []
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {str(a["href"])[1:] for _, a in reader.elements if str(a.get("href", "")).startswith("#")}
    assert links <= set(ids)
    blocks = {a.get("id"): text for a, text in reader.blocks}
    assert [len(json.loads(blocks[f"page-data{suffix}"])["curves"]) for suffix in ("", "-2", "-3")] == [9, 9, 4]
    assert {a["aria-controls"] for _, a in reader.elements if a.get("role") == "tab"} == {"clip", "clip-2", "clip-3"}


def test_seekers_name_a_clip_that_is_on_the_page(report: Report) -> None:
    page = render_html(report)
    seekers = re.findall(r'data-clip="(\d)" data-seek-s', page)
    assert set(seekers) == {"1", "2", "3"}


def test_one_clip_stays_a_page_without_tabs(knowledge: Any) -> None:
    page = render_html(build_report(side_clip(11.0), knowledge=knowledge))
    assert 'role="tab"' not in page
    assert "These clips" not in page


def test_a_rear_clip_alone_asks_for_the_side_and_not_for_itself(knowledge: Any) -> None:
    report = build_report(rear_clip(knowledge), knowledge=knowledge)
    assert {need.title for need in report.open_findings} <= {
        "A film from the side",
        "A better film from behind",
        "A whole run, with a watch or two films",
    }


def test_the_terminal_says_which_clips_disagree(session: SessionAnalysis, knowledge: Any) -> None:
    lines = list(summary_lines(session.assessment, knowledge=knowledge))
    at = next(i for i, line in enumerate(lines) if "Knee bend at landing, left" in line)
    assert lines[at + 1].startswith("    the recordings disagree: right side 1: 11")
    assert any("behind.mp4" in line and "from behind, treadmill" in line for line in lines)


def test_the_table_names_all_recordings_of_a_value(session: SessionAnalysis) -> None:
    table = measure_table(session.assessment).set_index(["id", "side"])
    assert table.loc[("knee_flexion_ic", "left"), "sources"] == "side again"
    assert table.loc[("pelvic_drop", "left"), "sources"] == "behind"


def test_the_printed_report_holds_every_clip(report: Report) -> None:
    document = report_document(report)
    assert [clip["title"] for clip in document["clips"]] == [
        "Right side 1, side.mp4",
        "Right side 2, again.mp4",
        "From behind, behind.mp4",
    ]
    assert all(clip["curves"]["panels"] for clip in document["clips"])
