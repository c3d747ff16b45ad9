"""Sets that were coached, kept in the diary."""

from __future__ import annotations

import pytest

from evenstride.errors import InputError
from evenstride.model.diary import SetDone
from evenstride.model.ids import new_id
from evenstride.services.live_coach.keep_coached import keep_coached
from evenstride.services.runners import ConsentMissingError, ProfileEntry, create_runner
from evenstride.store import Store

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
