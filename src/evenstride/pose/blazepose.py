"""BlazePose GHUM landmarks: the default backend.

References
----------
Bazarevsky et al. 2020, BlazePose: On-device real-time body pose tracking, arXiv:2006.10204.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.skeletons import BLAZEPOSE_33, canonical_columns
from evenstride.pose.backend import Picture, PoseEstimate, RegionOfInterest
from evenstride.pose.crop import crop_region, crop_to_picture, map_points
from evenstride.pose.tflite import TfliteModel
from evenstride.pose.weights import weights_path

#: Rows of the model's output behind the 33 body points: middle of the hips, and the circle that encloses the body.
_CENTER_ROW, _SCALE_ROW = 33, 34
_HEATMAP_WINDOW = 7
_LEAST_HEATMAP_PEAK = 0.5


class BlazePose:
    """Landmark model ``heavy`` (measuring) or ``full`` (surveying, a fifth of the time)."""

    def __init__(self, model: Literal["heavy", "full"] = "heavy", path: Path | None = None) -> None:
        self.name = f"blazepose_{model}"
        self.keypoints, self._columns = canonical_columns(BLAZEPOSE_33)
        self._model = TfliteModel(path or weights_path(model))

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate:
        """Points of the person in the region, by landmark regression refined on the heatmaps."""
        size = self._model.input_size_px
        patch = crop_region(picture, region, size, size)
        outputs = self._model.run(patch.astype(np.float32) * np.float32(1 / 255))
        landmarks = outputs["Identity"].reshape(-1, 5).astype(float)
        points = refine_on_heatmap(landmarks[:, :2] / size, outputs["Identity_3"]) * size
        xy_px = map_points(crop_to_picture(region, size, size), points)
        return PoseEstimate(
            xy_px=xy_px[self._columns],
            visibility=_sigmoid(landmarks[self._columns, 3]),
            presence=float(outputs["Identity_1"][0]),
            region=_next_region(xy_px),
        )


def refine_on_heatmap(points: NDArray[np.float64], heatmap: NDArray[np.float32]) -> NDArray[np.float64]:
    """Move each point to the centre of mass of its heatmap near by, where the heatmap is sure of it.

    Parameters
    ----------
    points : (keypoint, xy) in fractions of the crop, 0..1.
    heatmap : (row, column, keypoint) logits over the crop.

    Returns
    -------
    (keypoint, xy), same units. Points outside the crop or without a heatmap peak stay where they are.
    """
    shape = np.array(heatmap.shape[1::-1])
    cell = np.floor(points * shape).astype(int)
    offsets = np.arange(_HEATMAP_WINDOW) - _HEATMAP_WINDOW // 2
    columns, rows = cell[:, 0, None] + offsets, cell[:, 1, None] + offsets
    weight = _window(heatmap, rows, columns)
    total = weight.sum(axis=(1, 2))
    is_sure = (weight.max(axis=(1, 2)) >= _LEAST_HEATMAP_PEAK) & np.all((cell >= 0) & (cell < shape), axis=1)
    with np.errstate(invalid="ignore"):
        x = (weight.sum(axis=1) * columns).sum(axis=1) / total
        y = (weight.sum(axis=2) * rows).sum(axis=1) / total
    return np.where(is_sure[:, None], np.column_stack([x, y]) / shape, points)


def _window(heatmap: NDArray[np.float32], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """(keypoint, row, column) probabilities around each keypoint, 0 outside the heatmap."""
    height, width, count = heatmap.shape
    is_inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[:, None, :]
    rows, columns = rows.clip(0, height - 1), columns.clip(0, width - 1)
    logits = heatmap[rows[:, :, None], columns[:, None, :], np.arange(count)[:, None, None]]
    return np.where(is_inside, _sigmoid(logits.astype(float)), 0.0)


def _next_region(xy_px: NDArray[np.float64]) -> RegionOfInterest | None:
    center, scale = xy_px[_CENTER_ROW], xy_px[_SCALE_ROW]
    return RegionOfInterest.from_alignment(center, scale) if np.any(center != scale) else None


def _sigmoid(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0)))
