"""Numbers over time packed small for a page: movement is smooth, so what a straight line does not foresee is little.

A course is one number over all pictures. In steps of a scale, each number is told by its distance from the straight
line through the two known numbers before it (from the one before where there is one, else from 0). Distances are
counted 0, -1, 1, -2, 2 and so on, one more than that is written, and 0 is a gap. Such a number takes as many bytes as
it has groups of seven bits, the lowest first; the highest bit says that another follows. ``static/page_data.js`` reads
it.
"""

from __future__ import annotations

import base64
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

#: In steps of the scale; numbers beyond stop there. Three bytes hold the distance between the farthest.
LARGEST = 32767
_MOST_BYTES = 3

_Any = TypeVar("_Any", bound=np.generic)


def packed_courses(values: NDArray[np.float64], scale: float) -> str:
    """Courses in base64, one after the other.

    Parameters
    ----------
    values : (time, ...); NaN is a gap.
    scale : of a step; what comes back is within half of it.
    """
    courses = values.reshape(len(values), -1).T
    known = np.isfinite(courses)
    steps = np.clip(np.round(np.nan_to_num(courses) / scale), -LARGEST, LARGEST).astype(np.int64)
    before, is_before = _earlier(steps, 1), _earlier(known, 1)
    line = np.where(_earlier(known, 2) & is_before, 2 * before - _earlier(steps, 2), np.where(is_before, before, 0))
    apart = steps - line
    counted = np.where(apart >= 0, 2 * apart, -2 * apart - 1)
    return base64.b64encode(_bytes_of(np.where(known, counted + 1, 0).ravel())).decode("ascii")


def packed_marks(values: NDArray[np.bool_]) -> str:
    """True and false in base64, eight to a byte, the first in the lowest bit."""
    return base64.b64encode(np.packbits(values.ravel(), bitorder="little").tobytes()).decode("ascii")


def _earlier(courses: NDArray[_Any], by: int) -> NDArray[_Any]:
    """What stood so many pictures before; 0 or False where there is no such picture."""
    moved = np.zeros_like(courses)
    moved[:, by:] = courses[:, :-by]
    return moved


def _bytes_of(numbers: NDArray[np.int64]) -> bytes:
    places = np.arange(_MOST_BYTES)
    groups = (numbers[:, None] >> (7 * places)) & 127
    length = 1 + (numbers[:, None] >= 1 << (7 * places[1:])).sum(axis=1, keepdims=True)
    groups |= np.where(places < length - 1, 128, 0)
    return groups[places < length].astype(np.uint8).tobytes()
