"""The clock of a table with a time column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.values import MarkerFileError

#: Times that depart from even steps by more than this share of a step, over the whole table, are no even clock.
_MOST_UNEVEN = 0.5


def even_rate_hz(time_s: NDArray[np.float64], name: str, *, first_line: int) -> float:
    """Samples a second of an evenly sampled time column; rounding in the file does not matter.

    Raises
    ------
    MarkerFileError
        Fewer than two rows, a missing time, or times that do not go on in even steps; the message names the line.
    """
    if len(time_s) < 2:
        raise MarkerFileError(f"{name}: expected at least two rows of numbers, got {len(time_s)}.")
    missing = np.flatnonzero(~np.isfinite(time_s))
    if len(missing):
        raise MarkerFileError(f"{name}, line {first_line + int(missing[0])}: expected a time, it is missing.")
    backwards = np.flatnonzero(np.diff(time_s) <= 0)
    if len(backwards):
        at = int(backwards[0]) + 1
        raise MarkerFileError(
            f"{name}, line {first_line + at}: expected a later time than {time_s[at - 1]:g} s, got {time_s[at]:g} s."
        )
    step_s = float(time_s[-1] - time_s[0]) / (len(time_s) - 1)
    apart = np.abs(time_s - (time_s[0] + step_s * np.arange(len(time_s))))
    if apart.max() > _MOST_UNEVEN * step_s:
        at = int(np.argmax(apart))
        raise MarkerFileError(
            f"{name}, line {first_line + at}: expected times in even steps of {step_s:g} s, {time_s[at]:g} s is off by "
            f"{apart[at]:.2g} s. Rows are missing or doubled; export the trial again."
        )
    return 1.0 / step_s
