"""Joint centres from markers: by regression at the hip, by the movement of two segments elsewhere. Metres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

#: Directions that turn the two segments less than this share of the best seen one are left undetermined.
_LEAST_SEEN = 0.12
_LEAST_FRAMES = 10


def compute_hip_centres(left_asis: Points, right_asis: Points, left_psis: Points, right_psis: Points) -> Points:
    """(time, 2, xyz) left and right hip joint centre from the (time, xyz) points of the pelvis.

    Notes
    -----
    Harrington et al. 2007, J Biomech 40:595, doi 10.1016/j.jbiomech.2006.02.003: pelvic depth for the forward, pelvic
    width for the vertical and the sideways distance, in millimetres -0.24 depth - 9.9, -0.30 width - 10.9 and
    0.33 width + 7.3. Width and depth are medians over the trial.
    """
    front, back = 0.5 * (left_asis + right_asis), 0.5 * (left_psis + right_psis)
    width = float(np.nanmedian(np.linalg.norm(right_asis - left_asis, axis=1)))
    depth = float(np.nanmedian(np.linalg.norm(front - back, axis=1)))
    sideways = _unit(right_asis - left_asis)
    forward = _unit((front - back) - np.sum((front - back) * sideways, axis=1, keepdims=True) * sideways)
    up = np.cross(sideways, forward)
    middle = front - (0.24 * depth + 0.0099) * forward - (0.30 * width + 0.0109) * up
    reach = (0.33 * width + 0.0073) * sideways
    return np.stack([middle - reach, middle + reach], axis=1)


def locate_turning_point(upper: Points, lower: Points) -> Points:
    """(time, xyz) the point about which two segments turn, from (time, marker, xyz) markers of each, three at least.

    All NaN where there are too few frames with every marker.

    Notes
    -----
    Symmetrical centre of rotation, Ehrig et al. 2006, J Biomech 39:2798, doi 10.1016/j.jbiomech.2005.10.002: the point
    fixed to each segment that moves least apart, then the mean of the two. Directions that the motion hardly shows
    (along the axis of a hinge) are left at the segments' own centres; in a view along that axis they cannot be seen.
    """
    place = np.full((len(upper), 3), np.nan)
    frames = np.isfinite(upper).all(axis=(1, 2)) & np.isfinite(lower).all(axis=(1, 2))
    if np.count_nonzero(frames) < _LEAST_FRAMES:
        return place
    rotation_upper, origin_upper = _segment_pose(upper[frames])
    rotation_lower, origin_lower = _segment_pose(lower[frames])
    equations = np.concatenate([rotation_upper, -rotation_lower], axis=2).reshape(-1, 6)
    apart = (origin_lower - origin_upper).reshape(-1)
    local = np.linalg.pinv(equations, rcond=_LEAST_SEEN) @ apart
    place[frames] = 0.5 * (rotation_upper @ local[:3] + origin_upper + rotation_lower @ local[3:] + origin_lower)
    return place


def _segment_pose(markers: Points) -> tuple[Points, Points]:
    """(time, xyz, axis) rotation and (time, xyz) centre of a segment, its axes taken from the first frame."""
    centre = markers.mean(axis=1)
    local = markers[0] - centre[0]
    spread = np.einsum("mx,tmy->txy", local, markers - centre[:, None])
    u, _, vt = np.linalg.svd(spread)
    flip = np.ones((len(markers), 3))
    flip[:, 2] = np.sign(np.linalg.det(np.einsum("txk,tky->txy", u, vt)))
    return np.einsum("tkx,tk,tyk->txy", vt, flip, u), centre


def _unit(vectors: Points) -> Points:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
