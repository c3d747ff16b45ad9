"""Conversions by hand."""

from __future__ import annotations

import pytest

from evenstride.units import ms_from_s, spm_from_step_time


def test_a_quarter_of_a_second_is_250_milliseconds() -> None:
    assert ms_from_s(0.25) == 250.0


@pytest.mark.parametrize(("step_time_s", "cadence_spm"), [(0.5, 120.0), (0.375, 160.0), (1 / 3, 180.0)])
def test_cadence_counts_steps_not_strides(step_time_s: float, cadence_spm: float) -> None:
    assert spm_from_step_time(step_time_s) == pytest.approx(cadence_spm)
