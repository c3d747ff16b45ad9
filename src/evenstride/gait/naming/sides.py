"""Left and right held through the clip.

Pose models name the legs picture by picture, and where the legs cross in a side view they often swap the names for a
few pictures. A leg cannot jump: over the whole clip we choose, for every picture, whether its left and right points
are exchanged, so that the legs' accelerations are smallest (Viterbi search over pairs of pictures). Where the legs
merge for some pictures, the movement alone cannot tell which leg came out on which side; then the gait's phase can:
the legs swing against each other, so the distance between the ankles goes on as it did in the strides around.

From behind and from the front the order across the picture is absolute; see `evenstride.gait.naming.frontal_naming`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import estimate_side_view, typical_leg_length_px
from evenstride.gait.naming.frontal_naming import is_frontal, name_frontal_sides
from evenstride.gait.naming.naming_search import StridePhase, carried_forward, estimate_stride_phase, search_naming
from evenstride.model import PoseTrack
from evenstride.model.gait import other

LEG_POINTS = ("knee", "ankle", "heel", "toe")
#: Long clips are repaired piece by piece: the rhythm changes over minutes, and the model's majority holds in each.
PIECE_S = 20.0
#: Share of the pictures that agree on the names: below the first they are a guess, from the second on they hold.
LEAST_MAJORITY, CLEAR_MAJORITY = 0.60, 0.80
#: The near knee's mean visibility was 0.14 to 0.44 above the far one's in eleven side clips (BlazePose).
CLEARLY_BETTER_SEEN = 0.08
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
    the entire clip cannot be seen here; see `evenstride.gait.camera.side_view`.
    """
    n = len(track)
    leg_length_px = typical_leg_length_px(track)
    if n < 4 or not np.isfinite(leg_length_px):
        none = np.zeros(n, dtype=bool)
        return SideRepair(track, none, none)
    unit_leg = 0.25 * min(1.0, 30.0 / max(track.fps, 1.0)) ** 0.5
    legs = _leg_array(track) / (leg_length_px * unit_leg)
    if is_frontal(track):
        return _repair_frontal(track, legs, unit_leg, cap)
    swapped, unclear = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    own = np.array([0.0, swap_penalty_per_s / track.fps])
    better_seen = _near_leg_better_seen(track)
    for begin, end in _pieces(n, round(PIECE_S * track.fps)):
        inside = slice(begin, end)
        phase = _phase_from_the_side(track.time_s[inside], legs[inside])
        cost = np.tile(own, (end - begin, 1))
        if phase is not None:
            cost = cost + phase.cost(_ankles_apart(legs[inside]), per_picture=phase_penalty_per_s / track.fps)
        states, residual = search_naming(legs[inside], cost, switch_penalty, cap)
        swapped[inside], doubtful = _settle(states.astype(bool), phase, better_seen[inside])
        unclear[inside] = (residual > 0.7 * cap) | doubtful
    return SideRepair(exchange_points(track, swapped), swapped, unclear)


def _ankles_apart(legs: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time,) left minus right ankle along the picture."""
    ankle_x = legs[:, :, LEG_POINTS.index("ankle"), 0]
    return np.asarray(ankle_x[:, 0] - ankle_x[:, 1])


def _phase_from_the_side(time_s: NDArray[np.float64], legs: NDArray[np.float64]) -> StridePhase | None:
    return estimate_stride_phase(time_s, _ankles_apart(legs), np.zeros(len(legs), dtype=bool))


def _near_leg_better_seen(track: PoseTrack) -> NDArray[np.float64]:
    """(time,) by how much the model is surer of the knee named as the near one: the far knee is often hidden."""
    near = estimate_side_view(track).near_side
    return track.seen(f"{near}_knee") - track.seen(f"{other(near)}_knee")


def _settle(
    swapped: NDArray[np.bool_], phase: StridePhase | None, better_seen: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], bool]:
    """A piece's naming or its opposite, and whether that is a guess: both continue the movement equally well.

    The model's majority decides. Where it is not clear, the knee that is better seen is the near one.
    """
    share = float(swapped.mean())
    agreement = max(share, 1.0 - share) if phase is None else phase.agreement
    if phase is None and share > 0.5:
        swapped = ~swapped
    seen = float(np.mean(np.where(swapped, -better_seen, better_seen)))
    if agreement < CLEAR_MAJORITY and seen < -CLEARLY_BETTER_SEEN:
        return ~swapped, False
    return swapped, agreement < LEAST_MAJORITY and seen < CLEARLY_BETTER_SEEN


def _repair_frontal(track: PoseTrack, legs: NDArray[np.float64], unit_leg: float, cap: float) -> SideRepair:
    naming = name_frontal_sides(track, legs, LEG_POINTS, unit_leg=unit_leg, cap=cap)
    legs_or_hips = {*_MOVED_WITH_LEG, *_SURFACE_OF_LEG, "psis", "asis"}
    upper = tuple(n.removeprefix("left_") for n in track.keypoints if n.startswith("left_"))
    repaired = exchange_points(track, naming.upper, tuple(n for n in upper if n not in legs_or_hips))
    repaired = exchange_points(repaired, naming.hips, ("hip",))
    repaired = exchange_points(repaired, naming.knees, ("knee",))
    repaired = exchange_points(repaired, naming.feet, ("ankle", "heel", "toe", *_SURFACE_OF_LEG))
    return SideRepair(repaired, naming.upper | naming.hips | naming.knees | naming.feet, naming.unclear)


def _pieces(count: int, length: int) -> list[tuple[int, int]]:
    """Half-open ranges of about ``length`` pictures that cover all; none shorter than half of it."""
    pieces = max(1, round(count / max(length, 8)))
    bounds = [round(k * count / pieces) for k in range(pieces + 1)]
    return list(pairwise(bounds))


def exchange_sides(track: PoseTrack, where: NDArray[np.bool_]) -> PoseTrack:
    """Exchange all left and right points, arms and face too, in the pictures marked in ``where`` (time,)."""
    return exchange_points(
        track, where, tuple(name.removeprefix("left_") for name in track.keypoints if "left_" in name)
    )


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
    return carried_forward(legs)


def exchange_points(track: PoseTrack, where: NDArray[np.bool_], points: tuple[str, ...] = _MOVED_WITH_LEG) -> PoseTrack:
    """Exchange the left and right ones of ``points`` (names without side) in the pictures marked in ``where``."""
    xy, visibility = track.xy_px.copy(), track.visibility.copy()
    for name in points:
        if not (track.has(f"left_{name}") and track.has(f"right_{name}")):
            continue
        pair = [track.keypoints.index(f"left_{name}"), track.keypoints.index(f"right_{name}")]
        frames = np.flatnonzero(where)[:, None]
        xy[frames, pair] = xy[frames, pair[::-1]]
        visibility[frames, pair] = visibility[frames, pair[::-1]]
    return track.with_points(xy, visibility)
