"""Running speed from step length and cadence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.imbalance.running_speed import estimate_running_speed
from evenstride.model import Measure

LENGTH = Measure("step_length", None, 1.2, "m", 0.06, 20, 0.02, "ok", "clip")
CADENCE = Measure("cadence", None, 160.0, "steps/min", 1.6, 20, 1.0, "ok", "clip")


def speed_of(*measures: Measure):
    return estimate_running_speed({(each.id, each.side): each for each in measures})


def test_speed_is_step_length_times_steps_a_second_with_the_error_of_both():
    speed = speed_of(LENGTH, CADENCE)
    assert speed.value_mps == pytest.approx(3.2)
    assert speed.standard_error_mps == pytest.approx(3.2 * (0.05**2 + 0.01**2) ** 0.5)
    assert speed.is_sure


def test_a_measure_of_low_confidence_makes_the_speed_unsure():
    assert not speed_of(replace(LENGTH, status="low_confidence", reasons=("Scaled.",)), CADENCE).is_sure


def test_without_one_of_them_or_its_error_there_is_no_speed():
    refused = replace(LENGTH, value=None, standard_error=None, status="refused", reasons=("Hidden.",))
    assert speed_of(CADENCE) is None
    assert speed_of(LENGTH) is None
    assert speed_of(refused, CADENCE) is None
    assert speed_of(replace(LENGTH, standard_error=None), CADENCE) is None
