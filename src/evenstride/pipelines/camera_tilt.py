"""How the camera stood, from what stands still behind the runner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.model import CameraTilt, PoseTrack
from evenstride.pipelines.shots import measured_pictures
from evenstride.signals.camera_orientation import CameraOrientation, estimate_orientation
from evenstride.signals.leading_yaw import estimate_leading_yaw
from evenstride.signals.line_segments import compute_background, find_line_segments

if TYPE_CHECKING:
    from evenstride.io.video import PictureSamples, SceneSummary

#: A roll that is not known better than this is no better than a phone set up by eye.
MOST_ROLL_ERROR_DEG = 1.2
#: A yaw that is not known better than this says nothing about a runner seen from behind.
MOST_YAW_ERROR_DEG = 3.0
#: The median of fewer pictures still shows the runner.
_FEWEST_FOR_BACKGROUND = 5
#: A camera faster than this, picture widths a second, does not stand still: pictures are then looked at one by one.
_MOVING_WIDTHS_PER_S = 0.01
_PICTURES_ALONE = 3
#: The runner's box, larger by this share of its sides, is left out of single pictures.
_BOX_MARGIN = 0.15
#: The ground about the runner's feet reaches this many trunk lengths to either side of the hips.
_GROUND_HALF_WIDTH_TRUNKS = 1.5


def estimate_tilt(scene: SceneSummary, track: PoseTrack) -> CameraTilt | None:
    """Roll, pitch and yaw of the camera in the shot that is measured; None where the scene does not tell the roll.

    Notes
    -----
    Of a camera that stands still, the median of a dozen pictures is looked at, away from what moved. Of one that
    moves, three single pictures without the runner, and the scatter between them is part of the error.
    """
    used = measured_pictures(scene, track)
    if not len(used):
        return None
    samples = scene.evidence.samples.between(float(scene.time_s[used[0]]), float(scene.time_s[used[-1]]) + 1e-9)
    views = list(_views(scene, samples, track))
    tilts = [tilt for picture, is_usable in views if (tilt := tilt_of_view(picture, is_usable, track)) is not None]
    if not tilts or 2 * len(tilts) < len(views):
        return None
    tilt = _joined(tilts)
    return tilt if tilt.roll_error_deg <= MOST_ROLL_ERROR_DEG else None


def tilt_of_view(
    picture: NDArray[np.uint8], is_usable: NDArray[np.bool_], track: PoseTrack | None = None
) -> CameraTilt | None:
    """From one upright picture (row, column) and where in it to look; the yaw needs the runner's track."""
    size_px = (picture.shape[1], picture.shape[0])
    segments = find_line_segments(picture, is_usable)
    orientation = estimate_orientation(segments, image_size_px=size_px)
    if orientation is None:
        return None
    yaw = None if track is None else _yaw(segments, size_px, orientation, track)
    return CameraTilt(
        roll_deg=orientation.roll_deg,
        roll_error_deg=orientation.roll_error_deg,
        pitch_deg=orientation.pitch_deg,
        source="scene",
        yaw_deg=None if yaw is None else yaw[0],
        yaw_error_deg=None if yaw is None else yaw[1],
    )


def _views(
    scene: SceneSummary, samples: PictureSamples, track: PoseTrack
) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.bool_]]]:
    """Pictures to look at, with where to look."""
    speed_px_s = scene.camera_motion_px_s or 0.0
    is_moving = scene.is_pan or speed_px_s > _MOVING_WIDTHS_PER_S * track.image_size_px[0]
    if not is_moving and len(samples) >= _FEWEST_FOR_BACKGROUND:
        yield compute_background(np.stack(samples.pictures))
        return
    for number in np.unique(np.linspace(0, len(samples) - 1, _PICTURES_ALONE).round().astype(int)) if samples else ():
        picture = samples.pictures[number]
        yield picture, _without_runner(picture.shape, samples.time_s[number], track)


def _without_runner(shape: tuple[int, ...], time_s: float, track: PoseTrack) -> NDArray[np.bool_]:
    """(row, column) False in a box about the runner."""
    is_usable = np.ones(shape[:2], dtype=bool)
    points_px = track.xy_px[int(np.argmin(np.abs(track.time_s - time_s)))]
    points_px = points_px[np.isfinite(points_px).all(axis=1)]
    if len(points_px):
        scale = shape[1] / track.image_size_px[0]
        low, high = points_px.min(axis=0) * scale, points_px.max(axis=0) * scale
        margin = _BOX_MARGIN * (high - low).max()
        (x0, y0), (x1, y1) = np.maximum(low - margin, 0).astype(int), np.maximum(high + margin, 0).astype(int)
        is_usable[y0:y1, x0:x1] = False
    return is_usable


def _yaw(
    segments: NDArray[np.float64], size_px: tuple[int, int], orientation: CameraOrientation, track: PoseTrack
) -> tuple[float, float] | None:
    """Yaw of the lines on the ground about the runner's feet, and its error."""
    scale = size_px[0] / track.image_size_px[0]
    hip, shoulder = (track.middle(part) * scale for part in ("hip", "shoulder"))
    known = np.isfinite(hip).all(axis=1) & np.isfinite(shoulder).all(axis=1)
    if not known.any():
        return None
    x, hip_y = np.median(hip[known], axis=0)
    half_width = _GROUND_HALF_WIDTH_TRUNKS * np.median(np.linalg.norm(hip[known] - shoulder[known], axis=1))
    ground = (float(x - half_width), float(hip_y), float(x + half_width), float(size_px[1]))
    yaw = estimate_leading_yaw(segments, image_size_px=size_px, region_px=ground, orientation=orientation)
    return yaw if yaw is not None and yaw[1] <= MOST_YAW_ERROR_DEG else None


def _joined(tilts: list[CameraTilt]) -> CameraTilt:
    """One tilt of several pictures of a shot: means; what the same scene got wrong does not average out."""
    if len(tilts) == 1:
        return tilts[0]
    roll = np.array([tilt.roll_deg for tilt in tilts])
    error = np.array([tilt.roll_error_deg for tilt in tilts])
    return CameraTilt(
        roll_deg=float(roll.mean()),
        roll_error_deg=float(np.sqrt((error**2).mean() + roll.var(ddof=1))),
        pitch_deg=float(np.mean([tilt.pitch_deg for tilt in tilts])),
        source="scene",
    )
