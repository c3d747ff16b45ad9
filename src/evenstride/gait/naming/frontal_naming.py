"""Left and right of a runner seen from behind or from the front.

Here the order across the picture says which side is which. Shoulders and hips never pass each other. The knees do where
the camera stands off the line of running, but then in step with the stride, about a mean that keeps the order. The feet
pass each other in narrow steps as well; their heights take turns with the stride, whatever they are called. So
shoulders, hips, knees and feet are each named by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.naming.naming_search import StridePhase, estimate_stride_phase, naming_cost, search_naming
from evenstride.model import PoseTrack

#: Shoulder distance over leg length between that of side (below 0.15) and frontal views (about 0.35; nine bodies).
FRONTAL_ABOVE = 0.25
FEET = ("ankle", "heel", "toe")
KNEES = ("knee",)
#: In this share of the pictures the shoulders must agree which way round the runner is seen.
LEAST_AGREEMENT = 0.65
#: Order counts in full from this distance on, in leg lengths: hips are 0.2 apart, knees 0.07 to 0.2, feet 0 to 0.2.
CLEARLY_APART_LEG = 0.10
#: Cost of one picture named clearly against the order of the knees, and against the phase of the feet.
KNEE_ORDER_COST, FOOT_PHASE_COST = 0.6, 0.3
SWITCH_PENALTY = 0.1


@dataclass(frozen=True)
class FrontalNaming:
    """(time,) True where the names of a part of the body were exchanged, and where they stay open.

    ``upper``: shoulders, arms and face; ``feet``: ankles and below.
    """

    upper: NDArray[np.bool_]
    hips: NDArray[np.bool_]
    knees: NDArray[np.bool_]
    feet: NDArray[np.bool_]
    unclear: NDArray[np.bool_]


def is_frontal(track: PoseTrack) -> bool:
    """Whether shoulders look wide, whatever their names: seen from behind or from the front."""
    apart = np.abs((track.point("right_shoulder") - track.point("left_shoulder"))[:, 0])
    apart = apart[np.isfinite(apart)]
    leg_px = typical_leg_length_px(track)
    return bool(len(apart) and np.isfinite(leg_px) and np.median(apart) > FRONTAL_ABOVE * leg_px)


def name_frontal_sides(
    track: PoseTrack, legs: NDArray[np.float64], points: tuple[str, ...], *, unit_leg: float, cap: float
) -> FrontalNaming:
    """Names of the parts of the body in a view from behind or from the front.

    Parameters
    ----------
    legs : (time, side, point, xy) of ``points`` relative to the hips, in the units of `search_naming`.
    unit_leg : that unit in leg lengths.
    """
    shoulders = _right_of_left(track, "shoulder")
    known = shoulders[np.isfinite(shoulders)]
    sign = 1.0 if np.median(known) > 0 else -1.0
    agreement = float(np.mean(sign * known > 0))
    hips = sign * _right_of_left(track, "hip") < 0
    knee_xy, feet_xy = (legs[:, :, [points.index(name) for name in part]] for part in (KNEES, FEET))
    heights = feet_xy[..., 1].mean(axis=2)
    apart = heights[:, 0] - heights[:, 1]
    phase = estimate_stride_phase(track.time_s, apart, np.zeros(len(track), dtype=bool))
    own = np.zeros((len(track), 2)) if phase is None else phase.cost(apart, per_picture=FOOT_PHASE_COST)
    feet, foot_rest = search_naming(feet_xy, own, SWITCH_PENALTY, cap)
    knee_order, foot_order = (sign * unit_leg * _apart_across(part) for part in (knee_xy, feet_xy))
    expected = _expected_order(knee_order, feet, phase)
    evidence = knee_order * expected / CLEARLY_APART_LEG**2
    knees, knee_rest = search_naming(knee_xy, naming_cost(evidence, KNEE_ORDER_COST), SWITCH_PENALTY, cap)
    if _named_against(feet, knees, foot_order):
        feet = 1 - feet
    unclear = (np.maximum(knee_rest, foot_rest) > 0.7 * cap) | (agreement < LEAST_AGREEMENT)
    return FrontalNaming(sign * shoulders < 0, hips, knees.astype(bool), feet.astype(bool), unclear)


def _expected_order(
    order: NDArray[np.float64], feet: NDArray[np.int_], phase: StridePhase | None
) -> NDArray[np.float64]:
    """(time,) how far the right knee should be right of the left one: a constant, and off the line of running a swing.

    Fitted to the knees as the model named them and as the feet were named, whichever the stride explains better; both
    up to the sign, which follows from the constant.
    """
    one = np.ones(len(order))
    terms = [one] if phase is None else [one, np.cos(phase.angle_rad), np.sin(phase.angle_rad)]
    basis = np.stack(terms, axis=1)
    fits = []
    for names in (np.zeros_like(feet), feet):
        named = np.where(names == 1, -order, order)
        weights, *_ = np.linalg.lstsq(basis, named, rcond=None)
        fits.append((float(np.mean((named - basis @ weights) ** 2)), weights))
    _, best = min(fits, key=lambda fit: fit[0])
    return np.asarray(basis @ best * (1.0 if best[0] >= 0 else -1.0))


def _named_against(feet: NDArray[np.int_], knees: NDArray[np.int_], foot_order: NDArray[np.float64]) -> bool:
    """Whether the feet's names fit better the other way round: unlike their knees', or crossed over all along."""
    like_knees = 2.0 * float(np.mean(feet == knees)) - 1.0
    in_order = float(np.mean(np.where(feet == 1, -foot_order, foot_order))) / CLEARLY_APART_LEG
    return like_knees + float(np.clip(in_order, -1.0, 1.0)) < 0


def _right_of_left(track: PoseTrack, name: str) -> NDArray[np.float64]:
    """(time,) how far the right point lies towards image right of the left one, pixels."""
    return np.asarray((track.point(f"right_{name}") - track.point(f"left_{name}"))[:, 0])


def _apart_across(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time,) the same for the mean of a part's points ``(time, side, point, xy)``."""
    return np.asarray((part[:, 1, :, 0] - part[:, 0, :, 0]).mean(axis=1))
