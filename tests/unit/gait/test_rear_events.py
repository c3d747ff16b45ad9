"""Contacts from the bounce of the trunk: instants, sides, gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.contact.rear_events import TrunkBounce, agreement_of_sides
from evenstride.gait.frontal.rear_habits import FASTEST_FALL_AFTER_CONTACT_S, LOW_BEFORE_MIDDLE_S
from evenstride.model import GaitEvents, PoseTrack
from gait_fixtures.rear_runner import film_from_behind
from gait_fixtures.synthetic_runner import RUNNER, with_gap, with_legs_swapped

DURATION_S = 6.0


def detect(track: PoseTrack) -> GaitEvents:
    return TrunkBounce().detect(track, typical_leg_length_px(track))


def expected_contacts_s(side: str) -> np.ndarray:
    """The runner's bounce is a sine, lowest in mid-stance: it falls fastest a quarter of a step before."""
    middle = RUNNER.contacts_s(side, DURATION_S) + 0.5 * RUNNER.form(side).contact_time_s
    instants = middle - 0.25 * RUNNER.stride_s / 2 - FASTEST_FALL_AFTER_CONTACT_S
    return instants[(instants > 0.1) & (middle < DURATION_S - 0.15)]


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("side", ["left", "right"])
def test_contacts_are_found_where_the_trunk_falls_fastest(fps: float, side: str) -> None:
    events = detect(film_from_behind(fps=fps, duration_s=DURATION_S))
    found = np.array([e.time_s for e in events.of("initial_contact", side)])
    for expected in expected_contacts_s(side):
        assert np.abs(found - expected).min() < 0.006
    assert len(found) <= len(expected_contacts_s(side)) + 2


def test_toe_off_lies_as_far_after_the_middle_of_stance_as_contact_before() -> None:
    events = detect(film_from_behind(duration_s=DURATION_S))
    middles = RUNNER.contacts_s("left", DURATION_S) + 0.5 * RUNNER.form("left").contact_time_s + LOW_BEFORE_MIDDLE_S
    for contact in events.of("initial_contact", "left")[1:-1]:
        off = next(e for e in events.of("toe_off", "left") if e.time_s > contact.time_s)
        assert np.abs(middles - 0.5 * (contact.time_s + off.time_s)).min() < 0.006


def test_sides_follow_each_other_even_where_the_model_confused_the_legs() -> None:
    track = film_from_behind(duration_s=DURATION_S)
    swapped = np.zeros(len(track), dtype=bool)
    swapped[np.random.default_rng(5).permutation(len(track))[: len(track) // 4]] = True
    wrong = with_legs_swapped(track, swapped)
    plain, confused = detect(track), detect(wrong)
    assert [e.side for e in confused] == [e.side for e in plain]
    assert agreement_of_sides(track, plain) == 1.0
    assert agreement_of_sides(with_legs_swapped(track, ~swapped | swapped), plain) == 0.0


def test_no_contact_is_made_up_in_a_gap() -> None:
    track = film_from_behind(duration_s=DURATION_S)
    events = detect(with_gap(track, track.keypoints, 2.0, 3.5))
    assert not [e for e in events if 2.05 < e.time_s < 3.45]
    assert [e for e in events if e.time_s > 3.5]


def test_a_still_figure_has_no_contacts() -> None:
    track = film_from_behind(duration_s=2.0)
    still = track.with_points(np.broadcast_to(track.xy_px[:1], track.xy_px.shape).copy())
    assert len(detect(still)) == 0


def test_uncertainty_is_stated_and_the_order_is_that_of_time() -> None:
    events = detect(film_from_behind(duration_s=3.0))
    assert all(0.005 < e.uncertainty_s < 0.05 for e in events)
    later = detect(replace(film_from_behind(duration_s=3.0), time_s=np.arange(180) / 60.0 + 7.0))
    assert [e.time_s - 7.0 for e in later] == pytest.approx([e.time_s for e in events], abs=0.003)
