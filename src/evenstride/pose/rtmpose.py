"""RTMPose as a second backend: Halpe-26 body points from an ONNX file the user names.

References
----------
Jiang et al. 2023, RTMPose, arXiv:2303.07399. Li et al. 2022, SimCC, arXiv:2107.03332.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import ModelMissingError
from evenstride.model.skeletons import HALPE_26, canonical_columns
from evenstride.pose.backend import Picture, PoseEstimate, RegionOfInterest
from evenstride.pose.crop import crop_region, crop_to_picture, map_points

#: Mean and standard deviation of red, green and blue over the pictures the model was trained on (ImageNet, 0..255).
_MEAN_RGB = np.array([123.675, 116.28, 103.53], np.float32)
_SPREAD_RGB = np.array([58.395, 57.12, 57.375], np.float32)
#: Rows of Halpe-26 that enclose the body: head top, and everything below.
_HIP_ROW = 19
#: Points the model is less sure of than this do not say where the body is.
_LEAST_SCORE = 0.3
#: The region's size against the largest distance of a point from the hips; as `RegionOfInterest.from_alignment` has it.
_REGION_SHARE = 2.5


class RtmPose:
    """Halpe-26 points by one-dimensional classification of each coordinate (SimCC).

    Parameters
    ----------
    path : an ONNX export with one input (1, 3, height, width) and outputs ``simcc_x`` (1, 26, bins) and ``simcc_y``,
        or two outputs in that order. Bins are a whole number to the pixel.

    Raises
    ------
    ModelMissingError
        When onnxruntime is not installed, the file cannot be read, or its shapes are other ones.
    """

    def __init__(self, path: Path) -> None:
        self.name = f"rtmpose_{path.stem}"
        self.keypoints, self._columns = canonical_columns(HALPE_26)
        self._session = _open_session(path)
        self._input, self._height, self._width = _input_of(self._session, path)

    def estimate(self, picture: Picture, region: RegionOfInterest) -> PoseEstimate:
        """Points of the person in the region."""
        patch = crop_region(picture, region, self._width, self._height)
        image = (patch.astype(np.float32) - _MEAN_RGB) / _SPREAD_RGB
        simcc_x, simcc_y = self._session.run(None, {self._input: image.transpose(2, 0, 1)[None]})[:2]
        points, score = decode_simcc(simcc_x[0], simcc_y[0], self._width, self._height)
        xy_px = map_points(crop_to_picture(region, self._width, self._height), points)
        return PoseEstimate(
            xy_px=xy_px[self._columns],
            visibility=score[self._columns],
            presence=float(np.median(score)),
            region=_next_region(xy_px, score),
        )


def decode_simcc(
    simcc_x: NDArray[np.float32], simcc_y: NDArray[np.float32], width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and scores from the scores of each position along each axis.

    Parameters
    ----------
    simcc_x, simcc_y : (keypoint, bin).
    width, height : of the crop, pixels.

    Returns
    -------
    (keypoint, xy) crop pixels, and (keypoint,) the weaker of both axes' peaks, within 0..1.
    """
    bins = np.column_stack([simcc_x.argmax(axis=1), simcc_y.argmax(axis=1)]).astype(float)
    pixels_per_bin = np.array([width / simcc_x.shape[1], height / simcc_y.shape[1]])
    score = np.minimum(simcc_x.max(axis=1), simcc_y.max(axis=1)).astype(float)
    return bins * pixels_per_bin, score.clip(0.0, 1.0)


def _next_region(xy_px: NDArray[np.float64], score: NDArray[np.float64]) -> RegionOfInterest | None:
    """Upright square around the hips that holds every sure point."""
    sure = xy_px[score >= _LEAST_SCORE]
    if score[_HIP_ROW] < _LEAST_SCORE or len(sure) < 2:
        return None
    farthest_px = float(np.hypot(*(sure - xy_px[_HIP_ROW]).T).max())
    center_x_px, center_y_px = xy_px[_HIP_ROW].tolist()
    return RegionOfInterest(center_x_px, center_y_px, _REGION_SHARE * farthest_px) if farthest_px > 0 else None


def _open_session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelMissingError(
            "Expected onnxruntime for an ONNX pose model, it is not installed. Install evenstride[rtmpose]."
        ) from error
    if not path.is_file():
        raise ModelMissingError(f"Expected an ONNX pose model at {path.name}, found no file. Give the path of one.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    # onnxruntime's own exceptions have no common base but Exception; the file is what differs between calls.
    except Exception as error:
        raise ModelMissingError(
            f"Expected {path.name} to be an ONNX model, onnxruntime cannot open it. Give an RTMPose export."
        ) from error


def _input_of(session: Any, path: Path) -> tuple[str, int, int]:
    """Name, height and width of the model's input, once inputs and outputs have the shapes of Halpe-26 SimCC."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    shape = list(inputs[0].shape)
    is_image = len(inputs) == 1 and len(shape) == 4 and shape[1] == 3 and all(isinstance(n, int) for n in shape[2:])
    points = [output.shape[1] if len(output.shape) == 3 else None for output in outputs[:2]]
    if not is_image or points != [len(HALPE_26)] * 2:
        raise ModelMissingError(
            f"Expected an input (1, 3, height, width) and two outputs (1, {len(HALPE_26)}, bins), got {shape} and "
            f"{[list(output.shape) for output in outputs]} in {path.name}. Give an RTMPose Halpe-26 export."
        )
    return inputs[0].name, shape[2], shape[3]
