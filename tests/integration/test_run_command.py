"""``evenstride run`` as a process of its own, on a small file and on recorded runs."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import run_evenstride
from fit_writer import FitWriter
from run_files import write_season

TIRING = "runalyze_fr920xt_newdynamics_140min_23k.fit"
TREADMILL = "sportslib_fr945_treadmill_63min.fit"


def _small_run(path: Path, *, seconds: int, speed: float) -> Path:
    writer = FitWriter().timer(0, runs=True)
    for second in range(0, seconds, 2):
        writer.record(second, cadence=85, speed=speed, distance=speed * second, stance_time=240.0)
    path.write_bytes(writer.session(elapsed=seconds).to_bytes())
    return path


def test_a_small_file_prints_its_run_and_writes_json(tmp_path: Path) -> None:
    path, saved = _small_run(tmp_path / "easy.fit", seconds=600, speed=3.0), tmp_path / "easy.json"
    outcome = run_evenstride("run", path, "--json", saved)
    assert outcome.code == 0, outcome.err
    assert "1.79 km" in outcome.out
    assert "170 ± " in outcome.out
    assert "Nothing is said about tiring" in outcome.out
    document = json.loads(saved.read_text("utf-8"))
    cadence = next(measure for measure in document["measures"] if measure["id"] == "cadence")
    assert cadence["value"] == 170
    assert json.loads(run_evenstride("run", path, "--json", "-").out)["measures"] == document["measures"]


def test_a_file_without_a_run_in_it_ends_with_3(tmp_path: Path) -> None:
    assert run_evenstride("run", _small_run(tmp_path / "still.fit", seconds=60, speed=0.0)).code == 3


def test_a_file_that_is_no_run_ends_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "text.fit"
    path.write_text("no run")
    outcome = run_evenstride("run", path)
    assert outcome.code == 1
    assert "text.fit" in outcome.error_line
    assert outcome.out == ""


def test_the_tiring_run_shows_its_onset_with_an_interval(shared_data: Path) -> None:
    outcome = run_evenstride("run", shared_data / "watch" / "fit" / TIRING)
    assert outcome.code == 0, outcome.err
    said = " ".join(outcome.out.split())
    assert "23.51 km" in said
    assert "Signs that fit tiring from about km" in said
    assert "95 % interval km" in said


def test_a_run_indoors_is_said_to_rest_on_a_guessed_speed(shared_data: Path) -> None:
    outcome = run_evenstride("run", shared_data / "watch" / "fit" / TREADMILL)
    assert outcome.code == 0, outcome.err
    assert "Indoors a watch guesses speed" in outcome.out
    assert "low confidence" in outcome.out


def test_a_run_gets_its_page_pdf_and_table_and_a_plan_of_its_findings(tmp_path: Path) -> None:
    season = tmp_path / "season"
    season.mkdir()
    write_season(season)
    page, pdf, table, saved = (tmp_path / f"run.{suffix}" for suffix in ("html", "pdf", "csv", "json"))
    outcome = run_evenstride("run", season, "--report", page, "--pdf", pdf, "--table", table, "--json", saved)
    assert outcome.code == 0, outcome.err
    assert "longest run of the last 30 days" in outcome.out
    assert "Mileage" in page.read_text("utf-8")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "\nfade_shift,," in table.read_text("utf-8")
    planned = run_evenstride("plan", saved, "--json", "-", "--start", "2026-03-02")
    assert planned.code == 0, planned.err
    plan = json.loads(planned.out)
    assert "posterior_chain_fatigue" in planned.out
    assert plan["weeks"]


def test_a_page_is_refused_where_it_would_overwrite_the_run(tmp_path: Path) -> None:
    path = _small_run(tmp_path / "easy.html", seconds=60, speed=3.0)
    outcome = run_evenstride("run", path, "--report", path)
    assert outcome.code == 1
    assert "than that of the recording itself" in outcome.error_line
