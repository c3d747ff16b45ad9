"""A result is written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenstride.errors import OutputError
from evenstride.model import ClipAnalysis
from evenstride.reports import build_report, render_html, write_html, write_json
from evenstride.reports.files import write_whole


def test_the_json_document_is_the_assessment(analysis: ClipAnalysis, tmp_path: Path) -> None:
    write_json(analysis.assessment, tmp_path / "run.json")
    document = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(analysis.to_dict()))
    assert document["schema"] == "evenstride.assessment/1"


def test_the_page_is_written_as_rendered(analysis: ClipAnalysis, knowledge: Any, tmp_path: Path) -> None:
    report = build_report(analysis, knowledge=knowledge)
    write_html(report, tmp_path / "run.html")
    assert (tmp_path / "run.html").read_text(encoding="utf-8") == render_html(report)


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    path.write_text("old", encoding="utf-8")

    def half(part: Path) -> None:
        part.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"Could not write run\.html: No space left on device"):
        write_whole(path, half)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["run.html"]


def test_a_missing_folder_is_named_with_the_next_step(analysis: ClipAnalysis, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"Expected an existing folder for run\.json; make the folder first\."):
        write_json(analysis.assessment, tmp_path / "nowhere" / "run.json")


def test_a_written_file_can_be_read_by_others_as_any_new_file(tmp_path: Path) -> None:
    plain, whole = tmp_path / "plain.txt", tmp_path / "whole.txt"
    plain.write_text("x", encoding="utf-8")
    write_whole(whole, lambda part: part.write_text("x", encoding="utf-8"))
    assert whole.stat().st_mode == plain.stat().st_mode
