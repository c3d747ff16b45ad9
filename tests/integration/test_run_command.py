"""``evenstride run`` as a process of its own, on a small file and on recorded runs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from benchmarks.accuracy.simulated_runs import simulate_run

from command_line import run_evenstride
from evenstride.io.pose_files import save_pose_track
from fit_writer import FitWriter
from gait_fixtures.synthetic_runner import RUNNER, film
from run_files import TIRING as TIRING_SCENARIO
from run_files import write_fit, write_season

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


def test_a_clip_and_the_watch_of_its_run_become_one_result(tmp_path: Path) -> None:
    clip, watch, page, saved = (tmp_path / name for name in ("clip.npz", "run.fit", "both.html", "both.json"))
    save_pose_track(film(RUNNER, duration_s=4.0, fps=60.0), clip)
    write_fit(watch, simulate_run(TIRING_SCENARIO, np.random.default_rng(0)))
    outcome = run_evenstride("analyze", clip, "--watch", watch, "--report", page, "--json", saved)
    assert outcome.code == 0, outcome.err
    assert "Watch and clip: " in outcome.out
    assert "watch 1" in outcome.out
    document = json.loads(saved.read_text("utf-8"))
    assert [each["kind"] for each in document["recordings"]] == ["keypoints", "run"]
    assert document["run"]["agreement"]["shared"]
    assert "Watch and clip" in page.read_text("utf-8")


def test_a_watch_file_that_cannot_be_read_stops_before_the_clip_is_analysed(tmp_path: Path) -> None:
    clip, watch = tmp_path / "clip.npz", tmp_path / "run.fit"
    save_pose_track(film(RUNNER, duration_s=3.0, fps=60.0), clip)
    watch.write_text("no run")
    outcome = run_evenstride("analyze", clip, "--watch", watch)
    assert outcome.code == 1
    assert "run.fit" in outcome.error_line
