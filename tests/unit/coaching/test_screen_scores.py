"""Home screens: scores by camera and by hand, and what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.coaching import frames_of_track
from evenstride.coaching.screen_outcomes import Person, outcomes_of
from evenstride.coaching.screen_scores import score_by_hand, stops_before
from evenstride.coaching.screen_watch import score_by_camera
from evenstride.knowledge import load_knowledge
from evenstride.model.plan import ScreenResult
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()


def screen(screen_id):
    return KNOWLEDGE.screens[screen_id], KNOWLEDGE.screen_protocols[screen_id]


def frames(movement_id, *, yaw_deg=88.0, **how):
    noise = Noise(0.5, np.random.default_rng(4))
    movement = KNOWLEDGE.movements[movement_id]
    return frames_of_track(performed(movement, Performance(**how), CameraStand(yaw_deg=yaw_deg), fps=15.0, noise=noise))


def by_hand(screen_id, left, right):
    shown, _ = screen(screen_id)
    return [score_by_hand(shown, "left", left), score_by_hand(shown, "right", right)]


def outcomes(screen_id, scores, **person):
    return [result.outcome for result in outcomes_of(*screen(screen_id), scores, person=Person(**person))]


def test_every_screen_with_a_number_has_a_protocol_that_names_its_questions():
    assert set(KNOWLEDGE.screens) - set(KNOWLEDGE.screen_protocols) == {"standing_foot_photo", "pelvic_floor_questions"}
    for protocol in KNOWLEDGE.screen_protocols.values():
        assert set(protocol.asked_by) <= set(KNOWLEDGE.red_flags)


def test_a_short_hold_supports_the_suspicion_and_a_long_one_does_not():
    assert outcomes("front_plank", by_hand("front_plank", 20.0, 100.0)) == ["supported", "not_supported"]


def test_the_side_that_is_clearly_behind_is_supported_though_both_pass_the_line():
    assert outcomes("side_plank", by_hand("side_plank", 60.0, 90.0)) == ["supported", "not_supported"]
    assert outcomes("side_plank", by_hand("side_plank", 85.0, 90.0)) == ["not_supported", "not_supported"]


def test_knee_to_wall_takes_two_centimetres_between_the_sides():
    assert outcomes("knee_to_wall", by_hand("knee_to_wall", 12.0, 10.0)) == ["not_supported", "supported"]
    assert outcomes("knee_to_wall", by_hand("knee_to_wall", 8.0, 8.5)) == ["supported", "supported"]


def test_heel_raises_need_age_and_sex():
    scores = by_hand("single_leg_heel_raise", 20.0, 21.0)
    assert outcomes("single_leg_heel_raise", scores) == ["unknown", "unknown"]
    assert outcomes("single_leg_heel_raise", scores, age=25, sex="men") == ["supported", "supported"]
    assert outcomes("single_leg_heel_raise", scores, age=65, sex="men") == ["not_supported", "not_supported"]


def test_a_reading_within_its_error_of_the_line_is_unknown():
    shown, protocol = screen("single_leg_squat")
    near = replace(score_by_hand(shown, "left", 12.0), error=5.0, scored_by="camera")
    clear = replace(near, value=18.0)
    below = replace(near, value=3.0)
    assert [outcomes_of(shown, protocol, [each])[0].outcome for each in (near, clear, below)] == [
        "unknown",
        "supported",
        "not_supported",
    ]


def test_a_painful_screen_has_no_score():
    shown, protocol = screen("front_plank")
    score = score_by_hand(shown, None, 60.0, pain=4.0)
    assert score.value is None
    assert outcomes_of(shown, protocol, [score]) == (ScreenResult("front_plank", None, "unknown"),)


def test_a_swollen_knee_stops_the_squat_and_not_the_plank():
    answers = {"swollen_joint": True}
    assert stops_before(KNOWLEDGE.screen_protocols["single_leg_squat"], answers, KNOWLEDGE)
    assert stops_before(KNOWLEDGE.screen_protocols["front_plank"], answers, KNOWLEDGE) == ()
    assert stops_before(KNOWLEDGE.screen_protocols["single_leg_squat"], {"swollen_joint": False}, KNOWLEDGE) == ()


def test_heel_raises_are_counted_by_camera():
    how = {"reps": 4, "out_s": 0.9, "hold_s": 0.1, "back_s": 0.7}
    score = score_by_camera(screen("single_leg_heel_raise")[1], frames("calf_raise", **how), "right", KNOWLEDGE)
    assert score.value == 4


def test_a_bridge_that_is_held_is_timed_until_the_hips_sink():
    protocol = screen("single_leg_glute_bridge_hold")[1]
    seen = frames("hamstring_bridge_single_leg", reps=1, hold_s=8.0, before_s=2.0, after_s=3.0)
    score = score_by_camera(protocol, seen, "right", KNOWLEDGE)
    assert score.value == pytest.approx(10.0, abs=2.0)
    assert not score.is_at_least


def test_a_screen_by_hand_is_not_read_by_camera():
    with pytest.raises(ValueError, match="by hand"):
        score_by_camera(screen("knee_to_wall")[1], frames("calf_raise", reps=1), "left", KNOWLEDGE)


def test_nobody_in_position_has_no_score():
    seen = frames("inner_quad_squat", reps=1, yaw_deg=88.0)
    score = score_by_camera(screen("front_plank")[1], seen, None, KNOWLEDGE)
    assert score.value is None
    assert "never seen" in score.why
