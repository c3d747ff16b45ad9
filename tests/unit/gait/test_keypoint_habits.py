"""Which keypoint source has which habits."""

from __future__ import annotations

import pytest

from evenstride.gait.keypoint_habits import BLAZEPOSE, MARKERS_OR_UNKNOWN, habits_of
from gait_fixtures.assessing import side_view_ids


@pytest.mark.parametrize("source", ["blazepose_heavy", "blazepose_full"])
def test_blazepose_is_known_whatever_its_size(source: str) -> None:
    assert habits_of(source) is BLAZEPOSE


@pytest.mark.parametrize("source", ["markers", "rtmpose-halpe26", "", "my_blazepose"])
def test_an_unknown_source_counts_as_points_fixed_to_the_body(source: str) -> None:
    habits = habits_of(source)
    assert habits is MARKERS_OR_UNKNOWN
    assert (habits.contact_offset_s, habits.toe_off_offset_s, habits.heel_ahead_leg) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("habits", [BLAZEPOSE, MARKERS_OR_UNKNOWN], ids=["blazepose", "markers"])
def test_the_far_leg_is_never_more_certain_than_the_near_one(habits) -> None:
    assert habits.near_error.keys() == habits.far_error.keys()
    assert all(habits.far_error[name] >= error > 0 for name, error in habits.near_error.items())


def test_every_named_error_belongs_to_a_measure_of_the_side_view() -> None:
    known = {measure_id for measure_id, _ in side_view_ids()}
    assert set(BLAZEPOSE.near_error) <= known
    assert set(MARKERS_OR_UNKNOWN.near_error) <= known
