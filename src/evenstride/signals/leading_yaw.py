"""How far a camera looks past the way a runner runs, from the lines that lead away under them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.camera_orientation import CameraOrientation, prepare_lines, sine_to_point, vanishing_points

_YAW_DEG = np.arange(-30.0, 30.01, 0.5)
#: A belt's incline moves the point where its edges meet up or down (standard deviation, our assumption).
_INCLINE_DEG = np.arange(-6.0, 6.01, 1.0)
_INCLINE_SD_DEG = 2.0
_LINE_SD_DEG = 0.5
_LEADING_SHARE, _UPRIGHT_SHARE, _STRAY_SHARE = 0.5, 0.1, 0.4
#: Both edges of a belt, or one edge and its seam.
_LEAST_LINES = 1.5
#: Uncertainty of the focal length, as a share, where the lines do not tell it better.
_FOCAL_SD = 0.1


def estimate_leading_yaw(
    segments: NDArray[np.float64],
    *,
    image_size_px: tuple[int, int],
    region_px: tuple[float, float, float, float],
    orientation: CameraOrientation,
) -> tuple[float, float] | None:
    """Angle from the camera's axis to the lines that lead away from it within a region of the ground.

    Parameters
    ----------
    segments : (segment, x0 y0 x1 y1) image frame, pixels.
    region_px : x0, y0, x1, y1 of the ground about the runner's feet; only segments with their middle in it count.
    orientation : roll, pitch and focal length, from all lines of the scene.

    Returns
    -------
    (yaw_deg, one standard deviation): + the lines lead to image right of where the camera looks. None where fewer
    than two lines agree.

    Notes
    -----
    Edges of a belt or of a lane meet in one point, whose direction is theirs. The room's own lines are left out:
    treadmills need not stand square to the walls. Each pair of yaw and incline is given the product of its lines'
    likelihoods (leading, upright or stray); the result is the mean over all.
    """
    x0, y0, x1, y1 = region_px
    middle_x, middle_y = segments[:, [0, 2]].mean(axis=1), segments[:, [1, 3]].mean(axis=1)
    inside = (middle_x >= x0) & (middle_x <= x1) & (middle_y >= y0) & (middle_y <= y1)
    if np.count_nonzero(inside) < 2:
        return None
    lines = prepare_lines(segments[inside], image_size_px)
    sd_deg = np.hypot(_LINE_SD_DEG, lines.error_deg)
    yaw, incline = np.meshgrid(_YAW_DEG, _INCLINE_DEG, indexing="ij")
    roll, pitch = np.array(orientation.roll_deg), np.array(orientation.pitch_deg)
    # The way ahead of a belt that climbs is seen as by a camera that looks down more.
    _, _, ahead = vanishing_points(roll, pitch + incline, yaw, orientation.focal_over_side)
    upright, _, _ = vanishing_points(roll, pitch, np.zeros(()), orientation.focal_over_side)
    leading = _LEADING_SHARE * _normal(np.degrees(sine_to_point(lines, ahead)), sd_deg)
    other = _UPRIGHT_SHARE * _normal(np.degrees(sine_to_point(lines, upright)), sd_deg) + _STRAY_SHARE / 180
    log_probability = np.log(leading + other) @ lines.weight - 0.5 * (incline / _INCLINE_SD_DEG) ** 2
    probability = np.exp(log_probability - log_probability.max())
    probability /= probability.sum()
    best = np.unravel_index(np.argmax(probability), probability.shape)
    if float((leading / (leading + other))[best] @ lines.weight) < _LEAST_LINES:
        return None
    yaw_deg = float((probability * yaw).sum())
    variance = float((probability * (yaw - yaw_deg) ** 2).sum()) + (_YAW_DEG[1] - _YAW_DEG[0]) ** 2 / 12
    return yaw_deg, float(np.sqrt(variance + (_FOCAL_SD * yaw_deg) ** 2))


def _normal(distance_deg: NDArray[np.floating], sd_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.exp(-0.5 * (distance_deg / sd_deg) ** 2) / (sd_deg * np.sqrt(2 * np.pi)))
