"""Laws of angles: scale and place change nothing, a rotation turns lines by itself and leaves joints alone."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from evenstride.signals.angles import flexion_deg, signed_flexion_deg, slope_deg, tilt_from_vertical_deg

coordinate = st.floats(-100, 100)
point = st.tuples(coordinate, coordinate).map(lambda xy: np.array([xy]))
angle_deg = st.floats(-180, 180)


def rotated(xy: NDArray[np.float64], by_deg: float) -> NDArray[np.float64]:
    """Turned anticlockwise."""
    c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    return xy @ np.array([[c, s], [-s, c]])


def differs_deg(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Distance around the circle."""
    return float(abs((first[0] - second[0] + 180) % 360 - 180))


def is_long_enough(*lines: NDArray[np.float64]) -> bool:
    return all(np.linalg.norm(line) > 1e-3 for line in lines)


@given(point, point, point, st.floats(0.01, 100), point, angle_deg)
def test_joint_angles_do_not_change_with_scale_place_or_rotation(hip, knee, ankle, scale, shift, turn_deg) -> None:
    assume(is_long_enough(hip - knee, ankle - knee))
    moved = [rotated(xy, turn_deg) * scale + shift for xy in (hip, knee, ankle)]
    # an arc cosine is steep near straight: 1e-3 degrees there is the last digit of the cosine
    assert abs(flexion_deg(*moved)[0] - flexion_deg(hip, knee, ankle)[0]) < 2e-3
    assert differs_deg(signed_flexion_deg(*moved), signed_flexion_deg(hip, knee, ankle)) < 1e-5


@given(point, point, point)
def test_the_signed_bend_has_the_size_of_the_unsigned_one_and_turns_over_in_a_mirror(hip, knee, ankle) -> None:
    assume(is_long_enough(hip - knee, ankle - knee))
    signed = signed_flexion_deg(hip, knee, ankle)
    assert abs(abs(signed[0]) - flexion_deg(hip, knee, ankle)[0]) < 2e-3
    mirror = np.array([-1.0, 1.0])
    assert differs_deg(signed_flexion_deg(hip * mirror, knee * mirror, ankle * mirror), -signed) < 1e-9


@given(point, angle_deg, st.floats(0.01, 100))
def test_a_rotation_turns_a_line_by_exactly_its_angle(line, turn_deg, scale) -> None:
    assume(is_long_enough(line))
    turned = rotated(line, turn_deg) * scale
    assert differs_deg(slope_deg(turned), slope_deg(line) + turn_deg) < 1e-6
    assert differs_deg(tilt_from_vertical_deg(turned), tilt_from_vertical_deg(line) - turn_deg) < 1e-6


@given(point)
def test_tilt_and_slope_add_up_to_a_right_angle(line) -> None:
    assume(is_long_enough(line))
    assert differs_deg(tilt_from_vertical_deg(line) + slope_deg(line), np.array([90.0])) < 1e-9
