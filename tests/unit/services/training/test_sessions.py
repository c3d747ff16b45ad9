"""A day of the plan as a sheet, and the session as it was done: kept once, whole, and acted on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.model.diary import DiaryEntry, SessionDone, SetDone
from evenstride.model.ids import new_id
from evenstride.services.keeping.deleting import delete_runner
from evenstride.services.runner_screening import keep_answers
from evenstride.services.training.plan_view import view_plan
from evenstride.services.training.session_record import MOST_SETS, keep_session
from evenstride.services.training.session_sheet import SessionSheet
from evenstride.services.training.session_view import view_session
from evenstride.services.training.today import read_today
from evenstride.store import NotStoredError, Store, open_store
from training_examples import Trained, a_measured_runner, follow_short_plan

TODAY = date(2025, 3, 3)
BEGAN = datetime(2025, 3, 3, 7, tzinfo=UTC)
SETS = (
    SetDone("hip_flexor_release", None, "left", 1, "done", None, 30.0),
    SetDone("kegel_ball_squeeze", None, None, 1),
)


@pytest.fixture
def trained(store: Store) -> Trained:
    return follow_short_plan(store, a_measured_runner(store), TODAY)


def a_session(trained: Trained, day: date = TODAY, sets: tuple[SetDone, ...] = SETS) -> SessionDone:
    began = BEGAN + timedelta(days=(day - TODAY).days)
    return SessionDone(new_id(), trained.runner_id, began, began + timedelta(minutes=6), trained.plan_id, day, sets)


def a_pain(session: SessionDone, level: float) -> DiaryEntry:
    moment = session.started_at + timedelta(minutes=2)
    return DiaryEntry(new_id(), session.runner_id, "pain", level, moment, "left_hip", session.id, note="set 1")


def sheet_of(store: Store, trained: Trained, today: date = TODAY, **options: object) -> SessionSheet:
    sheet = view_session(store, trained.runner_id, today=today, **options).sheet  # type: ignore[arg-type]
    assert sheet is not None
    return sheet


def test_the_sheet_has_everything_that_a_session_needs(store: Store, trained: Trained) -> None:
    sheet = sheet_of(store, trained)
    release, squeeze = sheet.exercises
    assert (release.work_s, release.sides, release.works_side) == (30.0, "left_more", "right")
    assert [(each.words, each.seconds) for each in squeeze.phases] == [("hold", 5.0), ("let go", 5.0)]
    assert release.steps
    assert release.dose_words == "1 set of 30 s, each side, one set more on the left"
    assert sheet.equipment == ("lacrosse ball", "small ball")
    assert (sheet.pain.fine_up_to, sheet.pain.stop_above) == (3.0, 5.0)
    assert sheet.places["left_knee"] == "left knee"
    assert sheet.to_dict()["schema"] == "evenstride.session_sheet/1"


def test_a_session_is_kept_once_however_often_it_is_sent(tmp_path: Path, database_url: str) -> None:
    with open_store(tmp_path / "home", database_url) as store:
        trained = follow_short_plan(store, a_measured_runner(store), TODAY)
        session = a_session(trained)
        entries = [a_pain(session, 2.0)]
        assert keep_session(store, session, entries, today=TODAY).is_new
        again = keep_session(store, replace(session, sets=()), [a_pain(session, 9.0)], today=TODAY)
        assert (again.is_new, again.session.sets) == (False, SETS)
        with store.read() as work:
            assert len(work.sessions.of_runner(trained.runner_id)) == 1
            assert [each.level for each in work.diary.of_runner(trained.runner_id)] == [2.0]


def test_sent_many_times_at_once_it_is_kept_once(tmp_path: Path, database_url: str) -> None:
    with open_store(tmp_path / "home", database_url) as store:
        trained = follow_short_plan(store, a_measured_runner(store), TODAY)
        session = a_session(trained)
        with ThreadPoolExecutor(4) as pool:
            kept = list(pool.map(lambda _: keep_session(store, session, [], today=TODAY), range(8)))
        assert sum(each.is_new for each in kept) == 1
        assert {each.session.id for each in kept} == {session.id}


def test_what_is_done_counts_for_its_day_and_the_next_day_comes(store: Store, trained: Trained) -> None:
    keep_session(store, a_session(trained), today=TODAY)
    sheet = sheet_of(store, trained)
    assert sheet.day == "2025-03-05"
    assert sheet_of(store, trained, day=TODAY).done_before == 1


@pytest.mark.parametrize(("hours", "days"), [(14, 3), (-10, 4)])
def test_a_session_beside_the_plans_days_is_of_the_day_of_the_runners_clock(
    store: Store, trained: Trained, hours: int, days: int
) -> None:
    """Every other zone is on the far side of midnight from one of the two, this computer's too."""
    zone = timezone(timedelta(hours=hours))
    late = replace(a_session(trained), plan_day=None, started_at=BEGAN.replace(hour=18), ended_at=None)
    seen = TODAY + timedelta(days=4)
    keep_session(store, late, today=seen, zone=zone)
    followed = view_session(store, trained.runner_id, today=seen, zone=zone).followed
    assert followed is not None
    assert followed.adherence.days_since_last == days
    day = read_today(store, trained.runner_id, today=seen, zone=zone).followed
    plan = view_plan(store, trained.runner_id, today=seen, zone=zone).followed
    assert [each and each.adherence.days_since_last for each in (day, plan)] == [days, days]


def test_good_sessions_bring_the_next_stage_and_the_runner_may_stay(store: Store, trained: Trained) -> None:
    for day in (TODAY, TODAY + timedelta(days=2)):
        kept = keep_session(store, a_session(trained, day), today=day)
    assert kept.advice is not None
    assert kept.advice.step == "go_on"
    friday = TODAY + timedelta(days=4)
    assert [(each.reps, each.change) for each in sheet_of(store, trained, friday).exercises][1] == (5, "go_on")
    assert [each.reps for each in sheet_of(store, trained, friday, as_planned=True).exercises][1] == 3


def test_stopped_twice_an_exercise_is_left_out_with_its_reason(store: Store, trained: Trained) -> None:
    stopped = (replace(SETS[0], outcome="stopped_for_pain"), SETS[1])
    for days in (0, 2):
        session = a_session(trained, TODAY + timedelta(days=days), stopped)
        kept = keep_session(store, session, [a_pain(session, 7)], today=TODAY + timedelta(days=days))
    assert kept.advice is not None
    assert kept.advice.step == "stop"
    assert "Hip flexor release" in " ".join(kept.advice.because)
    sheet = sheet_of(store, trained, TODAY + timedelta(days=4))
    assert [each.exercise_id for each in sheet.exercises] == ["kegel_ball_squeeze"]
    assert sheet.left_out[0][0] == "Hip flexor release"
    assert "physiotherapist" in sheet.left_out[0][1]


def test_an_answer_given_after_the_plan_leaves_exercises_out_or_stops_all(store: Store, trained: Trained) -> None:
    keep_answers(store, trained.runner_id, {"blood_thinners": True})
    sheet = sheet_of(store, trained)
    assert [each.exercise_id for each in sheet.exercises] == ["kegel_ball_squeeze"]
    assert sheet.left_out[0][1].startswith("Not offered because of an answer.")
    assert sheet.before
    keep_answers(store, trained.runner_id, {"chest_signs": True})
    sheet = sheet_of(store, trained)
    assert sheet.exercises == ()
    assert sheet.stops[0].red_flag_id == "chest_signs"


def test_a_session_of_a_closed_plan_or_none_is_kept_without_advice(store: Store, trained: Trained) -> None:
    free = replace(a_session(trained), plan_id=None, plan_day=None)
    assert keep_session(store, free, today=TODAY).advice is None
    unknown = replace(a_session(trained), plan_id="gone")
    assert keep_session(store, unknown, today=TODAY).session.plan_id is None


def test_a_session_of_somebody_who_was_deleted_is_refused(store: Store, trained: Trained) -> None:
    session = a_session(trained)
    delete_runner(store, trained.runner_id)
    with pytest.raises(NotStoredError):
        keep_session(store, session, today=TODAY)


def test_another_runners_session_is_not_answered(store: Store, trained: Trained) -> None:
    session = a_session(trained)
    keep_session(store, session, today=TODAY)
    other = a_measured_runner(store, "Bo")
    with pytest.raises(InputError, match="another's"):
        keep_session(store, replace(session, runner_id=other, plan_id=None), today=TODAY)


def test_hostile_sessions_are_refused_whole(store: Store, trained: Trained) -> None:
    good = a_session(trained)
    cases = [
        replace(good, id="x"),
        replace(good, ended_at=good.started_at - timedelta(seconds=1)),
        replace(good, ended_at=good.started_at + timedelta(days=3)),
        replace(good, started_at=good.started_at.replace(tzinfo=None), ended_at=None),
        replace(good, started_at=datetime(2099, 1, 1, tzinfo=UTC), ended_at=None),
        replace(good, sets=SETS[:1] * (MOST_SETS + 1)),
    ]
    for case in cases:
        with pytest.raises(InputError):
            keep_session(store, case, today=TODAY)
    with pytest.raises(InputError, match="another's"):
        keep_session(store, good, [replace(a_pain(good, 1), session_id=new_id())], today=TODAY)
    with store.read() as work:
        assert work.sessions.of_runner(trained.runner_id) == ()
