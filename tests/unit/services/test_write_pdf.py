"""The report as PDF beside the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenstride.errors import OutputError
from evenstride.services.write_results import check_outputs, write_results
from evenstride.testing import synthetic_analysis


def test_the_pdf_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    write_results(synthetic_analysis(), report=None, json_out=None, table=None, pdf=tmp_path / "r.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_another_ending_is_refused_beforehand(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.pdf"):
        check_outputs(
            sources=[tmp_path / "run.mp4"], report=None, json_out=None, table=None, pdf=tmp_path / "report.html"
        )
