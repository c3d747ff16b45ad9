from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from evenstride.errors import OutputError
from evenstride.model import SCHEMA
from evenstride.services.write_results import check_outputs, write_results
from evenstride.testing import synthetic_analysis


def test_everything_that_was_asked_for_is_written_and_nothing_else(tmp_path: Path) -> None:
    analysis = synthetic_analysis()
    report, json_out, table = tmp_path / "r.html", tmp_path / "a.json", tmp_path / "m.csv"
    write_results(analysis, report=report, json_out=str(json_out), table=table)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "m.csv", "r.html"]
    document = json.loads(json_out.read_text("utf-8"))
    assert document["schema"] == SCHEMA
    assert document == json.loads(json.dumps(analysis.to_dict()))
    assert len(pd.read_csv(table)) == len(analysis.assessment.measures)
    assert report.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("json_out", [None, "-"])
def test_without_a_file_name_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, json_out: str) -> None:
    monkeypatch.chdir(tmp_path)
    check_outputs(sources=[tmp_path / "run.mp4"], report=None, json_out=json_out, table=None)
    write_results(synthetic_analysis(), report=None, json_out=json_out, table=None)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "names",
    [
        {"report": "report.pdf"},
        {"table": "measures.xlsx"},
        {"report": "missing/report.html"},
        {"json_out": "missing/a.json"},
        {"table": "missing/m.csv"},
        {"json_out": ""},
        {"json_out": "run.mp4"},
    ],
)
def test_a_name_that_cannot_be_written_is_refused_beforehand(tmp_path: Path, names: dict[str, str]) -> None:
    clip = tmp_path / "run.mp4"
    clip.touch()
    paths: dict[str, Path | str | None] = {"report": None, "json_out": None, "table": None}
    paths |= {key: tmp_path / name for key, name in names.items()}
    if "json_out" in names:
        paths["json_out"] = str(paths["json_out"])
    with pytest.raises(OutputError):
        check_outputs(sources=[clip], **paths)
