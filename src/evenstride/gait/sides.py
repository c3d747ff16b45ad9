"""Left and right held through the clip.

Pose models name the legs picture by picture, and where the legs cross in a side view they often swap the names for a
few pictures. A leg cannot jump: over the whole clip we choose, for every picture, whether its left and right points
are exchanged, so that the legs' accelerations are smallest (Viterbi search over pairs of pictures). Where the legs
merge for some pictures, the movement alone cannot tell which leg came out on which side; then the gait's phase can:
the legs swing against each other, so the distance between the ankles goes on as it did in the strides around.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.side_view import typical_leg_length_px
from evenstride.model import PoseTrack
from evenstride.signals.periodicity import estimate_rhythm, local_phase

LEG_POINTS = ("knee", "ankle", "heel", "toe")
#: Long clips are repaired piece by piece: the rhythm changes over minutes, and the model's majority holds in each.
PIECE_S = 20.0
_SURFACE_OF_LEG = ("sole_back", "sole_front", "heel_top", "heel_bottom", "calf", "achilles")
_MOVED_WITH_LEG = ("hip", *LEG_POINTS, *_SURFACE_OF_LEG)


@dataclass(frozen=True)
class SideRepair:
    """A track whose legs keep their names, and what was done to it.

    Attributes
    ----------
    track : the repaired track.
    swapped : (time,) True where left and right leg points were exchanged.
    unclear : (time,) True where neither naming continues the movement (legs merged into one, points jumped).
    """

    track: PoseTrack
    swapped: NDArray[np.bool_]
    unclear: NDArray[np.bool_]


def repair_sides(
    track: PoseTrack,
    *,
    swap_penalty_per_s: float = 3.0,
    phase_penalty_per_s: float = 20.0,
    switch_penalty: float = 0.1,
    cap: float = 1.5,
) -> SideRepair:
    """Exchange left and right leg points where the movement shows that the model confused them.

    Parameters
    ----------
    swap_penalty_per_s : cost per second of disagreeing with the model's naming, in the units of `cap`.
    phase_penalty_per_s : cost per second of a naming that contradicts the phase of the strides around.
    switch_penalty : cost of changing one's mind between two pictures.
    cap : largest cost of one point in one picture, so that a stray point cannot decide.

    Notes
    -----
    The cost of a picture is the mean over leg points of the second difference of position, as a fraction of the leg
    length and limited by `cap`. Positions are taken relative to the middle of the hips. A shift of the naming over
    the entire clip cannot be seen here; see `evenstride.gait.side_view`.
    """
    n = len(track)
    leg_length_px = typical_leg_length_px(track)
    if n < 4 or not np.isfinite(leg_length_px):
        none = np.zeros(n, dtype=bool)
        return SideRepair(track, none, none)
    legs = _leg_array(track) / (leg_length_px * 0.25 * min(1.0, 30.0 / max(track.fps, 1.0)) ** 0.5)
    swapped, residual = np.zeros(n, dtype=bool), np.zeros(n)
    for begin, end in _pieces(n, round(PIECE_S * track.fps)):
        own = np.stack([np.zeros(end - begin), np.full(end - begin, swap_penalty_per_s / track.fps)], axis=1)
        states, _ = _viterbi(legs[begin:end], own, switch_penalty, cap)
        own = own + _phase_cost(
            track.time_s[begin:end], legs[begin:end], states, cost_per_picture=phase_penalty_per_s / track.fps
        )
        states, residual[begin:end] = _viterbi(legs[begin:end], own, switch_penalty, cap)
        swapped[begin:end] = states.astype(bool)
    return SideRepair(_exchange(track, swapped), swapped, residual > 0.7 * cap)


def _pieces(count: int, length: int) -> list[tuple[int, int]]:
    """Half-open ranges of about ``length`` pictures that cover all; none shorter than half of it."""
    pieces = max(1, round(count / max(length, 8)))
    bounds = [round(k * count / pieces) for k in range(pieces + 1)]
    return list(pairwise(bounds))


def exchange_sides(track: PoseTrack, where: NDArray[np.bool_]) -> PoseTrack:
    """Exchange all left and right points, arms and face too, in the pictures marked in ``where`` (time,)."""
    return _exchange(track, where, tuple(name.removeprefix("left_") for name in track.keypoints if "left_" in name))


def _leg_array(track: PoseTrack) -> NDArray[np.float64]:
    """(time, side, point, xy) leg points relative to the middle of the hips, short gaps carried forward."""
    origin = track.middle("hip")
    legs = np.stack(
        [
            np.stack([track.point(f"{side}_{name}") - origin for name in LEG_POINTS], axis=1)
            for side in ("left", "right")
        ],
        axis=1,
    )
    return _carried_forward(legs)


def _carried_forward(values: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = values.reshape(len(values), -1).copy()
    for column in flat.T:
        known = np.isfinite(column)
        if known.any():
            column[:] = np.interp(np.arange(len(column)), np.flatnonzero(known), column[known])
        else:
            column[:] = 0.0
    return flat.reshape(values.shape)


def _phase_cost(
    time_s: NDArray[np.float64], legs: NDArray[np.float64], states: NDArray[np.int_], *, cost_per_picture: float
) -> NDArray[np.float64]:
    """(time, naming) cost of contradicting the local stride rhythm; zero where there is no clear rhythm."""
    ankle_x = legs[:, :, LEG_POINTS.index("ankle"), 0]
    spread = np.where(states == 1, -1.0, 1.0) * (ankle_x[:, 0] - ankle_x[:, 1])
    cost = np.zeros((len(time_s), 2))
    steps = estimate_rhythm(time_s, np.abs(spread), low_hz=0.8, high_hz=4.4)  # the same whatever the legs are called
    if steps is None or steps.strength < 0.4:
        return cost
    stride_hz = steps.frequency_hz / 2
    expected = local_phase(time_s, spread, frequency_hz=stride_hz, window_s=8.0 / stride_hz).real
    amplitude = np.sqrt(2.0) * float(np.std(expected)) + 1e-9
    agreement = np.clip((ankle_x[:, 0] - ankle_x[:, 1]) * expected / amplitude**2, -1.0, 1.0)
    cost[:, 0] = cost_per_picture * np.maximum(-agreement, 0.0)
    cost[:, 1] = cost_per_picture * np.maximum(agreement, 0.0)
    return cost


def _viterbi(
    legs: NDArray[np.float64], own: NDArray[np.float64], switch_penalty: float, cap: float
) -> tuple[NDArray[np.int_], NDArray[np.float64]]:
    """Best naming per picture; a state is the naming of the last two pictures."""
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
    if states.mean() > 0.5:  # the same movement with every name exchanged: keep the model's majority
        states = 1 - states
    legs = both[np.arange(n), states]
    residual = np.zeros(n)
    residual[1:-1] = _limited(legs[2:] - 2 * legs[1:-1] + legs[:-2], cap)
    return states, residual


def _exchange(track: PoseTrack, where: NDArray[np.bool_], points: tuple[str, ...] = _MOVED_WITH_LEG) -> PoseTrack:
    xy, visibility = track.xy_px.copy(), track.visibility.copy()
    for name in points:
        if not (track.has(f"left_{name}") and track.has(f"right_{name}")):
            continue
        pair = [track.keypoints.index(f"left_{name}"), track.keypoints.index(f"right_{name}")]
        frames = np.flatnonzero(where)[:, None]
        xy[frames, pair] = xy[frames, pair[::-1]]
        visibility[frames, pair] = visibility[frames, pair[::-1]]
    return track.with_points(xy, visibility)
