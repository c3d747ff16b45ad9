"""Distance, speed and grade from positions and altitude, against answers known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from evenstride.io.runs.ground import compute_distance_m, compute_grade_pct, compute_speed_mps

METRES_A_DEGREE = 6_371_008.8 * np.pi / 180


def test_a_quarter_of_a_meridian_is_ten_thousand_kilometres() -> None:
    distance = compute_distance_m(np.array([0.0, 100.0]), np.array([0.0, 90.0]), np.array([20.0, 20.0]))
    assert distance[-1] == pytest.approx(10_007_557, rel=1e-6)


def test_a_straight_run_over_the_date_line_keeps_its_length() -> None:
    time_s = np.arange(100.0)
    lon = (179.9995 + 3 * time_s / METRES_A_DEGREE + 180) % 360 - 180
    distance = compute_distance_m(time_s, np.zeros(100), lon)
    assert distance[-1] == pytest.approx(3 * 99, abs=2)


def test_scatter_of_positions_lengthens_the_way_less_than_without_averaging() -> None:
    rng = np.random.default_rng(1)
    time_s = np.arange(2000.0)
    scatter = rng.normal(0, 0.6, (2, 2000)) / METRES_A_DEGREE
    lat, lon = 3 * time_s / METRES_A_DEGREE + scatter[0], scatter[1]
    excess = compute_distance_m(time_s, lat, lon)[-1] / (3 * 1999) - 1
    apart = compute_distance_m(time_s * 5, lat, lon)[-1] / (3 * 1999) - 1
    assert 0 <= excess < 0.4 * apart


def test_missing_positions_are_missing_distance_and_are_crossed_straight() -> None:
    lat = np.array([0.0, np.nan, 2.0, 3.0]) / METRES_A_DEGREE
    distance = compute_distance_m(np.array([0.0, 10, 20, 30]), lat, np.zeros(4))
    np.testing.assert_allclose(distance, [0, np.nan, 2, 3], atol=1e-6)


def test_speed_is_the_slope_of_distance_also_at_the_ends() -> None:
    time_s = np.cumsum(np.r_[0, np.random.default_rng(2).uniform(0.5, 3, 200)])
    np.testing.assert_allclose(compute_speed_mps(time_s, 3.2 * time_s), 3.2)


def test_an_even_climb_has_its_grade_and_a_hill_its_signs() -> None:
    distance = np.arange(0, 3000, 3.0)
    np.testing.assert_allclose(compute_grade_pct(distance, 200 + 0.04 * distance)[100:-100], 4, atol=0.01)
    hill = 50 - np.abs(distance - 1500) * 0.05
    grade = compute_grade_pct(distance, hill)
    assert grade[200] == pytest.approx(5, abs=0.05)
    assert grade[-200] == pytest.approx(-5, abs=0.05)


def test_altitude_in_steps_of_the_barometer_gives_no_false_hills() -> None:
    distance = np.arange(0, 5000, 3.0)
    true = 1.0
    steps = np.round(distance * true / 100 / 0.2) * 0.2
    assert np.nanmax(np.abs(compute_grade_pct(distance, steps)[50:-50] - true)) < 0.35


def test_the_slope_is_that_of_altitude_under_a_gaussian() -> None:
    distance_m = np.arange(0.0, 2000.0, 5.0)
    altitude_m = np.cumsum(np.random.default_rng(1).normal(0, 0.3, len(distance_m)))
    smooth_m = gaussian_filter1d(altitude_m, 7.0, mode="nearest")
    expected_pct = 100 * np.gradient(smooth_m, 5.0)
    np.testing.assert_allclose(compute_grade_pct(distance_m, altitude_m), expected_pct, atol=1e-9)


def test_standing_still_is_no_slope() -> None:
    distance = np.r_[np.arange(0, 600, 3.0), np.full(300, 600.0), np.arange(600, 1200, 3.0)]
    altitude = np.r_[np.zeros(200), np.linspace(0, 0.4, 300), np.full(200, 0.4)]
    assert np.nanmax(np.abs(compute_grade_pct(distance, altitude))) < 1.0


@pytest.mark.parametrize("length_m", [0.0, 20.0])
def test_a_way_too_short_has_no_grade(length_m: float) -> None:
    assert not np.isfinite(compute_grade_pct(np.linspace(0, length_m, 50), np.linspace(0, 5, 50))).any()
