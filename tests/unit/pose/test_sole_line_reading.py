"""Landings of a painted shoe whose turn over time is known: what is read, where, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.model import PoseTrack
from evenstride.pose.sole_line_reading import SOLE_NAMES, Landing, read_sole_lines, with_points
from gait_fixtures.shoe_pictures import SIZE_PX, PaintedPicture, paint_shoe, points_of

FPS = 60.0
CONTACT_S, STANCE_S, LANDING_DEG = 0.205, 0.25, 12.0
LANDING = Landing("right", CONTACT_S, CONTACT_S + STANCE_S)


def turn_at(time_s: float) -> float:
    """Toes up in the air, flat 35 ms after contact."""
    return float(np.interp(time_s - CONTACT_S, [-0.1, 0.0, 0.035], [20.0, LANDING_DEG, 0.0]))


def filmed() -> tuple[list[PaintedPicture], PoseTrack]:
    rng = np.random.default_rng(3)
    time_s = np.arange(30) / FPS
    pictures = [paint_shoe(turn_at(t), rng=rng, time_s=float(t)) for t in time_s]
    names = ("knee", "ankle", "heel", "toe")
    xy = np.array([[points_of(turn_at(t))[name] + rng.normal(0.0, 1.5, 2) for name in names] for t in time_s])
    keypoints = tuple(f"right_{name}" for name in names)
    return pictures, PoseTrack(time_s, xy, np.ones(xy.shape[:2]), keypoints, SIZE_PX, "painted")


def slope_deg(track: PoseTrack) -> np.ndarray:
    line = track.point("right_sole_front") - track.point("right_sole_back")
    return np.degrees(np.arctan2(-line[:, 1], line[:, 0]))


def test_the_line_turns_with_the_shoe_around_contact_and_lies_level_in_standing() -> None:
    pictures, track = filmed()
    read = read_sole_lines(pictures, track, [LANDING])
    found, after_s = slope_deg(read), track.time_s - CONTACT_S
    near = np.abs(after_s) < 0.04
    true = np.array([turn_at(t) for t in track.time_s])
    assert found[near] == pytest.approx(true[near], abs=1.5)
    standing = np.isfinite(found) & (after_s > 0.055)
    assert standing.sum() >= 2
    assert found[standing] == pytest.approx(np.zeros(standing.sum()), abs=1.0)


def test_a_clip_played_four_times_slower_is_read_in_the_same_pictures() -> None:
    pictures, track = filmed()
    slow = [PaintedPicture(picture.pixels, 4 * picture.time_s) for picture in pictures]
    landing = Landing("right", 4 * CONTACT_S, 4 * (CONTACT_S + STANCE_S))
    read = read_sole_lines(slow, replace(track, time_s=4 * track.time_s), [landing], slow_motion_factor=4.0)
    assert read.xy_px == pytest.approx(read_sole_lines(pictures, track, [LANDING]).xy_px, nan_ok=True)


def test_landings_that_overlap_are_read_as_each_alone() -> None:
    pictures, track = filmed()
    other = Landing("right", CONTACT_S + 0.03, CONTACT_S + STANCE_S)
    together = read_sole_lines(pictures, track, [LANDING, other])
    rows = [np.isfinite(slope_deg(read_sole_lines(pictures, track, [each]))) for each in (LANDING, other)]
    assert np.isfinite(slope_deg(together)).tolist() == (rows[0] | rows[1]).tolist()
    assert (rows[0] != rows[1]).any()


def test_pictures_far_from_any_landing_and_the_other_foot_have_no_line() -> None:
    pictures, track = filmed()
    read = read_sole_lines(pictures, track, [LANDING])
    assert np.isnan(slope_deg(read)[track.time_s < CONTACT_S - 0.06]).all()
    assert np.isnan(read.point("left_sole_back")).all()
    assert read.keypoints == (*track.keypoints, *SOLE_NAMES)
    assert read.xy_px[:, :4] == pytest.approx(track.xy_px)


def test_a_landing_whose_pictures_are_missing_is_left_open() -> None:
    pictures, track = filmed()
    read = read_sole_lines([p for p in pictures if p.time_s < CONTACT_S], track, [LANDING])
    assert np.isnan(slope_deg(read)).all()


def test_a_shoe_behind_another_leg_is_not_read() -> None:
    pictures, track = filmed()
    rng = np.random.default_rng(4)
    hidden = [
        PaintedPicture(rng.integers(0, 255, p.pixels.shape).astype(np.uint8), p.time_s)
        if p.time_s < CONTACT_S + 0.055
        else p
        for p in pictures
    ]
    read = read_sole_lines(hidden, track, [LANDING])
    assert np.isnan(slope_deg(read)).all()


def test_points_of_the_same_name_are_replaced() -> None:
    _, track = filmed()
    nothing = np.full((len(track), 1, 2), np.nan)
    once = with_points(track, ("right_sole_back",), nothing, np.zeros((len(track), 1)))
    again = with_points(once, ("right_sole_back",), nothing + np.nan, np.zeros((len(track), 1)))
    assert again.keypoints == once.keypoints
