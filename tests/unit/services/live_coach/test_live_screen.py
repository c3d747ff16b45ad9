"""A home screen before a live source: placed, scored, over by itself or by hand."""

from __future__ import annotations

import pytest

from evenstride.coaching import frames_of_track
from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.services.live_coach.live_screen import LiveScreen
from evenstride.services.live_coach.live_set import Wanted
from evenstride.services.live_coach.watched_form import watched, watched_screen
from screened_bodies import screen_track


def test_advice_comes_before_and_a_score_when_it_is_over() -> None:
    live = watched_screen("single_leg_squat")
    assert (live.plan.name, live.plan.hold_s) == ("Single-leg squat", None)
    frames = list(frames_of_track(screen_track("single_leg_squat", reps=5, fps=10, after_s=3.5)))
    answers = [live.take(frame) for frame in frames[:20]]
    assert answers[-1] == {"advice": [], "is_ready": True}
    live.begin(Wanted("right"))
    answers = []
    for frame in frames[20:]:
        answers.append(live.take(frame))
        if "set" in answers[-1]:
            break
    assert answers[-1]["count"] == 5
    score = answers[-1]["set"]["score"]
    assert (score["screen_id"], score["side"], score["unit"], score["error"]) == (
        "single_leg_squat",
        "right",
        "deg",
        5.0,
    )
    assert score["value"] == pytest.approx(2.5, abs=1.5)
    assert len(score["readings"]) == 3
    assert live.finish() is None


def test_ended_by_hand_it_gives_what_there_is() -> None:
    live = watched_screen("single_leg_heel_raise")
    live.begin(Wanted("right"))
    for frame in frames_of_track(
        screen_track("single_leg_heel_raise", yaw_deg=88.0, fps=10, reps=3, out_s=0.9, hold_s=0.1, back_s=0.7)
    ):
        answer = live.take(frame)
        assert "set" not in answer
    summary = live.finish()
    assert summary is not None
    assert (summary["score"]["value"], summary["score"]["is_at_least"]) == (3.0, False)


def test_what_no_camera_scores_is_refused() -> None:
    with pytest.raises(InputError, match="scored by hand"):
        watched_screen("knee_to_wall")
    with pytest.raises(InputError, match="id of a home screen"):
        watched(None, None, "handstand")
    knowledge = load_knowledge()
    with pytest.raises(ValueError, match="by hand"):
        LiveScreen(knowledge.screen_protocols["knee_to_wall"], knowledge)


def test_a_moment_that_is_past_is_no_next_one() -> None:
    live = watched_screen("single_leg_squat")
    frame = next(iter(frames_of_track(screen_track("single_leg_squat", reps=1, fps=5))))
    live.take(frame)
    assert not live.is_later(frame.time_s)
    with pytest.raises(ValueError, match="after"):
        live.take(frame)
