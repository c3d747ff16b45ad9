"""Published event rules on a leg that swings in pure sines, so that every instant is known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.contact.published_rules import (
    PUBLISHED_RULES,
    EventRule,
    FootAccelerationJerkHandsaker2016,
    FootPelvisDistanceZeni2008,
    HeelMinimumKneeExtensionFellin2010,
    LowestAnkle,
    PelvisVelocityMilnerPaquette2015,
    StationaryFoot,
)
from evenstride.model import GaitEvents, PoseTrack
from evenstride.model.gait import SIDES
from gait_fixtures.synthetic_runner import RUNNER, film

STRIDE_S = 0.7
#: Shares of the stride after the foot's foremost reach.
HEEL_LOWEST, TOE_LOWEST, SINKS_FASTEST, KNEE_STRAIGHTEST, FURTHEST_BEHIND = 0.12, 0.16, 0.10, 0.44, 0.5
PHASE = {"right": 0.0, "left": 0.5}
POINTS = ("hip", "knee", "ankle", "heel", "toe")


def sine_runner(fps: float, *, facing_sign: int = 1, duration_s: float = 6.0) -> PoseTrack:
    """A track whose pelvis, ankles, heels, toes and knee angles are single sines of the stride."""
    time_s = np.arange(round(duration_s * fps)) / fps
    pelvis_up = -8 * np.cos(4 * np.pi * (time_s / STRIDE_S - SINKS_FASTEST - 0.125))
    points = {}
    for side in SIDES:
        cycle = time_s / STRIDE_S - PHASE[side]
        hip = np.stack([np.zeros_like(cycle), 400 + pelvis_up], axis=1)
        forward = 150 * np.cos(2 * np.pi * cycle)
        ankle = np.stack([forward, 60 - 40 * np.cos(2 * np.pi * (cycle - 0.3))], axis=1)
        flexion = np.deg2rad(60 - 40 * np.cos(2 * np.pi * (cycle - KNEE_STRAIGHTEST)))
        leg = ankle - hip
        ahead_of_leg = np.stack([-leg[:, 1], leg[:, 0]], axis=1)
        knee = hip + 0.5 * leg + 0.5 * np.tan(flexion / 2)[:, None] * ahead_of_leg
        heel = np.stack([forward - 30, 30 - 30 * np.cos(2 * np.pi * (cycle - HEEL_LOWEST))], axis=1)
        toe = np.stack([forward + 60, 30 - 30 * np.cos(2 * np.pi * (cycle - TOE_LOWEST))], axis=1)
        points |= dict(zip((f"{side}_{name}" for name in POINTS), (hip, knee, ankle, heel, toe), strict=True))
    xy = np.stack(list(points.values()), axis=1) * [facing_sign, -1] + [640, 600]
    return PoseTrack(time_s, xy, np.ones(xy.shape[:2]), tuple(points), (1280, 720), "sines")


def largest_error_s(events: GaitEvents, kind: str, cycle_share: float) -> float:
    """Largest distance of the events of a kind from whole strides plus the share."""
    errors = [(e.time_s / STRIDE_S - PHASE[e.side] - cycle_share + 0.5) % 1 - 0.5 for e in events if e.kind == kind]
    assert len(errors) >= 12
    return float(np.max(np.abs(errors)) * STRIDE_S)


@pytest.mark.parametrize("fps", [30.0, 60.0, 240.0])
def test_heel_minimum_is_found_between_pictures(fps: float) -> None:
    events = HeelMinimumKneeExtensionFellin2010().detect(sine_runner(fps), facing_sign=1)
    assert largest_error_s(events, "initial_contact", HEEL_LOWEST) < 0.005


@pytest.mark.parametrize("fps", [30.0, 60.0, 240.0])
def test_peak_knee_extension_is_found_between_pictures(fps: float) -> None:
    events = HeelMinimumKneeExtensionFellin2010().detect(sine_runner(fps), facing_sign=1)
    assert largest_error_s(events, "toe_off", KNEE_STRAIGHTEST) < 0.008


def test_foot_acceleration_takes_the_earlier_of_heel_and_toe() -> None:
    events = FootAccelerationJerkHandsaker2016().detect(sine_runner(240.0), facing_sign=1)
    assert largest_error_s(events, "initial_contact", HEEL_LOWEST) < 0.005


def test_pelvis_rule_is_the_fastest_sinking_less_its_offset() -> None:
    rule = PelvisVelocityMilnerPaquette2015(offset_s=0.02)
    events = rule.detect(sine_runner(120.0), facing_sign=1)
    assert largest_error_s(events, "initial_contact", SINKS_FASTEST - 0.02 / STRIDE_S) < 0.005


def test_distance_rule_finds_the_foremost_and_the_hindmost_foot() -> None:
    events = FootPelvisDistanceZeni2008().detect(sine_runner(120.0), facing_sign=1)
    assert largest_error_s(events, "initial_contact", 0.0) < 0.005
    assert largest_error_s(events, "toe_off", FURTHEST_BEHIND) < 0.005


def test_lowest_ankle_is_mid_stance_not_contact() -> None:
    events = LowestAnkle().detect(sine_runner(120.0), facing_sign=1)
    assert largest_error_s(events, "initial_contact", 0.3) < 0.005


@pytest.mark.parametrize("fps", [60.0, 120.0])
def test_the_stationary_foot_is_found_when_the_made_up_runner_lands(fps: float) -> None:
    events = StationaryFoot().detect(film(RUNNER, fps=fps, duration_s=6), facing_sign=1)
    for side in SIDES:
        true_s = RUNNER.contacts_s(side, 6)
        found_s = np.array([e.time_s for e in events.of("initial_contact", side)])
        assert len(found_s) >= 6
        assert np.abs(found_s[:, None] - true_s[None, :]).min(axis=1).max() < 0.03


@pytest.mark.parametrize("rule", PUBLISHED_RULES, ids=lambda rule: rule.name)
def test_a_mirrored_picture_gives_the_same_instants(rule: EventRule) -> None:
    towards_right = rule.detect(sine_runner(60.0), facing_sign=1)
    towards_left = rule.detect(sine_runner(60.0, facing_sign=-1), facing_sign=-1)
    assert [(e.side, e.kind) for e in towards_left] == [(e.side, e.kind) for e in towards_right]
    assert np.allclose([e.time_s for e in towards_left], [e.time_s for e in towards_right], atol=1e-9)


@pytest.mark.parametrize("rule", PUBLISHED_RULES, ids=lambda rule: rule.name)
def test_a_leg_that_was_never_seen_gives_no_events(rule: EventRule) -> None:
    track = sine_runner(60.0)
    xy = track.xy_px.copy()
    xy[:, [i for i, name in enumerate(track.keypoints) if name in ("left_heel", "left_toe", "left_ankle")]] = np.nan
    events = rule.detect(track.with_points(xy), facing_sign=1)
    assert {event.side for event in events} == {"right"}


@pytest.mark.parametrize("rule", PUBLISHED_RULES, ids=lambda rule: rule.name)
def test_a_standing_person_gives_no_events(rule: EventRule) -> None:
    track = sine_runner(60.0)
    still = np.broadcast_to(track.xy_px[:1], track.xy_px.shape).copy()
    assert len(rule.detect(track.with_points(still), facing_sign=1)) == 0
