"""The run's page and PDF: one file, drawn on both axes, nothing from outside taken for markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

from evenstride.model.run_analysis import RunAnalysis
from evenstride.reports import Report, build_report, render_html
from evenstride.reports.bundle import content_hash
from evenstride.reports.pdf import report_pdf
from evenstride.reports.run.drawing import draw_run
from page_reader import PageReader

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&.fit"
LARGEST_PAGE_BYTES = 400_000


def test_every_element_is_closed_ids_are_unique_and_links_lead_somewhere(report: Report) -> None:
    reader = PageReader(render_html(report))
    assert reader.open_elements == []
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {str(a["href"])[1:] for _, a in reader.elements if str(a.get("href", "")).startswith("#")}
    assert links - set(ids) == set()


def test_the_page_is_small_and_allows_exactly_its_own_script(report: Report) -> None:
    page = render_html(report)
    assert len(page.encode()) < LARGEST_PAGE_BYTES
    reader = PageReader(page)
    scripts = [text for attributes, text in reader.blocks if attributes.get("type") == "module"]
    assert len(scripts) == 1
    assert f"script-src {content_hash(scripts[0])}" in unescape(page)
    assert "style=" not in page[page.index("<body>") :]


def test_every_curve_is_drawn_on_both_axes(report: Report) -> None:
    assert report.run is not None
    charts = draw_run(report.run)
    assert charts.axes == ("km", "min")
    assert charts.fade is not None
    for chart in (charts.fade, *charts.drifts, *charts.context):
        assert [drawn.axis for drawn in chart.drawn] == ["km", "min"]
        assert all(drawn.adjusted.startswith("M") for drawn in chart.drawn)
    assert {kind for kind, _ in charts.fade.drawn[0].marks} == {"warm-up", "baseline", "onset"}
    onset_x = charts.fade.drawn[0].onset_x
    assert onset_x is not None
    assert 500 < onset_x < 900  # it was put in at 0.7 of the way


def test_the_words_of_a_chart_say_what_it_shows(report: Report) -> None:
    assert report.run is not None
    contact = next(chart for chart in draw_run(report.run).drifts if chart.id == "contact_time")
    assert re.search(
        r"Contact time over the run at equal speed and slope, from \d+ to \d+ ms\. Last fifth", contact.words
    )


def test_a_run_without_distance_is_drawn_on_minutes_only(season: RunAnalysis, knowledge: Any) -> None:
    report = build_report(season, knowledge=knowledge)
    assert report.run is not None
    blind = replace(report, run=replace(report.run, way=replace(report.run.way, end_km=None)))
    page = render_html(blind)
    assert 'id="run-axis-km"' not in page
    assert 'class="on-min"' not in page
    assert "<path" in page


def test_the_data_for_the_cursor_holds_what_is_drawn_and_no_place_on_earth(report: Report) -> None:
    page = render_html(report)
    reader = PageReader(page)
    (text,) = [text for attributes, text in reader.blocks if attributes.get("id") == "run-data"]
    data = json.loads(text)
    assert {line["id"] for line in data["lines"]} >= {"fade", "contact_time", "cadence", "speed", "heart_rate"}
    assert set(data) == {"end", "lines"}
    assert set().union(*data["lines"]) == {"id", "unit", "decimals", "minute", "km", "values", "observed"}
    assert all(len(line["km"]) == len(line["values"]) == len(line["minute"]) for line in data["lines"])


def test_a_hostile_file_name_stays_text(season: RunAnalysis, knowledge: Any) -> None:
    first = season.assessment.recordings[0]
    hostile = replace(season, assessment=replace(season.assessment, recordings=(replace(first, path=HOSTILE),)))
    page = render_html(build_report(hostile, knowledge=knowledge))
    assert "<img" not in page
    assert "&lt;/script&gt;&lt;img src=x" in page


def test_the_pdf_is_the_same_for_the_same_run(report: Report) -> None:
    content = report_pdf(report)
    assert content.startswith(b"%PDF")
    assert content == report_pdf(report)


def test_a_run_without_curves_makes_a_page_and_a_pdf(short_run: RunAnalysis, knowledge: Any) -> None:
    report = build_report(short_run, knowledge=knowledge)
    page = render_html(report)
    assert "Nothing is said about tiring in this run." in page
    assert report_pdf(report).startswith(b"%PDF")
