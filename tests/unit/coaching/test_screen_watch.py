"""Every home screen that a camera scores, on made-up people: passed, failed, unclear, badly filmed, painful."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evenstride.coaching import LandmarkFrame, frames_of_track
from evenstride.coaching.events import HoldProgress, Lost, RepetitionDone
from evenstride.coaching.screen_outcomes import Person, verdicts_of
from evenstride.coaching.screen_scores import ScreenScore, with_pain
from evenstride.coaching.screen_watch import ScreenWatch, score_by_camera
from evenstride.knowledge import load_knowledge
from evenstride.model.gait import SIDES, Side
from evenstride.testing_exercise import Angles, Bend, CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()
FPS = 10.0
#: Standing or lying before and after; pose noise as measured, halved.
HOW = {"before_s": 1.5, "after_s": 2.0}
BY_CAMERA = [each.id for each in KNOWLEDGE.screen_protocols.values() if each.scored_by == "camera"]


def frames(screen_id: str, *, yaw_deg: float | None = None, seed: int = 4, **how: object) -> list[LandmarkFrame]:
    facing = KNOWLEDGE.screen_protocols[screen_id].camera
    assert facing is not None
    stand = CameraStand(yaw_deg=yaw_deg if yaw_deg is not None else 0.0 if facing.view == "front" else 88.0)
    performance = Performance(**{**HOW, **how})  # type: ignore[arg-type]
    noise = Noise(0.5, np.random.default_rng(seed))
    return list(
        frames_of_track(performed(KNOWLEDGE.screen_movements[screen_id], performance, stand, fps=FPS, noise=noise))
    )


def side_of(screen_id: str) -> Side | None:
    return "right" if KNOWLEDGE.screen_protocols[screen_id].sides == "each_side" else None


def scored(screen_id: str, seen: Sequence[LandmarkFrame]) -> ScreenScore:
    return score_by_camera(KNOWLEDGE.screen_protocols[screen_id], seen, side_of(screen_id), KNOWLEDGE)


def outcome(screen_id: str, score: ScreenScore) -> str:
    screen, protocol = KNOWLEDGE.screens[screen_id], KNOWLEDGE.screen_protocols[screen_id]
    return verdicts_of(screen, protocol, [score], person=Person(25, "women"))[0].outcome


def knee_in(deg: float) -> Bend:
    """The thigh turns and leans inward with the squat."""

    def bend(angles: Angles, share: float) -> Angles:
        inward = {"right_hip_rotation_deg": -deg * share, "right_hip_abduction_deg": -0.5 * deg * share}
        return angles | {name: angles[name] + by for name, by in inward.items()}

    return bend


def thigh(deg: float) -> Bend:
    """The hanging thigh ends at so much above the horizontal."""

    def bend(angles: Angles, share: float) -> Angles:
        return angles | {"right_hip_flexion_deg": angles["right_hip_flexion_deg"] + (deg + 10.0) * share}

    return bend


#: Screen: how it is passed, how it is failed; a value near to what is expected of each.
DONE: dict[str, tuple[dict[str, object], float, dict[str, object], float, float]] = {
    "single_leg_squat": ({"reps": 5}, 2.5, {"reps": 5, "bend": knee_in(16)}, 22.0, 5.0),
    "single_leg_glute_bridge_hold": ({"reps": 1, "hold_s": 33.0}, 34.0, {"reps": 1, "hold_s": 6.0}, 7.5, 2.0),
    "single_leg_hamstring_bridge": (
        {"reps": 21, "out_s": 0.8, "hold_s": 0.2, "back_s": 0.8},
        21.0,
        {"reps": 4, "out_s": 0.8, "hold_s": 0.2, "back_s": 0.8},
        4.0,
        0.0,
    ),
    "single_leg_heel_raise": (
        {"reps": 23, "out_s": 0.9, "hold_s": 0.1, "back_s": 0.7},
        23.0,
        {"reps": 4, "out_s": 0.9, "hold_s": 0.1, "back_s": 0.7},
        4.0,
        0.0,
    ),
    "side_plank": ({"reps": 1, "hold_s": 33.0}, 35.0, {"reps": 1, "hold_s": 6.0}, 8.0, 2.0),
    "front_plank": ({"reps": 1, "hold_s": 47.0}, 48.5, {"reps": 1, "hold_s": 6.0}, 7.5, 2.0),
    "modified_thomas": (
        {"reps": 1, "hold_s": 6.0, "bend": thigh(-18)},
        -18.0,
        {"reps": 1, "hold_s": 6.0, "bend": thigh(14)},
        14.0,
        3.0,
    ),
}


def test_there_is_somebody_for_every_screen() -> None:
    assert set(DONE) == set(BY_CAMERA)


@pytest.mark.parametrize("screen_id", BY_CAMERA)
def test_passed_and_failed_are_told_apart(screen_id: str) -> None:
    passed, passed_value, _, failed_value, within = DONE[screen_id]
    good, poor = scored(screen_id, frames(screen_id, **passed)), scored(screen_id, failed_frames(screen_id))
    assert good.value == pytest.approx(passed_value, abs=within)
    assert poor.value == pytest.approx(failed_value, abs=within)
    assert (outcome(screen_id, good), outcome(screen_id, poor)) == ("not_supported", "supported")


@pytest.mark.parametrize("screen_id", BY_CAMERA)
def test_pain_leaves_no_score_however_well_it_went(screen_id: str) -> None:
    score = with_pain(scored(screen_id, failed_frames(screen_id)), 4.5)
    assert (score.value, outcome(screen_id, score)) == (None, "unknown")


@pytest.mark.parametrize("screen_id", BY_CAMERA)
def test_a_film_from_another_side_has_no_score(screen_id: str) -> None:
    facing = KNOWLEDGE.screen_protocols[screen_id].camera
    assert facing is not None
    wrong = frames(screen_id, **DONE[screen_id][2], yaw_deg=88.0 if facing.view == "front" else 5.0)
    score = scored(screen_id, wrong)
    assert (score.value, outcome(screen_id, score)) == (None, "unknown")
    assert score.why


@pytest.mark.parametrize("screen_id", ["single_leg_squat", "single_leg_heel_raise"])
def test_the_other_leg_than_the_named_one_has_no_score(screen_id: str) -> None:
    score = score_by_camera(KNOWLEDGE.screen_protocols[screen_id], failed_frames(screen_id), "left", KNOWLEDGE)
    assert (score.value, score.why) == (None, "It was not the left leg that was stood on, but the other one.")


def test_the_thigh_that_hangs_is_read_whichever_side_the_model_calls_it() -> None:
    protocol = KNOWLEDGE.screen_protocols["modified_thomas"]
    left, right = (score_by_camera(protocol, failed_frames(protocol.id), side, KNOWLEDGE) for side in SIDES)
    assert left.value == right.value == pytest.approx(14.0, abs=3.0)


@pytest.mark.parametrize("screen_id", BY_CAMERA)
def test_a_film_in_which_too_little_is_seen_has_no_score_and_says_what_is_missing(screen_id: str) -> None:
    score = scored(screen_id, list(unseen(failed_frames(screen_id), lambda row: row % 2 == 0)))
    assert (score.value, outcome(screen_id, score)) == (None, "unknown")
    assert "Too little was seen in 50 %" in score.why


@cache
def failed_frames(screen_id: str) -> tuple[LandmarkFrame, ...]:
    return tuple(frames(screen_id, **DONE[screen_id][2]))


def unseen(seen: Sequence[LandmarkFrame], is_hidden: Callable[[int], bool]) -> Iterator[LandmarkFrame]:
    """Pictures in which nothing is seen, where ``is_hidden`` says so."""
    for row, frame in enumerate(seen):
        yield replace(frame, visibility=np.zeros_like(frame.visibility)) if is_hidden(row) else frame


def test_an_angle_within_its_error_of_the_line_is_unclear() -> None:
    score = scored("single_leg_squat", frames("single_leg_squat", reps=5, bend=knee_in(6)))
    assert score.value is not None
    assert abs(score.value - 10.0) < score.error == 5.0
    assert len(score.readings) == 3
    assert outcome("single_leg_squat", score) == "unknown"


def test_two_squats_are_too_few() -> None:
    score = scored("single_leg_squat", frames("single_leg_squat", reps=2))
    assert (score.value, score.why) == (None, "Fewer than three repetitions on the right leg could be read.")


def test_raises_end_where_the_beat_is_lost() -> None:
    quick = frames("single_leg_heel_raise", reps=5, out_s=0.9, hold_s=0.1, back_s=0.7, after_s=3.0)
    more = frames("single_leg_heel_raise", reps=3, out_s=0.9, hold_s=0.1, back_s=0.7)
    later = [replace(frame, time_s=frame.time_s + quick[-1].time_s + 0.1) for frame in more]
    score = scored("single_leg_heel_raise", [*quick, *later])
    assert score.value == 5
    assert score.notes == ("The count ended where the beat was lost.",)


def test_raises_end_where_the_height_fades() -> None:
    full = frames("single_leg_heel_raise", reps=4, out_s=0.9, hold_s=0.1, back_s=0.7, after_s=0.0)
    low = frames("single_leg_heel_raise", reps=3, out_s=0.9, hold_s=0.1, back_s=0.7, before_s=0.1, depth=0.4)
    later = [replace(frame, time_s=frame.time_s + full[-1].time_s + 0.1) for frame in low]
    score = scored("single_leg_heel_raise", [*full, *later])
    assert score.value == 4
    # Raises that low are none to the engine, so that the beat is lost with them.
    assert any("beat" in note or "height" in note for note in score.notes)


def test_a_hold_that_is_not_over_is_at_least_so_long_and_not_held_against_anybody() -> None:
    seen = frames("side_plank", reps=1, hold_s=34.0)
    still_up = [frame for frame in seen if frame.time_s < 20.0]
    score = scored("side_plank", still_up)
    assert score.is_at_least
    assert outcome("side_plank", score) == "unknown"
    assert outcome("side_plank", scored("side_plank", [frame for frame in seen if frame.time_s < 36.0])) == (
        "not_supported"
    )


def test_who_leaves_the_picture_in_a_hold_held_it_at_least_until_then() -> None:
    seen = frames("side_plank", reps=1, hold_s=12.0)
    score = scored("side_plank", list(unseen(seen, lambda row: 100 <= row < 112)))
    assert score.value == pytest.approx(8.0, abs=1.0)
    assert score.is_at_least
    assert "not seen any more" in score.notes[0]


def test_a_plank_on_the_knees_does_not_count() -> None:
    on_knees = [frame for frame in frames("front_plank", reps=1, hold_s=1.0, before_s=12.0) if frame.time_s < 11.0]
    score = scored("front_plank", on_knees)
    assert (score.value, score.why) == (None, "The position was never seen.")


def test_who_rests_with_both_knees_at_the_chest_is_read_only_once_one_leg_hangs() -> None:
    rested = {"before_s": 6.0, "after_s": 6.0, "bend": thigh(14)}
    seen = frames("modified_thomas", reps=1, hold_s=4.5, **rested)
    assert scored("modified_thomas", seen).value == pytest.approx(14.0, abs=3.0)
    score = scored("modified_thomas", [frame for frame in seen if frame.time_s < 6.0])
    assert (score.value, score.why) == (
        None,
        "The position was not held for three seconds: one knee at the chest, the other leg hanging.",
    )


def test_legs_that_the_model_takes_for_one_are_not_read() -> None:
    hanging = next(frame for frame in frames("modified_thomas", reps=1, hold_s=4.5) if frame.time_s > 5.0)
    right, left = (hanging.keypoints.index(f"{side}_knee") for side in ("right", "left"))
    points = hanging.xy_px.copy()
    points[right] = 0.35 * points[right] + 0.65 * points[left]
    score = scored("modified_thomas", [replace(hanging, xy_px=points, time_s=row / FPS) for row in range(150)])
    assert score.value is None


def test_a_thigh_that_swings_is_not_read() -> None:
    seen = frames("modified_thomas", reps=1, hold_s=2.0)
    two = seen[0], next(frame for frame in seen if frame.time_s > 4.0)
    swinging = [replace(two[row // 4 % 2], time_s=row / FPS) for row in range(60)]
    score = scored("modified_thomas", swinging)
    assert score.value is None
    assert "still" in score.why or "three seconds" in score.why


def test_what_happens_is_told_while_it_goes_on() -> None:
    protocol = KNOWLEDGE.screen_protocols["side_plank"]
    watch = ScreenWatch(protocol, "right", KNOWLEDGE)
    events = [event for frame in frames("side_plank", reps=1, hold_s=6.0, after_s=3.0) for event in watch.add(frame)]
    held = [event.held_s for event in events if isinstance(event, HoldProgress)]
    assert held == [float(each) for each in range(1, len(held) + 1)]
    assert watch.is_over
    raises = ScreenWatch(KNOWLEDGE.screen_protocols["single_leg_heel_raise"], "right", KNOWLEDGE)
    counted = [
        event
        for frame in frames("single_leg_heel_raise", reps=3, out_s=0.9, hold_s=0.1, back_s=0.7)
        for event in raises.add(frame)
    ]
    assert sum(isinstance(event, RepetitionDone) for event in counted) == 3
    assert not raises.is_over


def test_who_is_lost_from_a_hold_is_told_what_cannot_be_seen() -> None:
    watch = ScreenWatch(KNOWLEDGE.screen_protocols["side_plank"], "right", KNOWLEDGE)
    hidden = unseen(frames("side_plank", reps=1, hold_s=10.0), lambda row: row >= 60)
    events = [event for frame in hidden for event in watch.add(frame)]
    assert [event.what for event in events if isinstance(event, Lost)] == ["I can't see you."]
    assert watch.is_over


def test_nothing_seen_at_all_is_a_reason_too() -> None:
    assert scored("side_plank", []).why == "There was no picture."
