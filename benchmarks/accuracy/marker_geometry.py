"""From skin and shoe markers to the points a pose model gives: rigid segments, shoulders, shoe tip.

All arrays are in metres in the world frame of the laboratory readers (x forward, y up, z to the runner's right).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

#: Height above the ground of the shoe's foremost point and of the heel's rearmost point, standing.
TOE_TIP_HEIGHT_M = 0.030
HEEL_HEIGHT_M = 0.035
#: Length of the shoe over the distance from the heel to the second metatarsal head.
SHOE_TO_BALL_LENGTH = 1.38
MARKER_RADIUS_M = 0.007
LARGEST_TOE_BEND_DEG = 60.0
#: Toes stretched at push-off stay so into the swing (their extensors work then) and straighten with this constant.
TOE_RELEASE_S = 0.15
#: Hip-to-shoulder distance and half the shoulder width over stature (Winter 2009, Biomechanics and Motor Control of
#: Human Movement, table 4.1) and a usual forward lean, for laboratories that put no markers on the trunk.
TRUNK_LENGTH_STATURE = 0.288
HALF_SHOULDER_STATURE = 0.105
SYNTHETIC_LEAN_DEG = 6.0


def transfer_points(reference: Points, moving: Points, attached: Points) -> Points:
    """Points fixed to a rigid segment, carried along by its markers.

    Parameters
    ----------
    reference : (marker, xyz) markers of the segment, standing.
    moving : (time, marker, xyz) the same markers while running, NaN in gaps.
    attached : (point, xyz) points wanted, standing.

    Returns
    -------
    (time, point, xyz), NaN where fewer than three markers of the segment are seen.

    Notes
    -----
    Least squares by singular values, Soderkvist & Wedin 1993, J Biomech 26:1473, doi 10.1016/0021-9290(93)90098-Y.
    """
    seen = np.asarray(np.isfinite(moving).all(axis=2))
    weight = seen / np.maximum(seen.sum(axis=1, keepdims=True), 1)
    safe = np.where(seen[..., None], moving, 0.0)
    centre_reference = weight @ reference
    centre_moving = np.einsum("tm,tmx->tx", weight, safe)
    spread = np.einsum(
        "tm,tmx,tmy->txy", weight, reference[None] - centre_reference[:, None], safe - centre_moving[:, None]
    )
    u, _, vt = np.linalg.svd(spread)
    flip = np.ones((len(moving), 3))
    flip[:, 2] = np.sign(np.linalg.det(np.einsum("txk,tky->txy", u, vt)))
    rotation = np.einsum("tkx,tk,tyk->txy", vt, flip, u)
    carried = np.einsum("txy,tpy->tpx", rotation, attached[None] - centre_reference[:, None]) + centre_moving[:, None]
    carried[seen.sum(axis=1) < 3] = np.nan
    return carried


def place_shoulders(left_hip: Points, right_hip: Points, stature_m: float) -> tuple[Points, Points]:
    """(time, xyz) of shoulders made up from the hips: fixed trunk length and lean, no arm swing."""
    lean = np.deg2rad(SYNTHETIC_LEAN_DEG)
    trunk = TRUNK_LENGTH_STATURE * stature_m * np.array([np.sin(lean), np.cos(lean), 0.0])
    middle = 0.5 * (left_hip + right_hip) + trunk
    reach = np.array([0.0, 0.0, HALF_SHOULDER_STATURE * stature_m])
    return middle - reach, middle + reach


def bend_toes(ball: Points, straight_tip: Points, *, rate_hz: float) -> Points:
    """(time, xyz) tip of the shoe: straight ahead of the ball, bent up where it would sink into the ground.

    Markers sit on the metatarsal heads, so the tip of the shoe is not measured. Between heel-off and toe-off it rests
    on the ground while the foot turns over the ball; in the swing the bend fades. No force is used, so the made-up tip
    knows nothing of the true toe-off but what the measured foot shows.
    """
    toe = straight_tip - ball
    length = np.linalg.norm(toe, axis=1)
    pitch = np.arcsin(toe[:, 1] / length)
    flat = np.arcsin(np.clip((TOE_TIP_HEIGHT_M - ball[:, 1]) / length, -1.0, 1.0))
    needed = np.clip(flat - pitch, 0.0, np.deg2rad(LARGEST_TOE_BEND_DEG))
    bent = pitch + _release_slowly(needed, float(np.exp(-1.0 / (rate_hz * TOE_RELEASE_S))))
    ahead = _unit(toe * np.array([1.0, 0.0, 1.0]))
    up = np.array([0.0, 1.0, 0.0])
    return ball + length[:, None] * (np.cos(bent)[:, None] * ahead + np.sin(bent)[:, None] * up)


def _release_slowly(bend: NDArray[np.float64], keep: float) -> NDArray[np.float64]:
    """(time,) the bend, never falling faster than by the factor ``keep`` from sample to sample; gaps stay gaps."""
    held = bend.copy()
    before = 0.0
    for i, value in enumerate(bend):
        held[i] = value if np.isnan(value) else max(value, keep * before)
        before = 0.0 if np.isnan(value) else held[i]
    return held


def _unit(vectors: Points) -> Points:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
