"""One strictly increasing clock out of the stamps a file has.

================================ ============================================================================
what files do                    what happens here
================================ ============================================================================
two samples with one stamp       joined: each field keeps its later value (Suunto writes one second in two parts)
a few stamps out of line         those samples are left out
stamps that step back a little   left out until the clock has caught up
a jump of the whole clock        (satellite time arrives late, so the date changes): the parts are put together,
                                 apart as far as the session's own duration says, one usual step otherwise, and
                                 the date after the jump counts
no stamp                         left out
================================ ============================================================================

Whatever is done is said in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Longer gaps are a wrong clock, not a pause: no run pauses for twelve hours and goes on in the same file.
_LONGEST_GAP_S = 12 * 3600.0
#: Stepping back further than this is a clock that was set, not a stamp out of order.
_LONGEST_STEP_BACK_S = 60.0
#: Fewer samples between two jumps than this are damaged stamps.
_FEWEST_OF_A_PART = 5


@dataclass(frozen=True)
class Clock:
    """Which samples stay, and when they were.

    Attributes
    ----------
    sample_of_row : (row,) index of the sample each row of the file goes into, -1 where it is left out.
    time_s : (sample,) seconds since the first sample, strictly increasing.
    stamp_s : (sample,) the file's own stamps of those samples, as they were.
    start_stamp_s : the stamp of time 0, on the part of the clock that is believed.
    said : what was put right, one sentence each.
    """

    sample_of_row: NDArray[np.int64]
    time_s: NDArray[np.float64]
    stamp_s: NDArray[np.float64]
    start_stamp_s: float
    said: tuple[str, ...]

    def time_of(self, stamp_s: float) -> float:
        """The time of any other stamp of the file, of an event or a lap, within the run."""
        order = np.argsort(self.stamp_s, kind="stable")
        return float(np.interp(stamp_s, self.stamp_s[order], self.time_s[order]))


def make_clock(stamp_s: NDArray[np.float64], *, session_duration_s: float | None = None) -> Clock:
    """Make the clock of rows in file order.

    Parameters
    ----------
    stamp_s : (row,) the file's stamps in seconds, NaN where a row has none.
    session_duration_s : how long the file itself says it took, pauses included; used to size a jump.
    """
    said: list[str] = []
    rows = np.flatnonzero(np.isfinite(stamp_s))
    if len(rows) < len(stamp_s):
        said.append(f"Samples without a time are left out: {len(stamp_s) - len(rows)}.")
    given = len(rows)
    rows = rows[~_out_of_line(stamp_s[rows])]
    rows = rows[~_in_splinters(stamp_s[rows])]
    if len(rows) < given:
        said.append(f"Samples with a time out of line are left out: {given - len(rows)}.")
    time_s, start_stamp_s = _without_jumps(stamp_s[rows], session_duration_s, said)
    late = time_s >= np.maximum.accumulate(time_s) if len(time_s) else np.empty(0, bool)
    if not late.all():
        said.append(f"Samples that go back in time are left out: {int((~late).sum())}.")
    rows, time_s = rows[late], time_s[late]
    first_of_sample = np.concatenate(([True], np.diff(time_s) > 0))[: len(time_s)]
    if not first_of_sample.all():
        said.append(f"Samples that share their time with another are joined with it: {int((~first_of_sample).sum())}.")
    sample_of_row = np.full(len(stamp_s), -1, np.int64)
    sample_of_row[rows] = np.cumsum(first_of_sample) - 1
    kept = np.flatnonzero(first_of_sample)
    return Clock(sample_of_row, time_s[kept], stamp_s[rows[kept]], start_stamp_s, tuple(said))


def _out_of_line(stamp_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(row,) True for a single stamp away from both neighbours, which fit each other."""
    lonely = np.zeros(len(stamp_s), bool)
    if len(stamp_s) < 3:
        return lonely
    before, after = np.diff(stamp_s)[:-1], np.diff(stamp_s)[1:]
    around = stamp_s[2:] - stamp_s[:-2]
    away = ((before > _LONGEST_STEP_BACK_S) & (after < 0)) | ((before < 0) & (after > 0))
    lonely[1:-1] = away & (around >= 0) & (around <= _LONGEST_STEP_BACK_S)
    lonely[1:] &= ~lonely[:-1]
    return lonely


def _in_splinters(stamp_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(row,) True for a handful of stamps that a jump of the clock splits off on each side: damaged, not a clock."""
    parts = np.split(np.arange(len(stamp_s)), np.flatnonzero(_is_jump(np.diff(stamp_s))) + 1)
    splinters = np.zeros(len(stamp_s), bool)
    largest = max(len(part) for part in parts)
    for part in parts:
        splinters[part] = len(part) < _FEWEST_OF_A_PART and len(part) * 5 <= largest
    return splinters


def _is_jump(steps_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (steps_s > _LONGEST_GAP_S) | (steps_s < -_LONGEST_STEP_BACK_S)


def _without_jumps(
    stamp_s: NDArray[np.float64], session_duration_s: float | None, said: list[str]
) -> tuple[NDArray[np.float64], float]:
    """Seconds since the first stamp with jumps of the whole clock taken out, and the stamp of time 0."""
    if len(stamp_s) == 0:
        return stamp_s.copy(), 0.0
    steps = np.diff(stamp_s)
    jumps = np.flatnonzero(_is_jump(steps))
    if len(jumps) == 0:
        return stamp_s - stamp_s[0], float(stamp_s[0])
    usual = steps[(steps > 0) & (steps <= _LONGEST_GAP_S)]
    usual_s = float(np.median(usual)) if len(usual) else 1.0
    left_s = (session_duration_s or 0.0) - float(np.delete(steps, jumps).sum())
    # the session's own duration sizes a single jump; of several jumps it does not say which took how long
    gap_s = left_s if len(jumps) == 1 and usual_s < left_s <= _LONGEST_GAP_S else usual_s
    jump_s = steps[jumps]
    steps[jumps] = gap_s
    time_s = np.concatenate(([0.0], np.cumsum(steps)))
    for jump, size_s in zip(jumps[:3], jump_s[:3], strict=True):
        said.append(
            f"The clock jumps by {_in_words(float(size_s))} after {time_s[jump] / 60:.1f} minutes; the parts are put "
            f"together {gap_s:.0f} s apart, and the date after the jump counts."
        )
    if len(jumps) > 3:
        said.append(f"The clock jumps {len(jumps)} times in all.")
    return time_s, float(stamp_s[jumps[-1] + 1] - time_s[jumps[-1] + 1])


def _in_words(seconds: float) -> str:
    size = abs(seconds)
    words = f"{size / 86400:.1f} days" if size >= 86400 else f"{size / 60:.0f} minutes"
    return words if seconds > 0 else f"{words} backwards"
