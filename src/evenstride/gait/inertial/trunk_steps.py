"""Where each step of running lies in the upright acceleration of the sacrum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.inertial.vertical import TrunkSignals
from evenstride.signals.filters import low_pass
from evenstride.signals.periodicity import estimate_rhythm

#: Steps a second of runners, 132 to 255 a minute.
_STEP_HZ = (2.2, 4.25)
#: The rhythm is looked for in windows of this length.
_WINDOW_S = 10.0
_SHORTEST_WINDOW_S = 2.0
#: Share of the variance that a steady rhythm explains at least.
_LEAST_STRENGTH = 0.4
#: Below it lies the rhythm of every runner's steps, above it the shock of landing.
_RHYTHM_CUT_OFF_HZ = 5.0
#: A runner is nearly weightless once a step; a walker never is (about 0.7 g).
_FLIGHT_CUT_OFF_HZ = 10.0
_WEIGHTLESS_G = 0.5
#: A step's time differs from its neighbours' by less than this share.
_STEP_RATIO = (0.7, 1.4)


@dataclass(frozen=True)
class StepSequence:
    """Steps that follow each other without a break, feet alternating.

    ``mark_s`` (step + 1,) instants at which the smooth upright acceleration rises through its mean, early in each
    stance; a step lies between two of them.
    """

    mark_s: NDArray[np.float64]

    @property
    def step_s(self) -> NDArray[np.float64]:
        """(step,) time of each step."""
        return np.diff(self.mark_s)

    @property
    def stride_s(self) -> NDArray[np.float64]:
        """(step - 1,) time of two steps each."""
        return np.asarray(self.mark_s[2:] - self.mark_s[:-2])

    @property
    def count(self) -> int:
        return max(0, len(self.mark_s) - 1)


def find_trunk_steps(signals: TrunkSignals) -> tuple[StepSequence, ...]:
    """Sequences of running steps in order of time; standing, walking and gaps separate them.

    Notes
    -----
    1. Low-pass at 5 Hz; in windows of 10 s the rhythm of 2.2 to 4.25 Hz (least-squares spectrum).
    2. Marks: upward crossings of the window's mean, 0.7 to 1.4 of the rhythm's step apart.
    3. A step counts as running when the acceleration, low-passed at 10 Hz, falls below 0.5 g in it.

    Marks keep the same place in every step, so times between them are those between contacts on average; a mark itself
    is not a contact, and the difference between the feet is only partly in it (see the error of the symmetry).
    """
    smooth = low_pass(signals.time_s, signals.vertical_g, cut_off_hz=_RHYTHM_CUT_OFF_HZ)
    flight = low_pass(signals.time_s, signals.vertical_g, cut_off_hz=_FLIGHT_CUT_OFF_HZ)
    step_s, level_g = _local_rhythm(signals.time_s, smooth, signals.rate_hz)
    above = smooth > level_g
    rises = np.flatnonzero(~above[:-1] & above[1:] & np.isfinite(smooth[:-1]) & np.isfinite(smooth[1:]))
    part = (level_g[rises] - smooth[rises]) / (smooth[rises + 1] - smooth[rises])
    mark_s = signals.time_s[rises] + np.clip(part, 0, 1) / signals.rate_hz
    sequences: list[StepSequence] = []
    current: list[float] = []
    for index in range(len(rises)):
        follows = bool(current) and _is_step(index, rises, mark_s, step_s, flight)
        if not follows and len(current) > 2:
            sequences.append(StepSequence(np.array(current)))
        if not follows:
            current = []
        current.append(float(mark_s[index]))
    if len(current) > 2:
        sequences.append(StepSequence(np.array(current)))
    return tuple(sequences)


def _local_rhythm(
    time_s: NDArray[np.float64], smooth: NDArray[np.float64], rate_hz: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(time,) usual step time and mean level around each instant; NaN where there is no steady rhythm."""
    step_s = np.full(len(time_s), np.nan)
    level_g = np.full(len(time_s), np.nan)
    width = max(1, round(_WINDOW_S * rate_hz))
    every = max(1, int(rate_hz // 40))
    for begin in range(0, len(time_s), width):
        window = slice(begin, min(begin + width, len(time_s)))
        # The last window reaches back, so that a short rest of the run still has whole steps in it.
        looked = slice(max(0, window.stop - width), window.stop)
        t, y = time_s[looked][::every], smooth[looked][::every]
        if len(t) < 8 or t[-1] - t[0] < _SHORTEST_WINDOW_S or np.isfinite(y).sum() < 0.3 * len(y):
            continue
        rhythm = estimate_rhythm(t, y, low_hz=_STEP_HZ[0], high_hz=_STEP_HZ[1])
        if rhythm is not None and rhythm.strength >= _LEAST_STRENGTH:
            step_s[window] = 1 / rhythm.frequency_hz
            level_g[window] = np.nanmean(y)
    return step_s, level_g


def _is_step(
    index: int,
    rises: NDArray[np.intp],
    mark_s: NDArray[np.float64],
    step_s: NDArray[np.float64],
    flight: NDArray[np.float64],
) -> bool:
    """Whether a step of running lies between a mark and the one before it."""
    usual_s = step_s[rises[index]]
    taken_s = mark_s[index] - mark_s[index - 1]
    between = flight[rises[index - 1] : rises[index] + 1]
    return bool(
        np.isfinite(usual_s)
        and _STEP_RATIO[0] * usual_s <= taken_s <= _STEP_RATIO[1] * usual_s
        and np.isfinite(between).all()
        and between.min() < _WEIGHTLESS_G
    )
