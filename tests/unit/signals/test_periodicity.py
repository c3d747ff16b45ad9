"""Rhythm and phase of sines of known frequency."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.periodicity import estimate_rhythm, local_phase, parabola_offset


def wave(time_s: np.ndarray, frequency_hz: float, *, phase_rad: float = 0.0, mean: float = 5.0) -> np.ndarray:
    return mean + 3.0 * np.cos(2 * np.pi * frequency_hz * time_s + phase_rad)


@pytest.mark.parametrize("frequency_hz", [0.9, 1.417, 2.83, 3.7])
def test_the_frequency_of_a_sine_is_found(frequency_hz: float) -> None:
    time_s = np.arange(0, 6, 1 / 30)
    rhythm = estimate_rhythm(time_s, wave(time_s, frequency_hz), low_hz=0.5, high_hz=4.5)
    assert rhythm is not None
    assert rhythm.frequency_hz == pytest.approx(frequency_hz, rel=2e-3)
    assert rhythm.strength > 0.99


def test_the_frequency_is_found_with_uneven_pictures_and_gaps() -> None:
    rng = np.random.default_rng(1)
    time_s = np.sort(rng.uniform(0, 8, 200))
    values = wave(time_s, 2.83) + rng.normal(0, 0.3, 200)
    values[60:90] = np.nan
    values[::7] = np.nan
    rhythm = estimate_rhythm(time_s, values, low_hz=0.5, high_hz=4.5)
    assert rhythm is not None
    assert rhythm.frequency_hz == pytest.approx(2.83, rel=5e-3)


def test_noise_has_no_strong_rhythm() -> None:
    rng = np.random.default_rng(2)
    rhythm = estimate_rhythm(np.arange(300) / 30, rng.normal(0, 1, 300), low_hz=0.5, high_hz=4.5)
    assert rhythm is not None
    assert rhythm.strength < 0.2


def test_strength_is_the_share_of_the_variance_that_the_sine_explains() -> None:
    rng = np.random.default_rng(3)
    time_s = np.arange(0, 40, 1 / 60)
    values = np.sqrt(2) * np.cos(2 * np.pi * 1.4 * time_s) + rng.normal(0, 1, len(time_s))  # equal variances
    rhythm = estimate_rhythm(time_s, values, low_hz=0.5, high_hz=4.5)
    assert rhythm is not None
    assert rhythm.strength == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (np.full(60, 2.0), "a constant"),
        (np.full(60, np.nan), "nothing known"),
        (np.where(np.arange(60) < 7, np.sin(np.arange(60)), np.nan), "seven samples"),
    ],
)
def test_what_cannot_have_a_rhythm_has_none(values: np.ndarray, why: str) -> None:
    assert estimate_rhythm(np.arange(60) / 30, values, low_hz=0.5, high_hz=4.5) is None, why


def test_less_than_a_period_is_no_rhythm() -> None:
    time_s = np.arange(0, 0.5, 1 / 60)
    assert estimate_rhythm(time_s, wave(time_s, 1.0), low_hz=0.5, high_hz=1.5) is None


def test_local_phase_follows_the_signal_and_bridges_a_gap() -> None:
    time_s = np.arange(0, 6, 1 / 60)
    values = wave(time_s, 1.4, phase_rad=0.7, mean=0.0)
    seen = values.copy()
    seen[170:185] = np.nan
    followed = local_phase(time_s, seen, frequency_hz=1.4, window_s=3.0)
    middle = slice(90, -90)
    assert np.abs(followed.real - values)[middle].max() < 0.25  # of an amplitude of 3
    expected = np.angle(np.exp(1j * (2 * np.pi * 1.4 * time_s + 0.7)))
    lag = np.angle(np.exp(1j * (np.angle(followed) - expected)))
    assert np.abs(lag[middle]).max() < 0.05


def test_phase_between_two_waves_is_the_shift_between_them() -> None:
    time_s = np.arange(0, 6, 1 / 60)
    first, second = (
        local_phase(time_s, wave(time_s, 2.8, phase_rad=phase), frequency_hz=2.8, window_s=1.5) for phase in (0.0, 1.0)
    )
    assert np.angle(np.sum(second * np.conj(first))) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("top", [-0.4, 0.0, 0.25])
def test_the_top_of_a_parabola_is_found_between_samples(top: float) -> None:
    at = np.array([-1.0, 0.0, 1.0])
    assert parabola_offset(5.0 - (at - top) ** 2) == pytest.approx(top)


def test_a_straight_line_has_no_top() -> None:
    assert parabola_offset(np.array([1.0, 2.0, 3.0])) == 0.0
