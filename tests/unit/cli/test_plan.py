"""``evenstride plan`` as its user runs it."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

import pytest

from evenstride.cli.main import main
from evenstride.cli.plan import next_monday
from evenstride.testing import synthetic_analysis


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "a.json"
    path.write_text(json.dumps(synthetic_analysis().to_dict()), encoding="utf-8")
    return path


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["evenstride", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_without_outputs_the_plan_is_readable_in_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], assessment: Path
) -> None:
    code, out, err = run(monkeypatch, capsys, "plan", assessment, "--start", "2026-03-02")
    assert (code, err) == (0, "")
    assert "First session: Monday 2 March 2026" in out
    assert "Film again: Monday 13 April 2026" in out


def test_with_outputs_it_names_the_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], assessment: Path, tmp_path: Path
) -> None:
    code, out, _ = run(monkeypatch, capsys, "plan", assessment, "--markdown", tmp_path / "p.md")
    assert code == 0
    assert out == f"Markdown: {tmp_path / 'p.md'}\n"


def test_json_on_standard_output_is_json_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], assessment: Path, tmp_path: Path
) -> None:
    wishes = ("--days", "2", "--minutes", "10", "--equipment", "mat, lacrosse_ball", "--start", "2026-03-02")
    code, out, err = run(
        monkeypatch, capsys, "plan", assessment, *wishes, "--json", "-", "--calendar", tmp_path / "p.ics"
    )
    document = json.loads(out)
    assert code == 0
    assert document["schema"] == "evenstride.plan/1"
    assert (document["days_a_week"], document["minutes_a_day"], document["start_on"]) == (2, 10, "2026-03-02")
    assert "calendar:" in err


def test_nothing_at_hand_still_gives_a_plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], assessment: Path
) -> None:
    code, out, _ = run(monkeypatch, capsys, "plan", assessment, "--equipment", "none", "--json", "-")
    document = json.loads(out)
    planned = {each["exercise_id"] for week in document["weeks"] for each in week["exercises"]}
    assert code == 0
    assert planned
    assert planned.isdisjoint({"hip_flexor_release", "calf_release", "kneeling_lat_pulldown"})


def test_a_stopped_plan_is_an_answer_and_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], assessment: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "me.json"
    profile.write_text('{"answers": {"chest_signs": true}}', encoding="utf-8")
    page = tmp_path / "p.md"
    code, out, _ = run(monkeypatch, capsys, "plan", assessment, "--profile", profile, "--markdown", page)
    assert code == 0
    assert "emergency service" in out
    assert "emergency service" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected_code"),
    [
        (("--start", "tomorrow"), 2),
        (("--start", "2026-02-30"), 2),
        (("--minutes", "many"), 2),
        (("--days", "3.5"), 2),
        (("--minutes", "nan"), 1),
        (("--days", "8"), 1),
        (("--equipment", "rocket"), 1),
        (("--html", "p.pdf"), 1),
        (("--start", "9999-12-20"), 1),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    assessment: Path,
    arguments: tuple[str, ...],
    expected_code: int,
) -> None:
    code, out, err = run(monkeypatch, capsys, "plan", assessment, *arguments)
    assert (code, out) == (expected_code, "")
    assert err.strip()
    assert expected_code == 2 or len(err.splitlines()) == 1


@pytest.mark.parametrize("day", [datetime.date(2026, 3, 1) + datetime.timedelta(days=each) for each in range(8)])
def test_the_usual_start_is_the_first_monday_after_today(day: datetime.date) -> None:
    start = next_monday(day)
    assert start.weekday() == 0
    assert 1 <= (start - day).days <= 7


def test_an_exercise_in_full_and_the_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, "exercises")
    assert code == 0
    assert "calf_release" in out
    code, out, _ = run(monkeypatch, capsys, "exercises", "calf_release")
    assert code == 0
    assert "How much" in out
    code, out, err = run(monkeypatch, capsys, "exercises", "hip_drop")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_an_explanation_goes_to_the_terminal_or_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(monkeypatch, capsys, "explain", "hip_drop")
    assert code == 0
    assert "What speaks against" in out
    code, out, _ = run(monkeypatch, capsys, "explain", "hip_drop", "--json", tmp_path / "e.json")
    assert (code, out) == (0, f"JSON: {tmp_path / 'e.json'}\n")
    assert json.loads((tmp_path / "e.json").read_text("utf-8"))["id"] == "hip_drop"
    code, _, _ = run(monkeypatch, capsys, "explain", "hip_drop", "--json", tmp_path / "missing" / "e.json")
    assert code == 1
