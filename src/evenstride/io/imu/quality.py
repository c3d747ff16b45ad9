"""What a sensor's values show by themselves: their unit, the end of the range, samples that were written twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import RunFileError
from evenstride.io.imu.declaration import G_PER_UNIT, AccelerationUnit

#: While somebody moves about, the mean of specific force over whole steps is 1 g upright; a leaning or swinging sensor
#: shows less. Between these, in g, a mean is gravity's.
_GRAVITY_G = (0.3, 2.0)
#: Neighbouring samples that stand at the end of the range, so many times, at least.
_SHORTEST_PLATEAU = 3
_FEWEST_PLATEAUS = 3
#: A sensor at rest repeats its lowest value too; only an axis that moves by this much is looked at.
_MOVING_G = 1.0
#: No sensor for bodies reaches further; greater values are damaged (in any unit: a thousand times that).
GREATEST_G = 500.0
_GREATEST_VALUE = 1000 * GREATEST_G
#: The mean is that of the middle one of blocks of so many samples, so that a few damaged values do not count.
_BLOCK_SAMPLES = 100
#: From this share of values on that stand just twice, the file was written faster than the sensor measures.
_REPEATED_SHARE = 0.15
#: With fewer values that differ from the one before, nothing was measured that could be repeated.
_FEWEST_VALUES = 20


def find_acceleration_unit(
    values: NDArray[np.float64], *, said: AccelerationUnit | None, is_declared: bool, name: str
) -> AccelerationUnit:
    """The unit of an acceleration, from what is said of it and from gravity.

    Parameters
    ----------
    values : (sample, axis) as in the file.
    said : by the caller (``is_declared``) or the header.

    Raises
    ------
    RunFileError : the mean is no unit's gravity, or contradicts the header.
    """
    mean = _steady_mean(values)
    fitting = [unit for unit, per in G_PER_UNIT.items() if _GRAVITY_G[0] <= mean * per <= _GRAVITY_G[1]]
    if said in fitting or (said is not None and is_declared and fitting):
        return said
    if not fitting:
        raise RunFileError(
            f"Expected acceleration with gravity in it (about 1 g or 9.8 m/s2 on average), got {mean:.3g} in {name}. "
            "Export the accelerometer's own values, not those with gravity taken out; name the columns with "
            "--imu-columns and the unit with --imu-unit."
        )
    if said is not None:
        raise RunFileError(
            f"Expected {said} as the header of {name} says, but the mean of {mean:.3g} fits {fitting[0]}. "
            "Say which it is: --imu-unit"
        )
    return fitting[0]  # type: ignore[return-value]


def without_impossible(acceleration_g: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """The values with NaN for those that no sensor gives, and how many samples had one."""
    with np.errstate(invalid="ignore"):
        wrong = np.abs(acceleration_g) > GREATEST_G
    return np.where(wrong, np.nan, acceleration_g), int(wrong.any(axis=1).sum())


def saturated_frac(acceleration_g: NDArray[np.float64]) -> tuple[float, ...]:
    """(axis,) share of the samples that stand at the end of the axis's range, 0 where nothing was cut off.

    An axis was cut off where its greatest or its lowest value is held for three samples or more, three times or more.
    """
    return tuple(
        _held_frac(column, np.nanmax(column)) + _held_frac(column, np.nanmin(column))
        if np.isfinite(column).any() and np.ptp(column[np.isfinite(column)]) > _MOVING_G
        else 0.0
        for column in acceleration_g.T
    )


def saturation_sentences(acceleration_g: NDArray[np.float64], axes: tuple[str, ...]) -> list[str]:
    """One sentence for each axis that was cut off, with where."""
    sentences = []
    for axis, column, share in zip(axes, acceleration_g.T, saturated_frac(acceleration_g), strict=True):
        if share > 0:
            ends = [end for end in (np.nanmin(column), np.nanmax(column)) if _held_frac(column, end) > 0]
            sentences.append(
                f"{axis} is cut off at {' and '.join(f'{end:.1f}' for end in ends)} g in {100 * share:.1f} % "
                "of the samples."
            )
    return sentences


def repeated_samples(acceleration: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(sample,) True where every axis repeats the sample before, if that is a habit of the file; else all False.

    It is one where most values stand twice or more, or where many stand just twice. Values that are held longer now and
    then are a sensor at rest or at the end of its range.
    """
    changes = np.concatenate([[True], np.any(acceleration[1:] != acceleration[:-1], axis=1)])
    lengths = np.diff(np.append(np.flatnonzero(changes), len(changes)))
    if len(lengths) < _FEWEST_VALUES:
        return np.zeros(len(changes), bool)
    usual = max(2, int(np.median(lengths)))
    is_habit = np.median(lengths) >= 2 or float(np.mean(lengths == 2)) >= _REPEATED_SHARE
    held_as_usual = np.repeat(lengths <= 2 * usual, lengths)
    return ~changes & held_as_usual & is_habit


def _steady_mean(values: NDArray[np.float64]) -> float:
    """Length of the mean vector, by the median of the means of short blocks."""
    known = values[np.all(np.abs(values) < _GREATEST_VALUE, axis=1)]
    if len(known) == 0:
        return float("nan")
    blocks = np.array_split(known, max(1, len(known) // _BLOCK_SAMPLES))
    return float(np.linalg.norm(np.median([block.mean(axis=0) for block in blocks], axis=0)))


def _held_frac(column: NDArray[np.float64], end: float) -> float:
    held = np.concatenate([[False], column == end, [False]])
    edges = np.flatnonzero(np.diff(held.astype(np.int8)))
    lengths = edges[1::2] - edges[::2]
    plateaus = lengths[lengths >= _SHORTEST_PLATEAU]
    return float(plateaus.sum() / len(column)) if len(plateaus) >= _FEWEST_PLATEAUS else 0.0
