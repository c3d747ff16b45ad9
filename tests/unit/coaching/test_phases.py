"""Repetitions from one signal."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.coaching.phases import PhaseMachine, PhaseScale

SCALE = PhaseScale(start=6.0, work=92.0, least_share=0.4, least_s=0.8)


def counted(time_s, values, scale=SCALE):
    machine = PhaseMachine(scale)
    whole = [done for t, v in zip(time_s, values, strict=True) if (done := machine.add(float(t), float(v)))]
    return whole, machine.finish()


def squats(count, *, fps=30.0, depth_deg=92.0, every_s=3.0, still_s=1.0):
    time_s = np.arange(0.0, still_s + count * every_s + still_s, 1 / fps)
    turn = np.clip((time_s - still_s) / every_s, 0, count)
    return time_s, 6.0 + (depth_deg - 6.0) * 0.5 * (1 - np.cos(2 * np.pi * turn))


@pytest.mark.parametrize("fps", [8.0, 15.0, 30.0, 60.0, 240.0])
def test_five_squats_are_five_at_any_rate(fps):
    whole, cut = counted(*squats(5, fps=fps))
    assert len(whole) == 5
    assert cut is None


def test_half_as_deep_counts_as_well():
    whole, _ = counted(*squats(5, depth_deg=50.0))
    assert len(whole) == 5


def test_a_wobble_at_the_bottom_does_not_double_a_repetition():
    time_s, values = squats(4)
    wobble = 12.0 * np.sin(2 * np.pi * 2.5 * time_s) * (values > 70)
    whole, _ = counted(time_s, values + wobble)
    assert len(whole) == 4


def test_swaying_at_the_start_is_no_repetition():
    time_s = np.arange(0, 10, 1 / 30)
    whole, cut = counted(time_s, 10 + 12 * np.sin(2 * np.pi * 0.5 * time_s))
    assert whole == []
    assert cut is None


def test_standing_up_from_a_chair_is_no_repetition():
    time_s = np.arange(0, 6, 1 / 30)
    whole, cut = counted(time_s, np.interp(time_s, [0, 2, 3.5, 6], [95, 95, 5, 5]))
    assert whole == []
    assert cut is None


def test_sitting_down_to_rest_is_no_repetition():
    time_s = np.arange(0, 90, 1 / 15)
    whole, _ = counted(time_s, np.interp(time_s, [0, 2, 3.5, 80, 81.5, 90], [5, 5, 95, 95, 5, 5]))
    assert whole == []


def test_a_recording_that_stops_at_the_bottom_has_one_more_that_is_not_whole():
    time_s, values = squats(3)
    bottom = time_s < 1.0 + 2 * 3.0 + 1.6
    whole, cut = counted(time_s[bottom], values[bottom])
    assert len(whole) == 2
    assert cut is not None
    assert not cut.is_whole


def test_a_recording_that_stops_on_the_way_down_has_not():
    time_s, values = squats(3)
    early = time_s < 1.0 + 2 * 3.0 + 0.7
    whole, cut = counted(time_s[early], values[early])
    assert len(whole) == 2
    assert cut is None


def test_times_of_the_parts_are_those_of_the_movement():
    machine = PhaseMachine(SCALE)
    time_s = np.arange(0, 12, 1 / 60)
    values = np.interp(time_s, [0, 2, 4, 7, 8, 12], [6, 6, 92, 92, 6, 6])
    closed = None
    for t, v in zip(time_s, values, strict=True):
        machine.add(float(t), float(v))
        closed = machine.take_closed() or closed
    assert closed is not None
    assert closed.reached_s - closed.left_s == pytest.approx(2.0, abs=0.4)
    assert closed.leaves_s - closed.reached_s == pytest.approx(3.0, abs=0.4)
    assert closed.back_s - closed.leaves_s == pytest.approx(1.0, abs=0.25)


def test_two_full_repetitions_make_a_third_of_their_size_a_wobble():
    time_s, values = squats(3)
    smaller = np.where(time_s > 1.0 + 2 * 3.0, 6 + (values - 6) * 0.42, values)
    assert len(counted(time_s, smaller)[0]) == 2
