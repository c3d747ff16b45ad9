"""Inclination from sole points whose turn, contact and place are known by construction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import SideView
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.side_measures import error_of
from evenstride.gait.sagittal.sole_inclination import (
    ADDED_DEG,
    ERROR_DEG,
    LEAST_STEPS,
    PER_TURN,
    USUAL_LAG_S,
    SoleReading,
    read_soles,
)
from evenstride.gait.sagittal.step_values import SideRecording, foot_inclination_deg
from evenstride.model import PoseTrack, Step
from gait_fixtures.synthetic_runner import RUNNER, film

LEG_PX = 250.0
STANCE_S, STRIDE_S = 0.25, 0.7
VIEW = SideView(1, "right", LEG_PX, overground=False, yaw_deg=0.0, facing_certainty=1.0)
STEPS = tuple(
    Step("right", first_s, first_s + STANCE_S, None, None, 0.005) for first_s in 0.3 + STRIDE_S * np.arange(5)
)


def filmed(
    landing_deg: float,
    *,
    lag_s: float = 0.0,
    fps: float = 60.0,
    rise: float = 0.0,
    roll_deg: float = 0.0,
    facing: int = 1,
    steps: tuple[Step, ...] = STEPS,
) -> PoseTrack:
    """Sole points of the right foot: the lower end sinks at 0.8 legs a second until ``lag_s`` after the step's contact.

    Until then the shoe is turned by ``landing_deg``, 20 ms later it lies flat; the belt carries it backwards. Shown are
    the pictures around contact and from a fifth to a third of stance, as they are read.
    """
    time_s = np.arange(round(4.0 * fps)) / fps
    xy = np.full((len(time_s), 2, 2), np.nan)
    for step in steps:
        after_s = time_s - step.initial_contact_s - lag_s
        since_s = time_s - step.initial_contact_s
        shown = ((since_s > -0.045) & (since_s < 0.05)) | ((since_s > 0.18 * STANCE_S) & (since_s < 0.36 * STANCE_S))
        turn = np.radians(np.interp(after_s, [0.0, 0.02], [landing_deg, 0.0]))
        ahead = -2.5 * after_s
        lower = rise * ahead + 0.8 * np.maximum(0.0, -after_s)
        half = 0.12 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        middle = np.stack([ahead, lower + np.abs(half[:, 1])], axis=-1)
        for end, sign in ((0, -1.0), (1, 1.0)):
            xy[shown, end] = (middle + sign * half)[shown]
    xy = xy * LEG_PX * np.array([facing, -1.0])
    angle = np.radians(roll_deg)
    xy = xy @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    keypoints = ("right_sole_back", "right_sole_front")
    return PoseTrack(time_s, xy + 400.0, np.ones((len(time_s), 2)), keypoints, (1280, 720), "painted")


def mean_turn(reading: SoleReading) -> float:
    """The turn behind the inclinations."""
    return (float(np.mean(list(reading.inclination_deg.values()))) - ADDED_DEG) / PER_TURN


@pytest.mark.parametrize("landing_deg", [-8.0, 3.0, 12.0, 20.0])
@pytest.mark.parametrize("fps", [60.0, 120.0])
def test_a_known_turn_is_read_at_the_contact_that_is_given(landing_deg: float, fps: float) -> None:
    reading = read_soles(filmed(landing_deg, fps=fps), VIEW, STEPS, lag_s=0.0)
    # The foot begins to turn right at contact: a line through 25 ms on both sides cuts the corner by up to a third.
    assert mean_turn(reading) == pytest.approx(landing_deg, abs=0.5 + 0.33 * abs(landing_deg))
    assert np.sign(mean_turn(reading)) == np.sign(landing_deg)


@pytest.mark.parametrize("lag_s", [-0.005, 0.010, 0.025])
@pytest.mark.parametrize("rise", [0.0, 0.05])
def test_the_picture_tells_when_the_sole_reaches_the_ground(lag_s: float, rise: float) -> None:
    reading = read_soles(filmed(12.0, lag_s=lag_s, rise=rise, fps=120.0), VIEW, STEPS)
    assert reading.contact_lag_s == pytest.approx(lag_s, abs=0.006)


def test_a_late_contact_in_the_picture_moves_the_reading_with_it() -> None:
    early, late = (read_soles(filmed(12.0, lag_s=lag_s, fps=120.0), VIEW, STEPS) for lag_s in (0.0, 0.02))
    assert mean_turn(late) == pytest.approx(mean_turn(early), abs=1.5)


def test_a_rolled_camera_and_the_way_faced_change_nothing() -> None:
    straight = read_soles(filmed(12.0), VIEW, STEPS, lag_s=0.0)
    rolled = read_soles(filmed(12.0, roll_deg=4.0), VIEW, STEPS, lag_s=0.0)
    left = read_soles(filmed(12.0, facing=-1), replace(VIEW, facing_sign=-1), STEPS, lag_s=0.0)
    assert mean_turn(rolled) == pytest.approx(mean_turn(straight), abs=1e-6)
    assert mean_turn(left) == pytest.approx(mean_turn(straight), abs=1e-6)


def test_a_track_without_sole_points_gives_nothing() -> None:
    track = filmed(12.0)
    reading = read_soles(replace(track, keypoints=("left_heel", "left_toe")), VIEW, STEPS)
    assert reading == SoleReading({}, USUAL_LAG_S)
    assert np.isnan(reading.of(STEPS[0]))
    assert not reading.covers("right")


def test_one_read_landing_is_too_few_and_the_others_stay_open() -> None:
    reading = read_soles(filmed(12.0, steps=STEPS[: LEAST_STEPS - 1]), VIEW, STEPS, lag_s=0.0)
    assert np.isfinite(reading.of(STEPS[0]))
    assert np.isnan(reading.of(STEPS[-1]))
    assert not reading.covers("right")
    assert read_soles(filmed(12.0, steps=STEPS[:LEAST_STEPS]), VIEW, STEPS, lag_s=0.0).covers("right")


def test_pictures_on_one_side_of_contact_only_are_not_carried_on() -> None:
    track = filmed(12.0)
    hidden = (
        np.min(np.abs(track.time_s[:, None] - np.array([s.initial_contact_s + 0.03 for s in STEPS])), axis=1) < 0.031
    )
    xy = np.where(hidden[:, None, None], np.nan, track.xy_px)
    reading = read_soles(track.with_points(xy), VIEW, STEPS, lag_s=0.0)
    assert not reading.inclination_deg


def test_the_measure_is_the_reading_where_there_is_one_and_the_points_elsewhere() -> None:
    runner, sole = film(RUNNER, fps=60.0, duration_s=4.0), filmed(12.0)
    both = replace(
        runner,
        keypoints=(*runner.keypoints, *sole.keypoints),
        xy_px=np.concatenate([runner.xy_px, sole.xy_px], axis=1),
        visibility=np.concatenate([runner.visibility, sole.visibility], axis=1),
    )
    other_foot = replace(STEPS[1], side="left")
    plain, read = (
        SideRecording(track, VIEW, compute_angle_curves(track, VIEW), (*STEPS, other_foot)) for track in (runner, both)
    )
    assert foot_inclination_deg(read, STEPS[1]) == read.sole.of(STEPS[1]) != foot_inclination_deg(plain, STEPS[1])
    assert foot_inclination_deg(read, other_foot) == foot_inclination_deg(plain, other_foot)
    assert error_of("foot_inclination_ic", "right", read) == ERROR_DEG
    assert error_of("foot_inclination_ic", "left", read) == error_of("foot_inclination_ic", "left", plain)
    assert error_of("knee_flexion_ic", "right", read) == error_of("knee_flexion_ic", "right", plain)
