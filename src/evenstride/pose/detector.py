"""BlazePose person detector: where people are, several of them, near and far.

The network sees the whole picture on 224 x 224 pixels, so people smaller than about a third of the frame escape it;
overlapping square tiles find those.

References
----------
Bazarevsky et al. 2020, arXiv:2006.10204 (alignment points); Bazarevsky et al. 2019, arXiv:1907.05047 (blending of
overlapping detections by weight in place of non-maximum suppression).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import Picture, RegionOfInterest
from evenstride.pose.crop import crop_region
from evenstride.pose.tflite import TfliteModel
from evenstride.pose.weights import weights_path

#: Pixels of the input between anchors, layer by layer; each layer puts two anchors on each of its cells.
_STRIDES_PX = (8, 16, 32, 32, 32)
_LEAST_SCORE = 0.5
_SAME_PERSON_OVERLAP = 0.3


@dataclass(frozen=True)
class Detection:
    """One person the detector saw.

    ``hip_xy_px`` is the middle of the hips; ``scale_xy_px`` lies above it on the circle that encloses the body.
    """

    score: float
    hip_xy_px: tuple[float, float]
    scale_xy_px: tuple[float, float]

    @property
    def region(self) -> RegionOfInterest:
        return RegionOfInterest.from_alignment(np.array(self.hip_xy_px), np.array(self.scale_xy_px))


class PersonFinder(Protocol):
    """Anything that finds people in a picture."""

    def detect(self, picture: Picture, squares: Iterable[RegionOfInterest] | None = None) -> list[Detection]: ...


class PersonDetector:
    """Finds people in a picture or in square parts of it."""

    def __init__(self, path: Path | None = None, *, least_score: float = _LEAST_SCORE) -> None:
        self._model = TfliteModel(path or weights_path("detector"))
        self._anchors = anchor_centers(self._model.input_size_px)
        self._least_score = least_score

    def detect(self, picture: Picture, squares: Iterable[RegionOfInterest] | None = None) -> list[Detection]:
        """People in the squares (default: the whole picture), best first, each person once."""
        found = [
            detection
            for square in (squares if squares is not None else [whole_picture(picture)])
            for detection in self._detect_in(picture, square)
        ]
        return merge_same_person(found)

    def _detect_in(self, picture: Picture, square: RegionOfInterest) -> list[Detection]:
        size = self._model.input_size_px
        patch = crop_region(picture, square, size, size)
        outputs = self._model.run(patch.astype(np.float32) * np.float32(2 / 255) - np.float32(1))
        scores = 1.0 / (1.0 + np.exp(-np.clip(outputs["Identity_1"][:, 0].astype(float), -60.0, 60.0)))
        boxes = decode_boxes(outputs["Identity"], self._anchors, size)
        corner = square.center_px - square.size_px / 2
        return [
            Detection(
                score,
                tuple((corner + box[4:6] * square.size_px).tolist()),
                tuple((corner + box[6:8] * square.size_px).tolist()),
            )
            for score, box in blend_overlapping(boxes, scores, least_score=self._least_score)
            if np.any(box[4:6] != box[6:8])
        ]


def anchor_centers(size_px: int) -> NDArray[np.float64]:
    """(anchor, xy) centres of the detector's anchors in fractions of its input, in the order of its outputs."""
    layers = []
    for stride in sorted(set(_STRIDES_PX)):
        cells = -(-size_px // stride)
        centers = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(centers, centers), axis=-1).reshape(-1, 2)
        # Layers of one stride are interleaved cell by cell, two anchors for each layer.
        layers.append(np.repeat(grid, 2 * _STRIDES_PX.count(stride), axis=0))
    return np.concatenate(layers)


def decode_boxes(raw: NDArray[np.float32], anchors: NDArray[np.float64], size_px: int) -> NDArray[np.float64]:
    """(anchor, 12) in fractions of the input: box centre and size, then four alignment points.

    The points are middle of the hips, circle of the whole body, middle of the shoulders, circle of the upper body.
    """
    boxes = raw.astype(float) / size_px
    is_size = np.isin(np.arange(boxes.shape[1]), (2, 3))
    return boxes + np.where(is_size, 0.0, np.tile(anchors, boxes.shape[1] // 2))


def blend_overlapping(
    boxes: NDArray[np.float64], scores: NDArray[np.float64], *, least_score: float
) -> list[tuple[float, NDArray[np.float64]]]:
    """One blended box for each cluster of overlapping boxes, best first: the mean weighted by score."""
    order = np.argsort(-scores)
    order = order[scores[order] >= least_score]
    blended = []
    while len(order):
        overlaps = _overlap(boxes[order[0]], boxes[order]) > _SAME_PERSON_OVERLAP
        overlaps[0] = True
        cluster = order[overlaps]
        weight = scores[cluster]
        blended.append((float(scores[order[0]]), weight @ boxes[cluster] / weight.sum()))
        order = order[~overlaps]
    return blended


def merge_same_person(found: list[Detection]) -> list[Detection]:
    """Each person once, by the best detection: two are one where hips and size agree within a fifth of the size."""
    kept: list[Detection] = []
    for detection in sorted(found, key=lambda d: -d.score):
        if not any(is_same_place(detection.region, other.region) for other in kept):
            kept.append(detection)
    return kept


def is_same_place(one: RegionOfInterest, other: RegionOfInterest) -> bool:
    """Whether two regions hold the same person at the same instant."""
    size_px = max(one.size_px, other.size_px)
    distance_px = float(np.hypot(*(one.center_px - other.center_px)))
    return distance_px < 0.2 * size_px and min(one.size_px, other.size_px) > 0.5 * size_px


def whole_picture(picture: Picture) -> RegionOfInterest:
    """The square around the whole picture."""
    return RegionOfInterest(picture.width_px / 2, picture.height_px / 2, max(picture.width_px, picture.height_px))


def square_tiles(picture: Picture, size_px: float) -> list[RegionOfInterest]:
    """Upright squares that cover the picture with at least half of each shared with a neighbour."""
    return [
        RegionOfInterest(x, y, size_px)
        for y in _tile_centers(picture.height_px, size_px)
        for x in _tile_centers(picture.width_px, size_px)
    ]


def _tile_centers(length_px: float, size_px: float) -> list[float]:
    if length_px <= size_px:
        return [length_px / 2]
    count = int(np.ceil((length_px - size_px) / (size_px / 2))) + 1
    return np.linspace(size_px / 2, length_px - size_px / 2, count).tolist()


def _overlap(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of one box with many."""
    low = np.maximum(box[:2] - box[2:4] / 2, boxes[:, :2] - boxes[:, 2:4] / 2)
    high = np.minimum(box[:2] + box[2:4] / 2, boxes[:, :2] + boxes[:, 2:4] / 2)
    shared = np.prod(np.clip(high - low, 0.0, None), axis=1)
    return shared / (np.prod(box[2:4]) + np.prod(boxes[:, 2:4], axis=1) - shared + 1e-12)
