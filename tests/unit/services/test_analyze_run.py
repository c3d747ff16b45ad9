"""Watch files to one result: the latest run measured and weighed, the others its history."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

import evenstride
from evenstride.cli.run_text import run_lines
from evenstride.errors import InputError
from evenstride.io.assessment_files import read_assessment
from evenstride.knowledge import load_knowledge
from evenstride.model.run_analysis import RunAnalysis
from evenstride.services.analyze_run import analyze_run
from fit_writer import FitWriter
from run_files import TIRING, write_fit


@pytest.fixture(scope="module")
def tiring_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_fit(tmp_path_factory.mktemp("tiring") / "tiring.fit", simulate_run(TIRING, np.random.default_rng(3)))


@pytest.fixture(scope="module")
def tiring(tiring_file: Path) -> RunAnalysis:
    return analyze_run(tiring_file)


@pytest.fixture
def short_file(tmp_path: Path) -> Path:
    return write_fit(tmp_path / "short.fit", simulate_run(Scenario(""), np.random.default_rng(5)), minutes=6, day=-3)


def text_of(analysis: RunAnalysis) -> str:
    return " ".join(" ".join(run_lines(analysis, knowledge=load_knowledge())).split())


def test_the_service_is_what_the_package_offers() -> None:
    assert evenstride.analyze_run is analyze_run


def test_the_means_are_those_of_the_file(tiring: RunAnalysis) -> None:
    simulated = simulate_run(TIRING, np.random.default_rng(3))
    values = {str(channel.quantity): channel.values for channel in simulated.run.channels}
    for quantity, tolerance in (("cadence", 1.0), ("contact_time", 2.0), ("heart_rate", 1.0)):
        found = tiring.quantity(quantity)
        assert found is not None
        assert found.mean == pytest.approx(values[quantity].mean(), abs=tolerance)
        assert (found.standard_error or 0) > 0
    assert tiring.summary.distance_km == pytest.approx((values["distance"][-1] - values["distance"][0]) / 1000, 0.001)


def test_each_foot_has_its_share_of_the_contact_time(tiring: RunAnalysis) -> None:
    both = tiring.quantity("contact_time")
    share = tiring.quantity("contact_balance")
    left, right = (tiring.assessment.measure("contact_time", side) for side in ("left", "right"))
    assert both is not None
    assert share is not None
    assert left is not None
    assert right is not None
    assert left.number == pytest.approx(2 * both.mean * share.mean / 100)
    assert (left.number or 0) + (right.number or 0) == pytest.approx(2 * both.mean)
    asymmetry = tiring.assessment.measure("symmetry_index")
    assert asymmetry is not None
    assert asymmetry.number == pytest.approx(8.0, abs=0.1)  # 2 points off the middle: 48 to 52 is 8 % of the mean


def test_step_length_is_speed_over_cadence_where_the_file_has_none(tiring: RunAnalysis) -> None:
    length, speed, cadence = tiring.assessment.measure("step_length"), *map(tiring.quantity, ("speed", "cadence"))
    assert length is not None
    assert speed is not None
    assert cadence is not None
    assert length.number == pytest.approx(60 * speed.mean / cadence.mean)
    assert length.standard_error is not None


def test_what_a_watch_does_not_see_is_refused_with_how_to_film_it(tiring: RunAnalysis) -> None:
    definitions = load_knowledge().measures
    for measure_id in ("pelvic_drop", "overstride", "trunk_lean_drift"):
        refused = [each for each in tiring.assessment.measures if each.id == measure_id]
        assert {each.status for each in refused} == {"refused"}
        reason = f"A watch does not see it. {definitions[measure_id].how_to_film}"
        assert {each.reasons for each in refused} == {(reason,)}
    assert {each.id for each in tiring.assessment.measures} == set(load_knowledge().measures)


def test_a_tiring_run_has_drift_onset_and_the_finding(tiring: RunAnalysis) -> None:
    contact = tiring.assessment.measure("contact_time_drift")
    assert contact is not None
    assert contact.number is not None
    assert contact.standard_error is not None
    assert contact.number > 1.96 * contact.standard_error
    finding = next(each for each in tiring.assessment.findings if each.id == "posterior_chain_fatigue")
    assert finding.status in {"present", "possible"}
    said = text_of(tiring)
    assert "Signs that fit tiring from about km" in said
    assert "95 % interval" in said
    assert "Heat, ground, shoes and wind can do the same" in said


def test_a_short_run_says_nothing_about_tiring_and_still_its_means(short_file: Path) -> None:
    analysis = analyze_run(short_file)
    assert not analysis.fatigue.makes_statement
    cadence = analysis.assessment.measure("cadence")
    assert cadence is not None
    assert cadence.status == "ok"
    said = text_of(analysis)
    assert "Nothing is said about tiring" in said
    assert "Signs that fit tiring" not in said


def test_several_files_measure_the_latest_and_count_all(tiring_file: Path, short_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.fit"
    copy.write_bytes(short_file.read_bytes())
    broken = tmp_path / "broken.fit"
    broken.write_bytes(b"not a run")
    analysis = analyze_run([tiring_file, tmp_path])
    assert analysis.run.id == "tiring"
    assert analysis.runs_read == 2
    assert "broken.fit" in analysis.unread[0]
    assert analysis.load is not None
    assert sum(week.n_runs for week in analysis.load.weeks) == 2
    assert analysis.load.runs[-1].ratio is not None
    assert "longest run of the last 30 days" in text_of(analysis)


def test_the_document_is_an_assessment_with_plain_values(tiring: RunAnalysis, tmp_path: Path) -> None:
    document = tiring.to_dict()
    text = json.dumps(document, allow_nan=False)
    assert document["schema"] == "evenstride.assessment/1"
    assert document["recordings"][0]["kind"] == "run"
    assert document["run"]["fatigue"]["index"]["onset"]["km"] > 0
    saved = tmp_path / "saved.json"
    saved.write_text(text, encoding="utf-8")
    assert read_assessment(saved).findings
    assert read_assessment(saved).source_names == ("tiring.fit",)


def test_standing_still_is_no_run_and_every_measure_says_so(tmp_path: Path) -> None:
    writer = FitWriter().timer(0, runs=True)
    for second in range(300):
        writer.record(second, heart_rate=70, cadence=0, speed=0.0, distance=0.0)
    path = tmp_path / "still.fit"
    path.write_bytes(writer.session(elapsed=300).to_bytes())
    analysis = analyze_run(path)
    assert not analysis.assessment.is_running
    assert not analysis.says_something
    assert all(measure.status == "refused" for measure in analysis.assessment.measures)


def test_a_file_that_is_not_there_or_not_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none at .*gone\.fit"):
        analyze_run(tmp_path / "gone.fit")
    with pytest.raises(InputError, match="got 0"):
        analyze_run(tmp_path)
    other = tmp_path / "notes.fit"
    other.write_text("no run")
    with pytest.raises(InputError, match=r"notes\.fit"):
        analyze_run(other)
