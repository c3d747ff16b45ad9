"""Which name each leg has in every picture: the cheapest way through the clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.periodicity import estimate_rhythm, local_phase

#: A rhythm that explains less of the feet's distance is none.
LEAST_RHYTHM_STRENGTH = 0.4
#: Steps over which the rhythm's phase is averaged.
PHASE_WINDOW_STEPS = 8.0


def search_naming(
    legs: NDArray[np.float64], own: NDArray[np.float64], switch_penalty: float, cap: float
) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    """Best naming per picture by a Viterbi search over pairs of pictures.

    Parameters
    ----------
    legs : (time, side, point, xy) positions in units of what may well happen between two pictures.
    own : (time, naming) cost of each naming by itself: 0 as the model named it, 1 exchanged.
    switch_penalty : cost of changing the naming between two pictures.
    cap : largest cost of one point in one picture.

    Returns
    -------
    (time,) naming and (time,) what the chosen naming costs in movement.
    """
    n = len(legs)
    both = np.stack([legs, legs[:, ::-1]], axis=1)  # (time, naming, side, point, xy)
    cost = np.full((n, 2, 2), np.inf)  # cost[t, naming at t-1, naming at t]
    origin = np.zeros((n, 2, 2), dtype=int)  # naming at t-2
    switch = switch_penalty * (1 - np.eye(2))
    velocity = both[1, None, :] - both[0, :, None]
    cost[1] = own[0][:, None] + own[1][None, :] + switch + 0.2 * _limited(velocity, cap)
    for t in range(2, n):
        # acceleration[a, b, c]: naming a at t-2, b at t-1, c at t
        acceleration = both[t, None, None, :] - 2 * both[t - 1, None, :, None] + both[t - 2, :, None, None]
        velocity = both[t, None, :] - both[t - 1, :, None]
        step = _limited(acceleration, cap) + (0.2 * _limited(velocity, cap) + switch)[None] + own[t]
        total = cost[t - 1][:, :, None] + step
        origin[t] = total.argmin(axis=0)
        cost[t] = total.min(axis=0)
    return _backtrack(cost, origin, both, cap)


def _limited(difference: NDArray[np.float64], cap: float) -> NDArray[np.float64]:
    """Mean over side and point of the limited length of ``(..., side, point, xy)``."""
    return np.asarray(np.minimum(np.linalg.norm(difference, axis=-1), cap).mean(axis=(-1, -2)))


def _backtrack(
    cost: NDArray[np.float64], origin: NDArray[np.int_], both: NDArray[np.float64], cap: float
) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    n = len(cost)
    states = np.zeros(n, dtype=int)
    states[-2], states[-1] = np.unravel_index(int(cost[-1].argmin()), (2, 2))
    for t in range(n - 1, 1, -1):
        states[t - 2] = origin[t, states[t - 1], states[t]]
    legs = both[np.arange(n), states]
    residual = np.zeros(n)
    residual[1:-1] = _limited(legs[2:] - 2 * legs[1:-1] + legs[:-2], cap)
    return states, residual


def carried_forward(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time, ...) with unknown values on straight lines between known ones; 0 where nothing is known."""
    flat = values.reshape(len(values), -1).copy()
    for column in flat.T:
        known = np.isfinite(column)
        if known.any():
            column[:] = np.interp(np.arange(len(column)), np.flatnonzero(known), column[known])
        else:
            column[:] = 0.0
    return flat.reshape(values.shape)


@dataclass(frozen=True)
class StridePhase:
    """The stride's phase, read without asking how the legs are called.

    Attributes
    ----------
    angle_rad : (time,) phase of the stride.
    agreement : share of the pictures with the feet well apart whose naming agrees, 0.5..1. Near 0.5 both namings of
        the clip have as much for them.
    apart_unit : the feet's typical distance, in the unit that was given.
    """

    angle_rad: NDArray[np.float64]
    agreement: float
    apart_unit: float

    @property
    def expected(self) -> NDArray[np.float64]:
        """(time,) where the left foot should be relative to the right one, -1..1."""
        return np.asarray(np.cos(self.angle_rad))

    def cost(self, apart: NDArray[np.float64], *, per_picture: float) -> NDArray[np.float64]:
        """(time, naming) cost of contradicting the phase, at most ``per_picture``."""
        return naming_cost(apart / self.apart_unit * self.expected, per_picture)


def estimate_stride_phase(
    time_s: NDArray[np.float64], apart: NDArray[np.float64], names: NDArray[np.bool_]
) -> StridePhase | None:
    """The alternation of the feet; None where there is no clear rhythm.

    Parameters
    ----------
    apart : (time,) left minus right foot, as the model named them, along the direction in which they take turns.
    names : (time,) True where those names are thought to be exchanged. They decide only which of the two possible
        alternations it is, by majority.

    Notes
    -----
    The distance between the feet without its sign goes up and down once a step, whatever they are called. Half of the
    phase of that rhythm, followed without a break through the clip, is the phase of the stride, up to half a cycle.
    """
    steps = estimate_rhythm(time_s, np.abs(apart), low_hz=0.8, high_hz=4.4)
    if steps is None or steps.strength < LEAST_RHYTHM_STRENGTH:
        return None
    step_s = 1.0 / steps.frequency_hz
    rhythm = local_phase(time_s, np.abs(apart), frequency_hz=steps.frequency_hz, window_s=PHASE_WINDOW_STEPS * step_s)
    angle_rad = 0.5 * np.unwrap(np.angle(rhythm))
    apart_unit = float(np.sqrt(2.0) * np.std(apart)) + 1e-9
    votes = np.where(names, -1.0, 1.0) * apart * np.cos(angle_rad)
    clear = np.abs(votes) > 0.25 * apart_unit
    share = float(np.mean(votes[clear] > 0)) if clear.any() else 0.5
    return StridePhase(angle_rad if share >= 0.5 else angle_rad + np.pi, max(share, 1.0 - share), apart_unit)


def naming_cost(evidence: NDArray[np.float64], per_picture: float) -> NDArray[np.float64]:
    """(time, naming) cost from evidence (time,) for the model's names (1) or against them (-1)."""
    limited = np.clip(evidence, -1.0, 1.0)
    return per_picture * np.stack([np.maximum(-limited, 0.0), np.maximum(limited, 0.0)], axis=1)
