"""Numbers packed for the page come back as they were, to the step they are packed in."""

from __future__ import annotations

import base64

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from evenstride.reports.packed_courses import LARGEST, packed_courses, packed_marks
from evenstride.testing import synthetic_analysis

#: As in ``tests/unit/web/modules/page_data.test.mjs``, which reads the same text as a page does.
SHARED = [[0.0, 5.0], [1.0, np.nan], [3.0, -2.0], [6.0, -3.0], [np.nan, 0.0], [2.0, 1000.0]]
SHARED_TEXT = "AQMDAwAFCwAEAgnLDw=="


def unpacked(text: str, shape: tuple[int, ...], scale: float) -> NDArray[np.float64]:
    """The page's way of reading, number by number."""
    stream = iter(base64.b64decode(text))
    courses = np.full((int(np.prod(shape[1:])), shape[0]), np.nan)
    for course in courses:
        earlier: list[int] = []
        for picture in range(shape[0]):
            written = shift = 0
            while (byte := next(stream)) >= 128:
                written |= (byte & 127) << shift
                shift += 7
            written |= byte << shift
            if written == 0:
                earlier = []
                continue
            apart = -written // 2 if (written - 1) % 2 else (written - 1) // 2
            line = 0 if not earlier else earlier[-1] if len(earlier) == 1 else 2 * earlier[-1] - earlier[-2]
            earlier.append(line + apart)
            course[picture] = earlier[-1] * scale
    assert next(stream, None) is None
    return courses.T.reshape(shape)


@given(
    arrays(
        float,
        array_shapes(min_dims=1, max_dims=3, max_side=9),
        elements=st.one_of(st.just(np.nan), st.floats(-0.1 * LARGEST, 0.1 * LARGEST)),
    )
)
def test_numbers_come_back_to_half_a_step_and_gaps_as_gaps(values: NDArray[np.float64]) -> None:
    back = unpacked(packed_courses(values, 0.1), values.shape, 0.1)
    assert np.array_equal(np.isnan(back), np.isnan(values))
    assert np.all(np.abs(back - values)[np.isfinite(values)] <= 0.05 + 1e-9)


def test_numbers_beyond_the_largest_stop_there() -> None:
    assert unpacked(packed_courses(np.array([1e9, -1e9]), 1.0), (2,), 1.0).tolist() == [LARGEST, -LARGEST]


def test_a_page_reads_this_text() -> None:
    assert packed_courses(np.array(SHARED), 1.0) == SHARED_TEXT


def test_marks_stand_eight_to_a_byte_from_the_lowest_bit() -> None:
    assert list(base64.b64decode(packed_marks(np.array([True, False, False, True, *[False] * 5, True])))) == [9, 2]


def test_a_runners_points_take_little_more_than_a_byte_each() -> None:
    points = synthetic_analysis(duration_s=4.0).pose_track.xy_px
    assert len(base64.b64decode(packed_courses(points, 0.1))) < 1.4 * points.size
