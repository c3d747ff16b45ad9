"""Curves over the stride, on signals whose mean over the stride is known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.reports.clip import clip_data
from evenstride.reports.clip_model import ClipData, StepMark
from evenstride.reports.comparison.cycle_curves import PERCENT, cycle_curve, whole_strides
from evenstride.testing import synthetic_analysis

STRIDE_S = 0.8


@pytest.fixture(scope="module")
def clip() -> ClipData:
    """4 s at 100 pictures a second; the right foot lands at 0.2, 1.0, 1.8, 2.6 and 3.4 s."""
    time_s = np.arange(400) / 100
    made = clip_data(synthetic_analysis())
    contacts = [0.2 + STRIDE_S * number for number in range(5)]
    steps = tuple(
        StepMark("right", number + 1, at, at + 0.3, at + STRIDE_S if number < 4 else None)
        for number, at in enumerate(contacts)
    )
    return replace(made, time_s=time_s, steps=steps)


def test_a_curve_that_repeats_with_the_stride_is_its_own_mean(clip: ClipData) -> None:
    angle_deg = 30 * np.sin(2 * np.pi * (clip.time_s - 0.2) / STRIDE_S)
    curve = cycle_curve(angle_deg, clip, "right")
    assert curve is not None
    assert curve.stride_count == 4
    np.testing.assert_allclose(curve.mean_deg, 30 * np.sin(2 * np.pi * PERCENT), atol=0.05)
    assert curve.sd_deg.max() < 0.05


def test_strides_that_differ_by_a_constant_scatter_by_it(clip: ClipData) -> None:
    stride = np.clip(np.floor((clip.time_s - 0.2 + 1e-9) / STRIDE_S), 0, 3)
    curve = cycle_curve(10.0 * stride, clip, "right")
    assert curve is not None
    assert curve.mean_deg[50] == pytest.approx(15.0)
    assert curve.sd_deg[50] == pytest.approx(np.std([0, 10, 20, 30], ddof=1))


def test_a_gap_in_every_stride_stays_a_gap_and_one_in_a_single_stride_does_not(clip: ClipData) -> None:
    percent = ((clip.time_s - 0.2) / STRIDE_S) % 1
    everywhere = np.where((percent > 0.4) & (percent < 0.6), np.nan, 5.0)
    once = np.where((clip.time_s > 1.3) & (clip.time_s < 1.5), np.nan, 5.0)
    gap, none = cycle_curve(everywhere, clip, "right"), cycle_curve(once, clip, "right")
    assert gap is not None
    assert none is not None
    assert np.isnan(gap.mean_deg[50])
    assert gap.mean_deg[10] == 5.0
    np.testing.assert_allclose(none.mean_deg, 5.0)


def test_a_foot_without_a_whole_stride_has_no_curve(clip: ClipData) -> None:
    assert cycle_curve(np.zeros(400), clip, "left") is None
    late = replace(clip, time_s=clip.time_s + 3.3)
    assert whole_strides(clip.steps, late, "right") == []
