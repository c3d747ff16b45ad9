"""Foot strike classes by the limits that ship (above 8: rearfoot; below -1.6: forefoot), near and far from them."""

from __future__ import annotations

import pytest

from evenstride.gait.sagittal.strike import classify_strike
from gait_fixtures.assessing import shipped_knowledge


@pytest.mark.parametrize(
    ("angle_deg", "error_deg", "strike"),
    [
        (25.0, 3.0, "rearfoot"),
        (10.0, 0.0, "rearfoot"),  # exactly the two degrees past the limit
        (9.9, 0.0, "uncertain"),
        (8.0, 0.0, "uncertain"),
        (6.1, 0.0, "uncertain"),
        (6.0, 0.0, "midfoot"),
        (3.0, 3.0, "midfoot"),
        (0.4, 0.0, "midfoot"),
        (0.3, 0.0, "uncertain"),
        (-1.6, 0.0, "uncertain"),
        (-3.5, 0.0, "uncertain"),
        (-3.6, 0.0, "forefoot"),
        (-20.0, 6.0, "forefoot"),
        (5.1, 3.0, "uncertain"),
    ],
)
def test_the_angle_names_the_class_away_from_the_limits(angle_deg: float, error_deg: float, strike: str) -> None:
    classes = shipped_knowledge().measures["foot_strike_pattern"].classes
    assert classify_strike(angle_deg, error_deg, classes) == strike


@pytest.mark.parametrize(("error_deg", "strike"), [(2.0, "rearfoot"), (3.0, "rearfoot"), (3.1, "uncertain")])
def test_a_larger_error_asks_for_a_larger_distance(error_deg: float, strike: str) -> None:
    classes = shipped_knowledge().measures["foot_strike_pattern"].classes
    assert classify_strike(11.0, error_deg, classes) == strike


def test_an_error_wider_than_the_middle_class_never_names_it() -> None:
    classes = shipped_knowledge().measures["foot_strike_pattern"].classes
    assert classify_strike(3.2, 10.0, classes) == "uncertain"


def test_an_unknown_angle_is_uncertain() -> None:
    classes = shipped_knowledge().measures["foot_strike_pattern"].classes
    assert classify_strike(float("nan"), 1.0, classes) == "uncertain"
