"""A watch and a clip of one run: which minutes are compared, what agrees, whose value counts, what findings weigh."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import simulate_run

from evenstride.imbalance.running_speed import RunningSpeed
from evenstride.knowledge import load_knowledge
from evenstride.model import Measure, SessionAnalysis
from evenstride.model.agreement import SharedMeasure
from evenstride.model.run_analysis import RunAnalysis
from evenstride.pipelines.watch_agreement import compare_with_clip
from evenstride.pipelines.watch_join import join_watch
from evenstride.pipelines.watch_stretch import find_stretch
from evenstride.services.analyze_run import analyze_run
from evenstride.testing import synthetic_analysis
from run_files import BALANCE_PCT, TIRING, write_fit

KNOWLEDGE = load_knowledge()
FILMED_AT_MINUTE = 40.0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunAnalysis:
    path = tmp_path_factory.mktemp("watch") / "run.fit"
    return analyze_run(write_fit(path, simulate_run(TIRING, np.random.default_rng(0))))


def session_with(run: RunAnalysis, *, minute: float | None = None, **values: tuple[float, float]) -> SessionAnalysis:
    """A synthetic clip that measured ``values`` (value, standard error), filmed at a minute of the run or untold."""
    clip = synthetic_analysis()
    start = run.run.start
    assert start is not None
    recorded_at = None if minute is None else start + timedelta(minutes=minute)
    changed = {name.replace("left_", "").replace("right_", ""): name for name in values}
    kept = [m for m in clip.assessment.measures if m.id not in changed]
    made = [_measure(name, value, error) for name, (value, error) in values.items()]
    recording = replace(clip.assessment.recordings[0], recorded_at=recorded_at)
    assessment = replace(clip.assessment, measures=(*kept, *made), recordings=(recording,))
    return SessionAnalysis.of_clip(replace(clip, assessment=assessment))


def _measure(name: str, value: float, error: float) -> Measure:
    side, _, rest = name.partition("_")
    is_sided = side in ("left", "right")
    measure_id = rest if is_sided else name
    unit = KNOWLEDGE.measures[measure_id].unit
    return Measure(measure_id, side if is_sided else None, value, unit, error, 20, 1.0, "ok", "clip-1")  # type: ignore[arg-type]


def shared(session: SessionAnalysis, quantity: str) -> SharedMeasure:
    assert session.agreement is not None
    return next(each for each in session.agreement.shared if each.id == quantity)


def mean_around(run: RunAnalysis, quantity: str, minute: float) -> float:
    channel = run.run.best(quantity)  # type: ignore[arg-type]
    assert channel is not None
    near = np.abs(run.run.time_s / 60 - minute) <= 2.5
    return float(np.nanmean(channel.values[near]))


def test_a_clip_with_a_time_is_held_against_the_five_minutes_around_it(run: RunAnalysis) -> None:
    contact = mean_around(run, "contact_time", FILMED_AT_MINUTE)
    session = session_with(run, minute=FILMED_AT_MINUTE, left_contact_time=(240, 4), right_contact_time=(240, 4))
    joined = join_watch(session, run, knowledge=KNOWLEDGE)
    assert joined.agreement is not None
    assert joined.agreement.basis == "same_time"
    assert joined.agreement.minute_from == pytest.approx(FILMED_AT_MINUTE - 2.5, abs=0.1)
    assert joined.agreement.minute_to == pytest.approx(FILMED_AT_MINUTE + 2.5, abs=0.1)
    assert shared(joined, "contact_time").watch == pytest.approx(contact, abs=1.0)
    assert abs(shared(joined, "contact_time").watch - mean_around(run, "contact_time", 85)) > 5  # tired by then


def test_a_clip_of_another_day_is_not_taken_for_this_run(run: RunAnalysis) -> None:
    recording = session_with(run, minute=24 * 60.0).assessment.recordings[0]
    assert find_stretch(run.run, [recording], None).basis == "whole_run"


def test_without_a_time_minutes_of_the_same_speed_are_taken(run: RunAnalysis) -> None:
    speed = run.quantity("speed")
    assert speed is not None
    recording = session_with(run).assessment.recordings[0]
    found = find_stretch(run.run, [recording], RunningSpeed(speed.mean, 0.02 * speed.mean, True))
    assert found.basis == "equal_speed"
    chosen = found.run.best("speed")
    assert chosen is not None
    assert np.nanmean(chosen.values) == pytest.approx(speed.mean, rel=0.03)
    assert len(found.run.time_s) < len(run.run.time_s)


@pytest.mark.parametrize(
    ("speed", "why", "asks_for_height"),
    [
        (None, "neither is its speed", True),
        (RunningSpeed(3.0, 0.4, False), "its speed only to 26 % (95 % error)", False),
        (RunningSpeed(9.0, 0.1, True), "too little running at its speed, 9.0 m/s", False),
    ],
)
def test_without_time_and_a_speed_that_was_run_the_whole_run_is_taken_and_it_says_why(
    run: RunAnalysis, speed: RunningSpeed | None, why: str, asks_for_height: bool
) -> None:
    found = find_stretch(run.run, session_with(run).assessment.recordings, speed)
    assert found.basis == "whole_run"
    assert "mean of the whole run" in found.says
    assert why in found.says
    assert ("give your height" in found.says) is asks_for_height


def test_two_that_differ_by_more_than_their_errors_are_both_kept_and_it_is_said(run: RunAnalysis) -> None:
    watched = mean_around(run, "contact_time", FILMED_AT_MINUTE)
    clip = (watched - 40, 3.0)
    session = session_with(run, minute=FILMED_AT_MINUTE, left_contact_time=clip, right_contact_time=clip)
    joined = join_watch(session, run, knowledge=KNOWLEDGE)
    found = shared(joined, "contact_time")
    assert found.verdict == "differ"
    assert found.difference == pytest.approx(40, abs=1.5)
    (said,) = (each for each in joined.assessment.warnings if each.startswith("Watch and clip differ"))
    assert "contact time" in said
    kept = joined.assessment.measure("contact_time", "left")
    assert kept is not None
    assert kept.value == clip[0]
    assert [(part.source, part.weight) for part in kept.parts] == [("clip-1", 1.0), (run.run.id, 0.0)]


def test_two_within_their_errors_agree(run: RunAnalysis) -> None:
    cadence = mean_around(run, "cadence", FILMED_AT_MINUTE)
    session = session_with(run, minute=FILMED_AT_MINUTE, cadence=(cadence + 1.0, 1.0))
    joined = join_watch(session, run, knowledge=KNOWLEDGE)
    assert shared(joined, "cadence").verdict == "agree"
    assert not any("differ" in each and "cadence" in each for each in joined.assessment.warnings)


def test_the_left_share_is_compared_with_its_sign(run: RunAnalysis) -> None:
    session = session_with(run, left_contact_time=(230, 3), right_contact_time=(270, 3))
    found = compare_with_clip(find_stretch(run.run, [], None), session.assessment, knowledge=KNOWLEDGE)
    balance = next(each for each in found.shared if each.id == "contact_balance")
    assert balance.watch == pytest.approx(BALANCE_PCT, abs=0.1)
    assert balance.clip == pytest.approx(46.0)
    assert balance.verdict == "differ"


def test_each_gives_what_only_it_sees_and_findings_weigh_both(run: RunAnalysis) -> None:
    joined = join_watch(session_with(run), run, knowledge=KNOWLEDGE)
    measures = {(each.id, each.side): each for each in joined.assessment.measures}
    assert measures["contact_time_drift", None].source == run.run.id
    assert measures["knee_flexion_ic", "right"].source == "clip-1"
    findings = {(each.id, each.side): each for each in joined.assessment.findings}
    tired = findings["posterior_chain_fatigue", None]
    assert tired.status == "present"
    assert tired.stretches
    landing = findings["hard_heel_landing", "right"]
    assert {each.measure_id for each in landing.weighed} >= {"foot_strike_pattern", "knee_flexion_ic"}


def test_the_document_has_the_run_and_the_agreement_and_can_be_planned_on(run: RunAnalysis) -> None:
    import datetime

    from evenstride.services.make_plan import make_plan

    joined = join_watch(session_with(run), run, knowledge=KNOWLEDGE)
    document = joined.to_dict()
    assert [each["kind"] for each in document["recordings"]] == ["keypoints", "run"]
    assert document["run"]["agreement"]["basis"] == "whole_run"
    assert {"fatigue", "quantities", "summary"} <= set(document["run"])
    plan = make_plan(document, start_on=datetime.date(2026, 3, 2))
    assert plan.weeks
    assert plan.to_dict() == make_plan(joined, start_on=datetime.date(2026, 3, 2)).to_dict()


def test_the_service_joins_a_saved_pose_and_a_file(run: RunAnalysis, tmp_path: Path) -> None:
    import evenstride
    from evenstride.io.pose_files import save_pose_track

    clip = synthetic_analysis(duration_s=6.0)
    save_pose_track(clip.pose_track, tmp_path / "clip.npz")
    watch = write_fit(tmp_path / "run.fit", simulate_run(TIRING, np.random.default_rng(0)))
    joined = evenstride.analyze(tmp_path / "clip.npz", watch=watch)
    assert isinstance(joined, SessionAnalysis)
    assert joined.run is not None
    assert joined.run.run.id == run.run.id
    assert joined.agreement is not None
