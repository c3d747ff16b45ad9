"""Advice about the camera."""

from __future__ import annotations

import math

import numpy as np

from evenstride.coaching import LandmarkFrame
from evenstride.coaching.placement import lost_words, placement_advice, unseen_parts
from evenstride.knowledge import load_knowledge
from evenstride.model import CANONICAL_KEYPOINTS
from evenstride.testing_pose import PaintedPerson

CAMERA = load_knowledge().form_watches["inner_quad_squat"].camera
SIDE_CAMERA = load_knowledge().form_watches["kneeling_lat_pulldown"].camera


def frame_of(person, size=(640, 640)):
    points = person.points_px()
    return LandmarkFrame(0.0, points, np.ones(len(points)), CANONICAL_KEYPOINTS, size)


def test_a_whole_body_from_the_right_side_needs_no_advice():
    assert placement_advice(frame_of(PaintedPerson(320, 320, 500)), CAMERA, 10.0) == ()


def test_feet_below_the_picture_are_named():
    frame = frame_of(PaintedPerson(320, 500, 500))
    assert unseen_parts(frame, CAMERA.must_see) == ("feet",)
    assert "feet leave the picture" in placement_advice(frame, CAMERA, 10.0)[0]


def test_a_small_body_is_far_away():
    assert "far away" in placement_advice(frame_of(PaintedPerson(320, 320, 100)), CAMERA, 10.0)[0]


def test_a_front_where_the_side_is_needed_is_said():
    advice = placement_advice(frame_of(PaintedPerson(320, 320, 500)), SIDE_CAMERA, 5.0)
    assert advice == ("Turn, or move the phone, so that it sees your side.",)


def test_an_unknown_turn_is_not_judged():
    assert placement_advice(frame_of(PaintedPerson(320, 320, 500)), SIDE_CAMERA, math.nan) == ()


def test_parts_are_listed_in_words():
    assert lost_words(("knees", "feet")) == "I can't see your knees and feet."
