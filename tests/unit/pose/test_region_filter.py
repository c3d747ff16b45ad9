"""The expected region follows a runner without lag and without jitter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.pose.backend import RegionOfInterest
from evenstride.pose.region_filter import RegionFilter


@given(
    velocity_px_s=st.tuples(st.floats(-800, 800), st.floats(-200, 200)),
    fps=st.sampled_from([30.0, 60.0, 120.0]),
)
def test_steady_motion_is_predicted_without_lag(velocity_px_s: tuple[float, float], fps: float) -> None:
    velocity = np.array(velocity_px_s)
    region_filter = RegionFilter(0.0, RegionOfInterest(0.0, 0.0, 400.0))
    for i in range(1, int(2 * fps)):
        x, y = velocity * i / fps
        region_filter.update(i / fps, RegionOfInterest(x, y, 400.0))
    expected = region_filter.predict(2.0)
    assert expected.center_px == pytest.approx(velocity * 2.0, abs=0.02 * np.abs(velocity).max() + 1e-6)


def test_jitter_of_the_region_is_damped() -> None:
    rng = np.random.default_rng(1)
    region_filter = RegionFilter(0.0, RegionOfInterest(0.0, 0.0, 400.0))
    predicted, measured = [], []
    for i in range(1, 300):
        noise = rng.normal(size=4)
        region = RegionOfInterest(noise[0], noise[1], 400.0 + noise[2], 0.01 * noise[3])
        region_filter.update(i / 60, region)
        predicted.append(region_filter.predict((i + 1) / 60))
        measured.append(region)
    for name in ("center_x_px", "center_y_px", "size_px", "rotation_rad"):
        assert np.std([getattr(r, name) for r in predicted]) < 0.6 * np.std([getattr(r, name) for r in measured])


def test_a_turn_across_half_a_circle_takes_the_short_way() -> None:
    region_filter = RegionFilter(0.0, RegionOfInterest(0.0, 0.0, 400.0, 3.1))
    region_filter.update(0.1, RegionOfInterest(0.0, 0.0, 400.0, -3.1))
    assert abs(region_filter.predict(0.1).rotation_rad) > 3.0


def test_a_picture_of_the_same_time_changes_nothing() -> None:
    region_filter = RegionFilter(1.0, RegionOfInterest(5.0, 6.0, 400.0))
    region_filter.update(1.0, RegionOfInterest(50.0, 60.0, 300.0))
    assert region_filter.predict(1.0).center_px.tolist() == [5.0, 6.0]
