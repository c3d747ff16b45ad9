"""Steps or strides, impossible values, the later of two values."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.runs.channels import POSSIBLE, Column, FieldRule, clean_channel, steps_per_minute
from evenstride.model.run import UNIT_OF, ChannelSource

SOURCE = ChannelSource("watch", "field", "native")


@pytest.mark.parametrize(
    ("stored", "steps", "are_steps"), [(85.0, 170.0, False), (170.0, 170.0, True), (110.0, 220.0, False)]
)
def test_the_middle_value_tells_steps_from_strides(stored: float, steps: float, are_steps: bool) -> None:
    values, said = steps_per_minute(np.full(50, stored))
    assert (float(values[0]), said) == (steps, are_steps)


def test_standing_does_not_make_steps_of_strides() -> None:
    values, are_steps = steps_per_minute(np.r_[np.zeros(500), np.full(100, 165.0)])
    assert are_steps
    assert values.max() == 165


def test_a_known_cadence_decides_for_a_walk() -> None:
    values, are_steps = steps_per_minute(np.full(50, 104.0), reference_spm=np.full(50, 106.0))
    assert are_steps
    assert values[0] == 104
    doubled, _ = steps_per_minute(np.full(50, 125.0), reference_spm=np.full(50, 248.0))
    assert doubled[0] == 250


def test_impossible_values_are_counted_and_left_out() -> None:
    said: list[str] = []
    channel = clean_channel(FieldRule("speed"), np.array([3.0, 65.0, -1.0, np.nan]), SOURCE, said)
    assert channel is not None
    assert np.isfinite(channel.values).tolist() == [True, False, False, False]
    assert said == ["Impossible values of speed (field) are left out: 2."]


def test_a_field_without_values_is_no_channel() -> None:
    assert clean_channel(FieldRule("contact_time"), np.zeros(5), SOURCE, []) is None


def test_standing_still_keeps_its_zeros() -> None:
    channel = clean_channel(FieldRule("cadence"), np.zeros(5), SOURCE, [])
    assert channel is not None
    assert channel.values.sum() == 0


def test_every_quantity_has_a_unit_and_a_possible_range() -> None:
    assert set(POSSIBLE) == set(UNIT_OF)


def test_of_two_values_on_one_sample_the_later_stands() -> None:
    column = Column()
    for row, value in enumerate((1.0, 2.0, 3.0)):
        column.add(row, value)
    np.testing.assert_array_equal(column.on(np.array([0, 0, -1]), 2), [2.0, np.nan])
