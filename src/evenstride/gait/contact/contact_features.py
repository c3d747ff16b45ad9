"""What the contact detector looks at: both legs relative to the hips, in leg lengths, on an even grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import SideView, middle_runner_frame, runner_frame
from evenstride.model import PoseTrack
from evenstride.model.gait import Side, other
from evenstride.signals.resampling import even_grid_s, resample

GRID_HZ = 120.0
OWN_POINTS = ("heel", "toe", "ankle", "knee")
OTHER_POINTS = ("heel", "toe", "ankle", "knee")
#: own x and y, other x and y, hip height, log2 of the frame rate over 60
CHANNEL_COUNT = 2 * len(OWN_POINTS) + 2 * len(OTHER_POINTS) + 2
_HIP_TREND_S = 1.0


def contact_features(track: PoseTrack, view: SideView) -> tuple[NDArray[np.float64], dict[Side, NDArray[np.float64]]]:
    """The grid (sample,) in seconds and per side the channels (channel, sample).

    Positions are relative to the middle of the hips, x forward, y up, in leg lengths, each channel's mean over the
    clip removed: a constant offset of a keypoint (shoe height, a model's habit) then does not matter. Unknown samples
    are bridged by straight lines.
    """
    grid_s = even_grid_s(track.time_s, rate_hz=GRID_HZ)
    hip = middle_runner_frame(track, view, "hip")
    points = {
        (side, name): resample(track.time_s, runner_frame(track, view, f"{side}_{name}") - hip, grid_s)
        for side in ("left", "right")
        for name in OWN_POINTS
    }
    hip_height = without_trend(resample(track.time_s, hip[:, 1:], grid_s)[:, 0])
    return grid_s, {
        side: channels_for_side(points, hip_height, side, leg_length_px=view.leg_length_px, fps=track.fps)
        for side in ("left", "right")
    }


def channels_for_side(
    points: dict[tuple[str, str], NDArray[np.float64]],
    hip_height_px: NDArray[np.float64],
    side: Side,
    *,
    leg_length_px: float,
    fps: float,
) -> NDArray[np.float64]:
    """(channel, sample) of one foot from hip-relative points (sample, xy)."""
    own = [points[side, name] for name in OWN_POINTS]
    opposite = [points[other(side), name] for name in OTHER_POINTS]
    positions = np.concatenate([*own, *opposite, hip_height_px[:, None]], axis=1) / leg_length_px
    known = np.isfinite(positions)
    mean = np.where(known, positions, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    positions = np.nan_to_num(positions - mean)
    rate = np.full((len(positions), 1), np.log2(fps / 60.0))
    return np.concatenate([positions, rate], axis=1).T


def without_trend(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """``values`` minus their moving mean over about a second, so that drift over the picture does not count."""
    width = int(_HIP_TREND_S * GRID_HZ) | 1
    if len(values) < width:
        return np.asarray(values - np.nanmean(values))
    padded = np.pad(np.nan_to_num(values, nan=float(np.nanmean(values))), width // 2, mode="reflect")
    return np.asarray(values - np.convolve(padded, np.ones(width) / width, mode="valid"))
