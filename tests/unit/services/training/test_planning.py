"""A plan in the app: questions first, made of the newest run, made anew, closed; files to take along."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.errors import InputError
from evenstride.model.stored import Units
from evenstride.services.analyze_run import analyze_run
from evenstride.services.keeping.assessments import keep_assessment
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording
from evenstride.services.runner_screening import keep_answers
from evenstride.services.training.plan_days import calendar_of
from evenstride.services.training.plan_files import plan_file
from evenstride.services.training.plan_view import view_plan
from evenstride.services.training.planning import PlanWishes, close_plan, make_plan_for, survey_ground
from evenstride.store import NotStoredError, Store
from run_files import write_fit
from training_examples import a_measured_runner, follow_short_plan

TODAY = date(2025, 3, 3)
WISHES = PlanWishes(TODAY, minutes_a_day=20, days_a_week=4, equipment=("lacrosse_ball", "foam_roller"))


def test_a_plan_waits_for_the_answers(store: Store) -> None:
    runner_id = a_measured_runner(store, has_answered=False)
    assert survey_ground(store, runner_id).open_questions > 10
    with pytest.raises(InputError, match="every question") as error:
        make_plan_for(store, runner_id, WISHES, today=TODAY)
    assert "Answer the questions" in str(error.value.facts["next_step"])
    assert view_plan(store, runner_id, today=TODAY).followed is None


def test_a_plan_is_made_followed_and_its_wishes_are_kept(store: Store) -> None:
    runner_id = a_measured_runner(store)
    made = make_plan_for(store, runner_id, WISHES, today=TODAY)
    assert made.stored is not None
    assert made.plan.answers_to
    view = view_plan(store, runner_id, today=TODAY)
    assert view.followed is not None
    assert view.page is not None
    assert (view.followed.plan.minutes_a_day, view.followed.plan.days_a_week) == (20, 4)
    assert view.ground.profile.equipment == ("lacrosse_ball", "foam_roller")
    assert len(view.page.marks) > 0
    assert view.next_session is not None
    assert view.next_session.is_today


@pytest.mark.parametrize(("units", "in_km", "unit"), [("metric", 1.0, "km"), ("imperial", 1.609344, "mi")])
def test_the_runs_that_a_plan_can_answer_are_told_apart(
    store: Store, tmp_path: Path, units: Units, in_km: float, unit: str
) -> None:
    runner_id = a_measured_runner(store)
    assert view_plan(store, runner_id, today=TODAY).runs == ()
    path = write_fit(tmp_path / "morning.fit", simulate_run(Scenario(""), np.random.default_rng(3)), minutes=12)
    with store.write() as work:
        work.runners.replace(replace(work.runners.get(runner_id), units=units))
    kept = keep_recording(store, runner_id, io.BytesIO(path.read_bytes()), RecordingFacts("run"), name="morning.fit")
    document = json.loads(json.dumps(analyze_run(path).to_dict()))
    keep_assessment(store, runner_id, [kept.recording.id], document)
    length = f"{document['run']['summary']['distance_km'] / in_km:.1f}\u00a0{unit}"
    words = [each.words for each in view_plan(store, runner_id, today=TODAY).runs]
    assert sorted(each.partition(": ")[2] for each in words) == sorted(
        [f"{length} in 12 min, morning.fit", "from the right, 4 s at 60 pictures a second, left.mp4"]
    )


def test_a_red_flag_stops_before_a_plan_is_made_and_the_old_one_stays(store: Store) -> None:
    runner_id = a_measured_runner(store)
    old = make_plan_for(store, runner_id, WISHES, today=TODAY).stored
    flag = survey_ground(store, runner_id).readiness
    assert flag.may_start
    keep_answers(store, runner_id, {"chest_signs": True})
    made = make_plan_for(store, runner_id, WISHES, today=TODAY)
    assert made.stored is None
    assert made.plan.stopped_by[0].red_flag_id == "chest_signs"
    view = view_plan(store, runner_id, today=TODAY)
    assert view.followed is not None
    assert old is not None
    assert view.followed.stored.id == old.id
    assert view.next_session is not None
    assert view.next_session.exercises == ()
    assert view.next_session.stops[0].whom_to_see


def test_made_anew_the_plan_before_is_archived_and_can_be_read(store: Store) -> None:
    runner_id = a_measured_runner(store)
    first = make_plan_for(store, runner_id, WISHES, today=TODAY).stored
    later = TODAY + timedelta(days=9)
    make_plan_for(store, runner_id, PlanWishes(later, minutes_a_day=10, days_a_week=2), today=later)
    view = view_plan(store, runner_id, today=later)
    assert view.followed is not None
    assert view.followed.plan.days_a_week == 2
    assert first is not None
    assert [each.id for each in view.ground.earlier] == [first.id]
    earlier = view_plan(store, runner_id, today=later, plan_id=first.id)
    assert earlier.is_archived
    assert earlier.next_session is None
    assert view.ground.profile.equipment == WISHES.equipment, "what was not asked again stays"


def test_a_closed_plan_is_not_followed_and_its_retest_goes(store: Store) -> None:
    runner_id = a_measured_runner(store)
    kept = follow_short_plan(store, runner_id, TODAY)
    close_plan(store, kept.plan_id, runner_id)
    assert view_plan(store, runner_id, today=TODAY).followed is None
    with store.read() as work:
        assert work.retests.open(runner_id) == ()
    with pytest.raises(InputError, match="closed already"):
        close_plan(store, kept.plan_id, runner_id)


def test_another_runners_plan_is_not_shown(store: Store) -> None:
    kept = follow_short_plan(store, a_measured_runner(store, "Ada"), TODAY)
    other = a_measured_runner(store, "Bo")
    with pytest.raises(NotStoredError):
        view_plan(store, other, today=TODAY, plan_id=kept.plan_id)
    with pytest.raises(InputError):
        close_plan(store, kept.plan_id, other)


def test_without_a_measured_run_there_is_nothing_to_plan_from(store: Store) -> None:
    from evenstride.services.runners import ProfileEntry, create_runner
    from training_examples import calm_answers

    runner = create_runner(store, ProfileEntry("Cy"))
    keep_answers(store, runner.id, calm_answers())
    with pytest.raises(InputError, match="measured run"):
        make_plan_for(store, runner.id, WISHES, today=TODAY)


@pytest.mark.parametrize(
    "wishes",
    [
        PlanWishes(TODAY, minutes_a_day=0),
        PlanWishes(TODAY, days_a_week=8),
        PlanWishes(TODAY, equipment=("sofa",)),
        PlanWishes(date(2036, 1, 1)),
    ],
)
def test_wishes_that_no_plan_can_fit_are_refused(store: Store, wishes: PlanWishes) -> None:
    with pytest.raises(InputError):
        make_plan_for(store, a_measured_runner(store), wishes, today=TODAY)


def test_the_calendar_has_every_day_with_what_was_done(store: Store) -> None:
    runner_id = a_measured_runner(store)
    follow_short_plan(store, runner_id, TODAY - timedelta(days=2))
    view = view_plan(store, runner_id, today=TODAY)
    assert view.followed is not None
    weeks = calendar_of(view.followed, today=TODAY)
    assert [len(week.days) for week in weeks] == [7] * 6 + [1]
    assert [day.state for day in weeks[0].days] == ["missed", "none", "today", "none", "ahead", "none", "none"]
    assert weeks[-1].days[0].state == "retest"
    assert [week.is_now for week in weeks] == [True] + [False] * 6


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("pdf", b"%PDF"), ("md", b"# Your six-week"), ("ics", b"BEGIN:VCALENDAR"), ("html", b"<!doctype html>")],
)
def test_a_plan_can_be_taken_along(store: Store, suffix: str, begins: bytes) -> None:
    kept = follow_short_plan(store, a_measured_runner(store), TODAY)
    made = plan_file(store, kept.plan_id, suffix)  # type: ignore[arg-type]
    assert made.content.startswith(begins)
    assert made.name == f"running_exercises_2025-03-03.{suffix}"


def test_the_json_of_a_plan_is_the_kept_document(store: Store) -> None:
    kept = follow_short_plan(store, a_measured_runner(store), TODAY)
    with store.read() as work:
        document = work.plans.get(kept.plan_id).document
    assert json.loads(plan_file(store, kept.plan_id, "json").content) == document
