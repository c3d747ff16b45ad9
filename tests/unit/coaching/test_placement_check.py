"""Where the camera stands, said before a set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coached_bodies import squat_track
from evenstride.coaching import frames_of_track, plan_watch
from evenstride.coaching.placement_check import STANDS_FOR_S, PlacementCheck
from evenstride.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
PLAN = plan_watch(KNOWLEDGE.form_watches["inner_quad_squat"], KNOWLEDGE)


def test_it_is_ready_once_everything_was_right_for_a_while() -> None:
    check = PlacementCheck(PLAN)
    placed = [(frame.time_s, check.add(frame)) for frame in frames_of_track(squat_track(before_s=3.0))]
    assert all(each.advice == () for _, each in placed)
    ready_s = min(time_s for time_s, each in placed if each.is_ready)
    assert STANDS_FOR_S <= ready_s < STANDS_FOR_S + 0.1


def test_feet_that_are_not_seen_are_named_with_what_to_do_and_begin_the_wait_anew() -> None:
    check, (first, *others) = PlacementCheck(PLAN), list(frames_of_track(squat_track(before_s=4.0)))
    check.add(first)
    feet = [
        first.keypoints.index(f"{side}_{point}") for side in ("left", "right") for point in ("ankle", "heel", "toe")
    ]
    visibility = np.where(np.isin(np.arange(len(first.visibility)), feet), 0.0, first.visibility)
    hidden = check.add(replace(others[0], visibility=visibility))
    assert hidden.advice == ("I can't see your feet. Step back, or tilt the phone down.",)
    back = [check.add(frame) for frame in others[1:]]
    assert not back[0].is_ready
    assert any(each.is_ready for each in back)


def test_nobody_is_not_ready() -> None:
    frame = next(frames_of_track(squat_track()))
    nobody = replace(frame, visibility=np.zeros_like(frame.visibility))
    placed = PlacementCheck(PLAN).add(nobody)
    assert (placed.advice, placed.is_ready) == (("I can't see you.",), False)
