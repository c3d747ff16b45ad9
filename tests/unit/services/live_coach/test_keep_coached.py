"""Sets that were coached, kept in the diary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenstride.errors import InputError
from evenstride.model.diary import SetDone
from evenstride.model.ids import new_id
from evenstride.services.live_coach.keep_coached import keep_coached
from evenstride.services.runners import ConsentMissingError, ProfileEntry, create_runner
from evenstride.services.training.followed_plan import follow_plan
from evenstride.services.training.session_view import view_session
from evenstride.store import Store
from training_examples import a_measured_runner, follow_short_plan

SQUATS = SetDone(
    "inner_quad_squat", None, None, 1, reps=8, range_deg=82.0, repetition_s=3.1, faults=("knees_in", "heels_lift")
)


@pytest.fixture
def runner_id(store: Store) -> str:
    return create_runner(store, ProfileEntry("Kim"), agrees_to_storage=True).id


def test_a_session_with_effort_and_pain_is_kept_once(store: Store, runner_id: str) -> None:
    session_id = new_id()
    for _ in range(2):
        kept = keep_coached(
            store, runner_id, [SQUATS], session_id=session_id, took_s=90, effort=6, pain=2, pain_place="left_knee"
        )
    assert kept.sets == (SQUATS,)
    assert (kept.ended_at - kept.started_at).total_seconds() == 90
    with store.read() as work:
        (session,) = work.sessions.of_runner(runner_id)
        noted = {(each.kind, each.level, each.place, each.session_id) for each in work.diary.of_runner(runner_id)}
    assert session.sets == (SQUATS,)
    assert noted == {("effort", 6, None, session_id), ("pain", 2, "left_knee", session_id)}


def test_sets_of_the_plans_day_answer_it_and_the_rest_of_the_day_stays_to_do(store: Store) -> None:
    today = date(2026, 3, 2)
    trained = follow_short_plan(store, a_measured_runner(store), today)
    squeezes = SetDone("kegel_ball_squeeze", None, None, 1, reps=3, hold_s=5.0)
    for sets, counted in (([squeezes], (1, 1, 0)), ([SQUATS], (1, 1, 1))):
        keep_coached(store, trained.runner_id, sets, session_id=new_id(), took_s=60, today=today)
        followed = follow_plan(store, trained.runner_id, today=today)
        assert followed is not None
        assert (followed.adherence.planned, followed.adherence.done, followed.adherence.extra) == counted
    sheet = view_session(store, trained.runner_id, today=today).sheet
    assert sheet is not None
    assert (sheet.is_today, [each.is_begun for each in sheet.exercises]) == (True, [False, True])
    release = SetDone("hip_flexor_release", None, "left", 1)
    keep_coached(store, trained.runner_id, [release], session_id=new_id(), took_s=60, today=today)
    after = view_session(store, trained.runner_id, today=today).sheet
    assert after is not None
    assert after.day == (today + timedelta(days=2)).isoformat()


def test_pain_before_the_camera_changes_the_next_session(store: Store) -> None:
    today = date.today()
    trained = follow_short_plan(store, a_measured_runner(store), today)
    keep_coached(store, trained.runner_id, [SQUATS], session_id=new_id(), took_s=60, pain=5, today=today)
    followed = follow_plan(store, trained.runner_id, today=today)
    assert followed is not None
    assert followed.advice.rule_id == "pain_4_to_5"


def test_without_consent_nothing_is_kept(store: Store) -> None:
    runner_id = create_runner(store, ProfileEntry("Kim"), agrees_to_storage=False).id
    with pytest.raises(ConsentMissingError):
        keep_coached(store, runner_id, [SQUATS], session_id=new_id(), took_s=90)


@pytest.mark.parametrize(
    "changed",
    [
        {"sets": []},
        {"sets": [SQUATS] * 41},
        {"sets": [SetDone("handstand", None, None, 1)]},
        {"sets": [SetDone("inner_quad_squat", None, None, 1, faults=("<script>",))]},
        {"session_id": "mine"},
        {"took_s": -1.0},
        {"effort": 11.0},
        {"pain": 3.0, "pain_place": "elsewhere"},
    ],
)
def test_what_makes_no_sense_is_refused(store: Store, runner_id: str, changed: dict) -> None:
    given = {"sets": [SQUATS], "session_id": new_id(), "took_s": 60.0, **changed}
    with pytest.raises(InputError, match="Expected"):
        keep_coached(store, runner_id, **given)
