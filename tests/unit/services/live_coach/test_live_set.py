"""A set before a live source: the same counts from landmarks of any source, and its summary for the diary."""

from __future__ import annotations

import pytest

from coached_bodies import SIZE_PX, blazepose_points, squat_track
from evenstride.coaching import frames_of_track
from evenstride.errors import InputError
from evenstride.services.live_coach.landmark_points import frame_of_points
from evenstride.services.live_coach.live_set import LiveSet, Wanted
from evenstride.services.live_coach.watched_form import watched_form

PLAN = watched_form("inner_quad_squat", None)


def events_of(answers: list[dict], kind: str) -> list[dict]:
    return [event for answer in answers for event in answer.get("events", []) if event["kind"] == kind]


def test_nothing_is_counted_before_a_set_begins_and_two_within_it() -> None:
    live, frames = LiveSet(PLAN), list(frames_of_track(squat_track()))
    before = [live.take(frame) for frame in frames[:15]]
    assert all("events" not in answer for answer in before)
    live.begin(Wanted(reps=2))
    answers = [live.take(frame) for frame in frames[15:]]
    assert [event["number"] for event in events_of(answers, "repetition")] == [1, 2]
    summary = next(answer["set"] for answer in answers if "set" in answer)
    assert summary["repetitions"] == 2
    assert not live.is_watching
    (entry,) = summary["sets"]
    assert (entry["exercise_id"], entry["reps"], entry["side"]) == ("inner_quad_squat", 2, None)
    assert 60 < entry["range_deg"] < 110


def test_landmarks_of_another_source_count_the_same() -> None:
    live, track = LiveSet(PLAN), squat_track()
    live.begin(Wanted(reps=5))
    answers = [
        live.take(frame_of_points(blazepose_points(track, row), "blazepose_33", SIZE_PX, float(time_s)))
        for row, time_s in enumerate(track.time_s)
    ]
    assert answers[-1]["count"] == 2
    summary = live.finish()
    assert summary is not None
    assert summary["repetitions"] == 2
    assert live.finish() is None


def test_a_set_without_a_repetition_is_empty_and_the_next_one_keeps_its_number() -> None:
    live, frames = LiveSet(PLAN), list(frames_of_track(squat_track(reps=1)))
    live.begin(Wanted(reps=3))
    empty = live.finish()
    assert empty is not None
    assert (empty["sets"], empty["repetitions"]) == ([], 0)
    live.begin(Wanted(reps=3, set_number=2))
    for frame in frames:
        live.take(frame)
    summary = live.finish()
    assert summary is not None
    assert [(entry["set_number"], entry["reps"]) for entry in summary["sets"]] == [(2, 1)]


def test_time_goes_forward_only() -> None:
    live, frames = LiveSet(PLAN), list(frames_of_track(squat_track()))
    live.take(frames[3])
    assert not live.is_later(frames[3].time_s)
    with pytest.raises(ValueError, match="Expected a moment after"):
        live.take(frames[2])


@pytest.mark.parametrize(
    "points",
    [[[0.0, 0.0, 1.0]] * 32, [[0.0, 0.0]] * 33, [[float("nan"), 0.0, 1.0]] * 33, [[1e9, 0.0, 1.0]] * 33],
)
def test_points_that_no_picture_has_are_refused(points: list[list[float]]) -> None:
    with pytest.raises(InputError, match="Expected"):
        frame_of_points(points, "blazepose_33", SIZE_PX, 0.0)


def test_an_exercise_by_timer_is_not_watched() -> None:
    with pytest.raises(InputError, match="goes by timer"):
        watched_form("calf_release", None)
