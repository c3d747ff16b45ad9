from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.inertial.shin_impacts import (
    SMALLEST_CHANGE_G,
    compare_with_baseline,
    find_shin_impacts,
    summarise_impacts,
)
from imu_files import shin_g

RATE_HZ = 500.0
TIME_S = np.arange(0, 120, 1 / RATE_HZ)


def impacts_of(peak_g: float | np.ndarray, *, stride_s: float = 0.7, scale: float = 1.0):
    found = find_shin_impacts(TIME_S, scale * shin_g(TIME_S, stride_s=stride_s, peak_g=peak_g), rate_hz=RATE_HZ)
    assert found is not None
    return found


@pytest.mark.parametrize("stride_s", [0.55, 0.7, 0.85])
def test_every_landing_of_the_leg_is_found_with_its_peak(stride_s: float) -> None:
    found = impacts_of(6.0, stride_s=stride_s)
    assert found.count == pytest.approx(120 / stride_s, abs=2)
    assert found.cadence_spm == pytest.approx(120 / stride_s, rel=0.01)
    summary, error = summarise_impacts(found)
    assert summary.mean == pytest.approx(6.0, abs=0.1)
    assert error == pytest.approx(SMALLEST_CHANGE_G / (1.96 * 2**0.5), rel=0.1)


def test_the_sensor_may_sit_askew() -> None:
    axes = shin_g(TIME_S, peak_g=7.0)
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    straight, askew = (find_shin_impacts(TIME_S, each, rate_hz=RATE_HZ) for each in (axes, axes @ turn))
    assert straight is not None
    assert askew is not None
    np.testing.assert_allclose(askew.peak_g, straight.peak_g, atol=1e-9)


def test_a_rise_within_the_run_is_told_with_an_error_and_a_steady_run_is_not() -> None:
    rng = np.random.default_rng(1)
    count = int(120 / 0.7) + 2
    steady = 6 + 0.4 * rng.normal(size=count)
    rising = steady + np.linspace(0, 2.0, count)
    still, risen = (compare_with_baseline(impacts_of(peaks)) for peaks in (steady, rising))
    assert still is not None
    assert risen is not None
    assert abs(still.change_pct) < still.smallest_change_pct
    assert risen.change_pct == pytest.approx(100 * 1.6 / 6.2, abs=6)
    assert risen.change_pct > risen.smallest_change_pct
    assert risen.baseline == "the first fifth of this run"


def test_earlier_sessions_are_the_baseline_and_carry_the_error_of_putting_the_sensor_on() -> None:
    change = compare_with_baseline(impacts_of(7.0), [impacts_of(6.0), impacts_of(6.2)])
    assert change is not None
    assert change.baseline == "the 2 sessions before"
    assert change.baseline_g == pytest.approx(6.1, abs=0.1)
    assert change.change_pct < change.smallest_change_pct


def test_peaks_at_the_end_of_the_range_are_counted() -> None:
    found = find_shin_impacts(TIME_S, np.clip(shin_g(TIME_S, peak_g=12.0), -8, 8), rate_hz=RATE_HZ)
    assert found is not None
    assert found.saturated_frac > 0.9
    assert impacts_of(6 + np.random.default_rng(2).normal(size=200)).saturated_frac < 0.05


def test_a_leg_at_rest_has_no_landings() -> None:
    still = np.tile([0.0, 1.0, 0.0], (len(TIME_S), 1)) + 0.01 * np.random.default_rng(0).normal(size=(len(TIME_S), 3))
    assert find_shin_impacts(TIME_S, still, rate_hz=RATE_HZ) is None
