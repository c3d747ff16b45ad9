"""An assessment comes back whole, answers a retest, and its measures can be followed with the plan."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenstride.errors import InputError
from evenstride.model.assessment import Assessment
from evenstride.model.diary import DiaryEntry, Retest, RunDone, SessionDone, SetDone
from evenstride.model.ids import new_id
from evenstride.services.keeping.assessments import keep_assessment, read_document
from evenstride.services.keeping.following import follow_runner
from evenstride.services.keeping.plans import keep_plan, profile_of, read_plan
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording
from evenstride.store import NotStoredError, Store
from evenstride.testing import synthetic_analysis
from plan_examples import example_plan, example_stop
from stored_examples import BEGAN, a_runner, keep_everything


def assessment_of(cadence_spm: float) -> Assessment:
    """A synthetic one; its measures get the smallest detectable change that goes with their error."""
    made = synthetic_analysis(cadence_spm=cadence_spm).assessment
    measures = tuple(replace(each, mdc=each.standard_error and 2.77 * each.standard_error) for each in made.measures)
    return replace(made, measures=measures)


def a_runner_in(store: Store) -> str:
    with store.write() as work:
        return work.runners.add(a_runner()).id


def recorded(store: Store, runner_id: str, weeks: int) -> str:
    facts = RecordingFacts("video", "video/mp4", BEGAN + timedelta(weeks=weeks))
    return keep_recording(store, runner_id, io.BytesIO(f"film of week {weeks}".encode()), facts).recording.id


def test_an_assessment_comes_back_whole_with_its_files(store: Store) -> None:
    runner_id, assessment = a_runner_in(store), assessment_of(170.0)
    recording_id = recorded(store, runner_id, 0)
    points = store.artefacts.put_bytes(b"keypoints")
    files = {"pose_track": (points, "application/x-npz")}
    kept = keep_assessment(store, runner_id, [recording_id], assessment, files=files)
    assert read_document(store, kept) == json.loads(json.dumps(assessment.to_dict()))
    assert kept.measured_at == BEGAN
    assert len(kept.measures) == len(assessment.measures)
    assert len(kept.findings) == len(assessment.findings)
    with store.read() as work:
        assert work.assessments.get(kept.id) == kept
        assert work.assessments.of_recording(recording_id) == (kept,)
        assert work.artefacts.count_references(points.sha256) == 1


def test_numbers_classes_and_refusals_are_kept_apart(store: Store) -> None:
    runner_id = a_runner_in(store)
    kept = keep_assessment(store, runner_id, [recorded(store, runner_id, 0)], assessment_of(170.0))
    by_id = {each.measure_id: each for each in kept.measures}
    assert (by_id["cadence"].value, by_id["cadence"].class_name) == (170.0, None)
    assert (by_id["foot_strike_pattern"].value, by_id["foot_strike_pattern"].class_name) == (None, "rearfoot")
    refused = by_id["overstride"]
    assert (refused.value, refused.class_name, refused.status) == (None, None, "refused")


def test_an_assessment_needs_its_recordings_and_a_whole_document(store: Store) -> None:
    runner_id = a_runner_in(store)
    recording_id = recorded(store, runner_id, 0)
    with pytest.raises(InputError, match="got none"):
        keep_assessment(store, runner_id, [], assessment_of(170.0))
    with pytest.raises(InputError, match="something is missing"):
        keep_assessment(store, runner_id, [recording_id], {"schema": "evenstride.assessment/1", "recordings": [{}]})
    with pytest.raises(NotStoredError):
        keep_assessment(store, runner_id, ["none"], assessment_of(170.0))
    with pytest.raises(InputError, match=r"evenstride\.assessment/1"):
        keep_assessment(store, runner_id, [recording_id], {"schema": "something/else"})


def test_a_plan_takes_the_place_of_the_one_before_with_its_retest(store: Store) -> None:
    runner_id = a_runner_in(store)
    first, second = keep_plan(store, runner_id, example_plan()), keep_plan(store, runner_id, example_plan().to_dict())
    with store.read() as work:
        assert work.plans.active(runner_id) == second
        assert work.plans.get(first.id).status == "archived"
        retests = work.retests.of_runner(runner_id)
    assert [(each.plan_id, each.due_on) for each in retests] == [(second.id, date(2027, 1, 4))]


def test_a_stopped_plan_or_another_document_is_not_followed(store: Store) -> None:
    runner_id = a_runner_in(store)
    with pytest.raises(InputError, match="stopped"):
        keep_plan(store, runner_id, example_stop())
    with pytest.raises(InputError, match=r"evenstride\.plan/1"):
        keep_plan(store, runner_id, {"schema": "evenstride.assessment/1"})
    with pytest.raises(InputError, match=r"plan\.weeks"):
        keep_plan(store, runner_id, {**example_plan().to_dict(), "weeks": "none"})


def test_a_kept_plan_is_read_back_equal(store: Store) -> None:
    kept = keep_plan(store, a_runner_in(store), example_plan())
    with store.read() as work:
        assert read_plan(work.plans.get(kept.id).document) == example_plan()


def test_a_recording_from_the_day_on_answers_the_retest_an_earlier_one_does_not(store: Store) -> None:
    runner_id = a_runner_in(store)
    with store.write() as work:
        retest = work.retests.add(Retest(new_id(), runner_id, (BEGAN + timedelta(weeks=6)).date()))
    keep_assessment(store, runner_id, [recorded(store, runner_id, 5)], assessment_of(170.0))
    with store.read() as work:
        assert work.retests.open(runner_id) == (retest,)
    answer = keep_assessment(store, runner_id, [recorded(store, runner_id, 6)], assessment_of(170.0))
    with store.read() as work:
        assert work.retests.open(runner_id) == ()
        done = work.retests.get(retest.id)
    assert (done.assessment_id, done.done_at) == (answer.id, BEGAN + timedelta(weeks=6))


def test_the_profile_of_a_plan_is_what_the_runner_said_last(store: Store) -> None:
    kept = keep_everything(store)
    with store.read() as work:
        profile = profile_of(work, kept.runner.id)
    assert profile.answers == {"chest_pain": False}
    assert (profile.equipment, profile.minutes_a_day, profile.days_a_week) == (("band", "step"), 12.5, 4)
    assert [(each.screen_id, each.side, each.outcome) for each in profile.screens] == [
        ("single_leg_squat", "left", "supported")
    ]


def test_progress_shows_what_changed_beyond_error_and_what_did_not(store: Store) -> None:
    """The error of the synthetic cadence is 0.3, so that 0.83 is the smallest detectable change."""
    runner_id = a_runner_in(store)
    for weeks, cadence in ((0, 170.0), (3, 170.5), (6, 176.0)):
        keep_assessment(store, runner_id, [recorded(store, runner_id, weeks)], assessment_of(cadence))
    progress = follow_runner(store, runner_id, today=date(2026, 4, 20))
    cadence, *_ = [each for each in progress.measures if each.measure_id == "cadence"]
    assert [each.verdict for each in cadence.series.readings] == ["baseline", "within_error", "changed"]
    assert "6.0 steps/min higher" in cadence.says
    assert "overstride" not in {each.measure_id for each in progress.measures}
    assert (progress.adherence, progress.advice, progress.retest) == (None, None, None)


def test_progress_follows_plan_pain_distance_and_retest(store: Store) -> None:
    runner_id = a_runner_in(store)
    plan = keep_plan(store, runner_id, example_plan())
    started = BEGAN.replace(year=2026, month=11, day=23)
    done = SessionDone(new_id(), runner_id, started, None, plan.id, date(2026, 11, 23), (SetDone("x", None, None, 1),))
    with store.write() as work:
        work.sessions.add(done)
        work.diary.add(DiaryEntry(new_id(), runner_id, "pain", 6.0, started, "left_knee", done.id))
        work.diary.add(DiaryEntry(new_id(), runner_id, "effort", 4.0, started, None, done.id))
        work.runs.add(RunDone(new_id(), runner_id, started, 8000.0, 2400.0))
    progress = follow_runner(store, runner_id, today=date(2026, 11, 26))
    assert progress.adherence is not None
    assert progress.advice is not None
    assert progress.retest is not None
    assert (progress.adherence.planned, progress.adherence.done) == (2, 1)
    assert (progress.advice.step, progress.advice.rule_id) == ("stop", "pain_above_5")
    assert [(each.place, each.weeks[0].highest) for each in progress.pain] == [("left_knee", 6.0)]
    assert [each.level for each in progress.effort] == [4.0]
    assert progress.load.weeks[0].distance_km == 8.0
    assert progress.retest.days_left == 39


def test_an_unknown_runner_cannot_be_followed(store: Store) -> None:
    with pytest.raises(NotStoredError):
        follow_runner(store, "none", today=date(2026, 3, 2))
