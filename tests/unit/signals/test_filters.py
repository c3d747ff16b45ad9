"""Smoothing that moves no instant and fills no gap."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.filters import known_stretches, low_pass

FPS = 120.0
TIME_S = np.arange(360) / FPS


@pytest.mark.parametrize("centre_s", [1.2, 1.204, 1.5])
def test_the_peak_of_a_smooth_pulse_stays_at_its_instant(centre_s: float) -> None:
    pulse = np.exp(-0.5 * ((TIME_S - centre_s) / 0.05) ** 2)
    smooth = low_pass(TIME_S, pulse, cut_off_hz=8.0)
    centroid_s = float(np.sum(TIME_S * smooth) / np.sum(smooth))
    assert centroid_s == pytest.approx(centre_s, abs=2e-4)
    assert abs(TIME_S[smooth.argmax()] - TIME_S[pulse.argmax()]) < 1e-9


def test_slow_movement_passes_and_fast_noise_does_not() -> None:
    slow, fast = np.sin(2 * np.pi * 1.4 * TIME_S), 0.5 * np.sin(2 * np.pi * 40 * TIME_S)
    smooth = low_pass(TIME_S, slow + fast, cut_off_hz=8.0)
    assert np.abs(smooth - slow)[60:-60].max() < 0.01


def test_a_movement_at_the_cut_off_loses_half_its_amplitude() -> None:
    # forwards and backwards: twice the 3 dB of one pass
    smooth = low_pass(TIME_S, np.sin(2 * np.pi * 8 * TIME_S), cut_off_hz=8.0)
    assert np.abs(smooth[60:-60]).max() == pytest.approx(0.5, abs=0.01)


def test_gaps_stay_gaps_and_nothing_leaks_over_them() -> None:
    values = np.where(TIME_S < 1.5, 0.0, 100.0)
    values[170:190] = np.nan
    smooth = low_pass(TIME_S, values, cut_off_hz=8.0)
    assert np.array_equal(np.isnan(smooth), np.isnan(values))
    assert smooth[:170].tolist() == pytest.approx([0.0] * 170)
    assert smooth[190:].tolist() == pytest.approx([100.0] * 170)


def test_short_stretches_and_low_frame_rates_are_left_as_they_are() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 1, 360)
    noise[9:350] = np.nan
    assert np.array_equal(low_pass(TIME_S, noise, cut_off_hz=8.0)[:9], noise[:9])
    slow_clock_s = np.arange(360) / 15.0
    assert np.array_equal(low_pass(slow_clock_s, TIME_S, cut_off_hz=8.0), TIME_S)


def test_the_input_is_left_alone() -> None:
    values = np.sin(50 * TIME_S)
    before = values.copy()
    low_pass(TIME_S, values, cut_off_hz=5.0)
    assert np.array_equal(values, before)


def test_known_stretches_are_half_open_ranges() -> None:
    known = np.array([True, True, False, True, False, False, True])
    assert known_stretches(known) == [(0, 2), (3, 4), (6, 7)]
    assert known_stretches(np.zeros(3, dtype=bool)) == []
