"""A sensor's clock out of the stamps of its samples.

================================ ============================================================================
what files do                    what happens here
================================ ============================================================================
unit not said                    the one that gives 20 to 5000 samples a second
stamps since 1970                the date of the first sample is kept
stamps rounded to milliseconds   spread evenly, where no gap speaks against it
several samples with one stamp   (sent in packets) spread evenly up to the next stamp
a stamp that steps back          that sample is left out
a clock that was set             back, or by more than an hour ahead: the parts are put together, one usual step
                                 apart
missing samples                  stay a gap
================================ ============================================================================

Whatever is done is said in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from evenstride.io.imu.declaration import HIGHEST_RATE_HZ, LOWEST_RATE_HZ, S_PER_UNIT, TimeUnit
from evenstride.io.imu.table import counted

#: A longer interval than this many usual ones is a gap.
_GAP_INTERVALS = 2.5
#: From this share of equal neighbouring stamps on, samples came in packets.
_PACKET_SHARE = 0.2
#: Stepping back further than this many samples' time is a clock that was set.
_RESET_INTERVALS = 50.0
#: Nobody rests for longer with a sensor that goes on.
_LONGEST_GAP_S = 3600.0
#: Stamps since 1970 lie between these, 2001 and 2096.
_EPOCH_S = (1e9, 4e9)


@dataclass(frozen=True)
class ImuClock:
    """Which samples stay, when they were, and what was put right.

    ``kept`` are indices of the rows; ``time_s`` (kept,) is strictly increasing from 0.
    """

    kept: NDArray[np.int64]
    time_s: NDArray[np.float64]
    rate_hz: float
    start: datetime | None = None
    said: tuple[str, ...] = ()


def even_clock(count: int, rate_hz: float) -> ImuClock:
    """The clock of ``count`` samples without stamps."""
    return ImuClock(np.arange(count), np.arange(count) / rate_hz, rate_hz)


def make_imu_clock(stamps: NDArray[np.float64], *, unit: TimeUnit | None, is_declared: bool = False) -> ImuClock | None:
    """The clock of stamps in file order; None where they are no clock of a sensor.

    Parameters
    ----------
    unit : as a header or the caller says; a header's is not believed where it gives no rate a sensor can have.
    """
    finite = np.flatnonzero(np.isfinite(stamps) & (np.abs(stamps) < 1e21))
    if len(finite) < 3:
        return None
    steps = np.diff(stamps[finite])
    forward = steps[steps > 0]
    if len(forward) < 0.05 * len(steps) or len(forward) < 2:
        return None
    packets = float(np.mean(steps == 0)) > _PACKET_SHARE
    typical = float(np.median(forward)) * (len(forward) / len(steps) if packets else 1.0)
    s_per_unit = _seconds_per_unit(typical, unit, is_declared=is_declared)
    if s_per_unit is None:
        return None
    said = (
        []
        if len(finite) == len(stamps)
        else [f"{counted(len(stamps) - len(finite), 'sample')} without a time left out."]
    )
    time_s = (stamps[finite] - stamps[finite[0]]) * s_per_unit
    usual_s = typical * s_per_unit
    if packets:
        time_s = _spread_packets(time_s, usual_s)
        said.append("Samples came in packets with one time each; they are spread evenly.")
    time_s = _joined_after_resets(time_s, usual_s, said)
    in_order = _strictly_forward(time_s)
    if not in_order.all():
        said.append(f"{counted(int((~in_order).sum()), 'sample')} with a time not after the one before left out.")
    time_s, kept = time_s[in_order], finite[in_order]
    if len(time_s) < 3:
        return None
    time_s, rate_hz = _settled(time_s - time_s[0], usual_s, said)
    first_s = float(stamps[kept[0]]) * s_per_unit
    start = datetime.fromtimestamp(first_s, UTC) if _EPOCH_S[0] < first_s < _EPOCH_S[1] else None
    return ImuClock(kept, time_s, rate_hz, start, tuple(said))


def _seconds_per_unit(step: float, unit: TimeUnit | None, *, is_declared: bool) -> float | None:
    """Seconds of one stamp's unit, such that the rate is one a sensor can have."""
    fits = {
        name: seconds
        for name, seconds in S_PER_UNIT.items()
        if LOWEST_RATE_HZ <= 1 / (step * seconds) <= HIGHEST_RATE_HZ
    }
    if unit in fits or (is_declared and unit is not None):
        return fits.get(str(unit))
    return next(iter(fits.values()), None)


def _spread_packets(time_s: NDArray[np.float64], usual_s: float) -> NDArray[np.float64]:
    """Samples of one stamp at even distances up to the next stamp; those of the last one at the usual distance."""
    starts = np.flatnonzero(np.concatenate([[True], np.diff(time_s) != 0]))
    sizes = np.diff(np.append(starts, len(time_s)))
    place = np.arange(len(time_s)) - np.repeat(starts, sizes)
    until_next_s = np.append(np.diff(time_s[starts]), sizes[-1] * usual_s)
    step_s = np.where(until_next_s > 0, np.minimum(until_next_s / sizes, 2 * usual_s), usual_s)
    return np.asarray(time_s + place * np.repeat(step_s, sizes))


def _joined_after_resets(time_s: NDArray[np.float64], usual_s: float, said: list[str]) -> NDArray[np.float64]:
    """Parts of a clock that was set back, or far ahead, one after the other."""
    steps = np.diff(time_s)
    resets = steps < -_RESET_INTERVALS * usual_s
    # A single stray stamp comes back with the next sample; a reset stays.
    stays = np.append(steps[1:] < _RESET_INTERVALS * usual_s, True)
    resets = (resets & stays) | (steps > _LONGEST_GAP_S)
    if not resets.any():
        return time_s
    said.append(f"The clock was set anew {counted(int(resets.sum()), 'time')}; the parts are put together.")
    return np.concatenate([time_s[:1], time_s[0] + np.cumsum(np.where(resets, usual_s, steps))])


def _strictly_forward(time_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Samples that come after all before them; a single stamp far ahead of its neighbours is left out instead."""
    steps = np.diff(time_s)
    ahead = np.zeros(len(time_s), bool)
    ahead[1:-1] = (steps[:-1] > 0) & (steps[1:] < 0) & (time_s[2:] > time_s[:-2])
    before = np.maximum.accumulate(np.where(ahead, -np.inf, time_s))
    before = np.concatenate([[-np.inf], before[:-1]])
    return np.asarray(~ahead & (time_s > before))


def _settled(time_s: NDArray[np.float64], usual_s: float, said: list[str]) -> tuple[NDArray[np.float64], float]:
    """The clock with rounding taken out, its rate, and what its intervals say."""
    steps = np.diff(time_s)
    gaps = steps > _GAP_INTERVALS * usual_s
    rate_hz = 1.0 / float(steps[~gaps].mean()) if not gaps.all() else 1.0 / usual_s
    if gaps.any():
        said.append(
            f"{counted(int(gaps.sum()), 'gap')} of {steps[gaps].sum():.1f} s together, "
            f"the longest {steps[gaps].max():.1f} s; steps across them do not count."
        )
        return time_s, rate_hz
    even_s = np.arange(len(time_s)) * (time_s[-1] / (len(time_s) - 1))
    if float(np.abs(even_s - time_s).max()) < 1.5 * usual_s:
        return even_s, rate_hz
    return time_s, rate_hz
