"""A plan in every format, and names that are refused before anything is made."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from evenstride.errors import OutputError
from evenstride.services.make_plan import PlannedRun, plan_run
from evenstride.services.write_plan import PlanOutputs, check_plan_outputs, plan_json, plan_text, write_plan
from evenstride.testing import synthetic_analysis

MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture(scope="module")
def planned() -> PlannedRun:
    return plan_run(synthetic_analysis(), start_on=MONDAY)


def test_every_format_that_is_asked_for_is_written_and_nothing_else(planned: PlannedRun, tmp_path: Path) -> None:
    names = {"html": "p.html", "pdf": "p.pdf", "markdown": "p.md", "json": "p.json", "calendar": "p.ics"}
    write_plan(planned, PlanOutputs(**{key: tmp_path / name for key, name in names.items()}))
    starts = {path.name: path.read_bytes()[:15] for path in tmp_path.iterdir()}
    assert sorted(starts) == sorted(names.values())
    assert starts["p.pdf"].startswith(b"%PDF-")
    assert starts["p.ics"].startswith(b"BEGIN:VCALENDAR")
    assert starts["p.md"].startswith(b"# ")
    assert starts["p.html"].lower().startswith(b"<!doctype html>")
    assert json.loads((tmp_path / "p.json").read_text("utf-8")) == json.loads(plan_json(planned))


def test_the_terminal_text_fits_80_columns_and_names_the_first_session_why_and_retest(planned: PlannedRun) -> None:
    lines = plan_text(planned)
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for part in ("First session: Monday 2 March 2026", "Why these", "Film again:", "--html plan.html", "screen-me"):
        assert part in text
    first = planned.plan.weeks[0].sessions[0]
    assert all(f"[{each}]" in text.replace("\n     ", " ") for each in first.exercise_ids)


def test_a_stopped_plan_shows_the_stop_and_no_exercise() -> None:
    stopped = plan_run(synthetic_analysis(), profile={"answers": {"chest_signs": True}}, start_on=MONDAY)
    text = "\n".join(plan_text(stopped))
    assert "emergency service" in text
    assert "First session" not in text
    assert "--html" not in text


@pytest.mark.parametrize(
    "names",
    [
        {"html": "plan.pdf"},
        {"pdf": "plan.html"},
        {"markdown": "plan.txt"},
        {"calendar": "plan.cal"},
        {"json": "missing/plan.json"},
        {"json": "a.json"},
        {"html": "same.html", "json": "same.html"},
    ],
)
def test_a_name_that_cannot_be_written_is_refused_beforehand(tmp_path: Path, names: dict[str, str]) -> None:
    read = tmp_path / "a.json"
    read.write_text("{}", encoding="utf-8")
    outputs = PlanOutputs(**{key: tmp_path / name for key, name in names.items()})
    with pytest.raises(OutputError):
        check_plan_outputs(outputs, sources=(read,))
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
