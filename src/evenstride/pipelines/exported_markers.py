"""A pose track as markers in metres, and curves as a table, for programs of motion laboratories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.time_measures import JOINT_LEG_OVER_STATURE
from evenstride.io.laboratory.storage import StorageTable
from evenstride.io.laboratory.values import MarkerRecording
from evenstride.model import ClipAnalysis

_FLOOR_PERCENTILE = 5.0


def markers_of_clip(clip: ClipAnalysis, *, height_m: float) -> MarkerRecording:
    """The keypoints of one clip in the plane it shows, metres; x forward, y up, z to the runner's right.

    Parameters
    ----------
    height_m : the runner's height; the leg's length in pixels gives the scale.

    Returns
    -------
    MarkerRecording : from the side z is 0, from behind or in front x is 0. The floor (the feet's 5th percentile) is at
        y = 0, the middle of the hips at 0 ahead or aside on average. An uneven clock is put on an even one by straight
        lines; gaps stay gaps.
    """
    track = clip.pose_track
    xyz = np.zeros((len(track), len(track.keypoints), 3))
    across, sign = (2, -1.0 if clip.view.view == "front" else 1.0) if clip.view.facing is None else (0, 1.0)
    if clip.view.facing == "left":
        sign = -1.0
    xyz[..., across] = sign * track.xy_px[..., 0]
    xyz[..., 1] = -track.xy_px[..., 1]
    xyz[~np.isfinite(track.xy_px).all(axis=-1)] = np.nan
    xyz *= JOINT_LEG_OVER_STATURE * height_m / typical_leg_length_px(track)
    column = {name: number for number, name in enumerate(track.keypoints)}
    feet = [column[name] for name in column if name.endswith(("heel", "toe"))]
    hips = [column[name] for name in column if name.endswith("hip")]
    xyz[..., 1] -= np.nanpercentile(xyz[:, feet or list(column.values()), 1], _FLOOR_PERCENTILE)
    xyz[..., across] -= np.nanmean(xyz[:, hips or list(column.values()), across])
    grid_s = _even_clock(track.time_s)
    markers = {name: _on_clock(track.time_s, xyz[:, number], grid_s) for name, number in column.items()}
    rate_hz = (len(grid_s) - 1) / float(grid_s[-1] - grid_s[0])
    return MarkerRecording(rate_hz, markers, start_s=float(grid_s[0]))


def curves_as_table(clips: Sequence[ClipAnalysis], *, name: str) -> StorageTable:
    """Every curve of the recordings on the clock of the first, degrees; of a curve that several have the first.

    Curves without a single value are left out.
    """
    grid_s = _even_clock(clips[0].curves.time_s)
    columns: dict[str, NDArray[np.float64]] = {}
    for clip in clips:
        for curve, angle_deg in clip.curves.angles_deg.items():
            columns.setdefault(curve, _on_clock(clip.curves.time_s, angle_deg, grid_s))
    columns = {curve: angle_deg for curve, angle_deg in columns.items() if np.isfinite(angle_deg).any()}
    return StorageTable(grid_s, columns, name=name, in_degrees=True)


def _even_clock(time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linspace(time_s[0], time_s[-1], len(time_s)))


def _on_clock(
    time_s: NDArray[np.float64], values: NDArray[np.float64], grid_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values (time, ...) at ``grid_s`` on straight lines between neighbours; NaN beside a missing one."""
    if np.array_equal(time_s, grid_s):
        return values.copy()
    flat = values.reshape(len(values), -1)
    found = np.stack([np.interp(grid_s, time_s, column) for column in flat.T], axis=1)
    return found.reshape(values.shape)
