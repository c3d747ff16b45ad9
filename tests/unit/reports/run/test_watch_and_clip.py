"""One report of a clip and the run it was filmed on."""

from __future__ import annotations

from typing import Any

import pytest

from evenstride.model import SessionAnalysis
from evenstride.model.run_analysis import RunAnalysis
from evenstride.pipelines.watch_join import join_watch
from evenstride.reports import Report, build_report, render_html
from evenstride.reports.pdf import report_pdf
from evenstride.reports.text import summary_lines
from evenstride.testing import synthetic_analysis
from page_reader import PageReader


@pytest.fixture(scope="module")
def joined(season: RunAnalysis, knowledge: Any) -> SessionAnalysis:
    return join_watch(SessionAnalysis.of_clip(synthetic_analysis()), season, knowledge=knowledge)


@pytest.fixture(scope="module")
def both(joined: SessionAnalysis, knowledge: Any) -> Report:
    return build_report(joined, knowledge=knowledge)


def test_the_report_has_the_clip_the_run_and_how_far_they_agree(both: Report) -> None:
    assert len(both.clips) == 1
    assert both.run is not None
    assert both.run.agreement is not None
    names = [line.name for line in both.run.agreement.lines]
    assert names[:2] == ["Cadence", "Contact time"]
    assert both.run.agreement.basis_words
    assert [filmed.name for filmed in both.header.clips] == ["synthetic.mp4", "run_3.fit"]
    assert both.seen_in == "the clip and the run"
    assert not both.is_one


def test_a_value_that_both_gave_says_so(both: Report) -> None:
    rows = {row.id: row for group in both.measures.groups for row in group.rows}
    (cell,) = rows["cadence"].cells
    assert [part.partition(":")[0] for part in cell.parts] == ["right side", "watch"]
    assert cell.parts[1].endswith("(not counted)")
    assert rows["contact_time_drift"].cells[0].parts == ("watch",)


def test_the_page_stands_whole_and_carries_both_scripts(both: Report) -> None:
    page = render_html(both)
    reader = PageReader(page)
    assert reader.open_elements == []
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {str(a["href"])[1:] for _, a in reader.elements if str(a.get("href", "")).startswith("#")}
    assert links - set(ids) == set()
    assert "function connectRunCharts" in page
    assert "function startPlayer" in page
    assert {"clip", "agreement", "run", "findings", "mileage"} <= set(ids)


def test_the_pdf_holds_both(both: Report) -> None:
    assert report_pdf(both).startswith(b"%PDF")


def test_the_terminal_names_the_clip_once_and_does_not_count_pictures_of_a_watch(
    joined: SessionAnalysis, knowledge: Any
) -> None:
    said = list(summary_lines(joined.assessment, knowledge=knowledge))
    assert sum("pictures, " in line for line in said) == 1
    assert any("cannot be told from the clip and the run" in line for line in said)
