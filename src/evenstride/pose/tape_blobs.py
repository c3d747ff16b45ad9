"""Small compact spots in a patch of a picture that differ from what is around them, to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Least colour difference of a spot from its surround (CIE 1976 Lab). Folds, shade and compression on the rendered
#: clothes stay below it, or are not compact.
LEAST_CONTRAST = 16.0
#: Peaks and, of those that stand alone, spots looked at in one patch, the strongest first.
MOST_PEAKS, MOST_SPOTS = 60, 10
#: A disc seen at 60 degrees, or smeared by its own width, is twice as long as wide.
LEAST_ROUNDNESS = 0.42
#: Area over that of the ellipse with the same second moments: 1 for an ellipse, 0.95 for a square, less where ragged.
LEAST_FILL = 0.80


@dataclass(frozen=True, eq=False)
class Spot:
    """One spot.

    Attributes
    ----------
    xy_px : (xy) centre, image frame of the patch (corner of its first pixel is the origin).
    size_px : diameter of the disc of the same area.
    roundness : short over long axis, 0..1.
    contrast : colour difference from the surround at its middle.
    colour : (lab) its own colour; L 0..100.
    """

    xy_px: NDArray[np.float64]
    size_px: float
    roundness: float
    contrast: float
    colour: NDArray[np.float64]


def find_spots(patch: NDArray[np.uint8], *, usual_px: float, smallest_px: float, largest_px: float) -> list[Spot]:
    """Spots of a (row, column, rgb) patch, strongest first.

    Parameters
    ----------
    usual_px : expected diameter; the surround is the median colour over three and a half of it.
    smallest_px, largest_px : limits of the diameter.

    Notes
    -----
    A median keeps straight borders (hem, waistband) in place and forgets what covers less than half of it, so borders
    leave nothing and a mark leaves itself. A spot is where the picture has more of the spot's own colour than of the
    surround's; its centre is weighted by that share.
    """
    import cv2

    if min(patch.shape[:2]) < 4 * usual_px:
        return []
    smooth = np.asarray(cv2.GaussianBlur(patch, (0, 0), max(0.5, 0.12 * usual_px)), np.uint8)
    colour, around = _lab(smooth), _surround(smooth, usual_px)
    difference = colour - around
    contrast = np.sqrt(_sum_of_channels(difference * difference))
    spots = []
    for row, column in _alone(colour, around, _peaks(contrast, usual_px), 0.75 * largest_px):
        spot = _measure(colour, around, row, column, round(0.8 * largest_px) + 2)
        if spot is not None and smallest_px <= spot.size_px <= largest_px:
            spots.append(spot)
    return _distinct(spots)


def _surround(smooth: NDArray[np.uint8], usual_px: float) -> NDArray[np.float32]:
    """(row, column, lab) median colour around each pixel.

    Of every second pixel where marks are large enough: a quarter of the work.
    """
    import cv2

    step = 2 if usual_px >= 6 else 1
    side = 2 * max(2, round(1.75 * usual_px / step)) + 1
    middle = _lab(np.asarray(cv2.medianBlur(np.ascontiguousarray(smooth[::step, ::step]), side), np.uint8))
    if step == 1:
        return middle
    # Pixel (i, j) of the thinned picture stands where pixel (2i, 2j) stood.
    to_thin = np.array([[0.5, 0, 0], [0, 0.5, 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (smooth.shape[1], smooth.shape[0])
    full = cv2.warpAffine(middle, to_thin, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(full, np.float32)


def _sum_of_channels(values: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.transform(values, np.ones((1, 3), np.float32)), np.float32)


def _lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIE Lab, L 0..100."""
    import cv2

    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    lab *= np.array([100.0 / 255.0, 1.0, 1.0], np.float32)
    return np.asarray(lab, np.float32)


def _peaks(contrast: NDArray[np.float32], usual_px: float) -> list[tuple[int, int]]:
    """(row, column) of the strongest local maxima; smoothed, so that an evenly bright mark has one and not many."""
    import cv2

    reach = 2 * max(1, round(0.4 * usual_px)) + 1
    contrast = np.asarray(cv2.blur(contrast, (reach // 2 | 1, reach // 2 | 1)), np.float32)
    highest = cv2.dilate(contrast, np.ones((reach, reach), np.uint8))
    rows, columns = np.nonzero((contrast >= highest) & (contrast > LEAST_CONTRAST))
    order = np.argsort(-contrast[rows, columns])[:MOST_PEAKS]
    peaks: list[tuple[int, int]] = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if all(abs(row - other[0]) + abs(column - other[1]) > 0.5 * usual_px for other in peaks):
            peaks.append((row, column))
    return peaks


def _alone(
    colour: NDArray[np.float32], around: NDArray[np.float32], peaks: list[tuple[int, int]], radius_px: float
) -> list[tuple[int, int]]:
    """The peaks whose colour does not go on beyond a mark's reach: one of eight places on a ring may have it."""
    if not peaks:
        return []
    angle = np.arange(8) * np.pi / 4
    ring = np.stack([np.sin(angle), np.cos(angle)], axis=-1) * radius_px
    places = np.array(peaks)[:, None, :] + np.round(ring).astype(int)[None]
    rows = np.clip(places[..., 0], 0, colour.shape[0] - 1)
    columns = np.clip(places[..., 1], 0, colour.shape[1] - 1)
    own = colour[tuple(np.array(peaks).T)][:, None, :]
    goes_on = _share_of(own, colour[rows, columns], around[rows, columns]) > 0.5
    return [peak for peak, count in zip(peaks, goes_on.sum(axis=1), strict=True) if count <= 1][:MOST_SPOTS]


def _measure(
    colour: NDArray[np.float32], around: NDArray[np.float32], row: int, column: int, reach: int
) -> Spot | None:
    """The spot around a peak; None where it reaches the window's border or is neither compact nor full."""
    import cv2

    top, left = max(0, row - reach), max(0, column - reach)
    window = np.s_[top : row + reach + 1, left : column + reach + 1]
    own = colour[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].mean(axis=(0, 1))
    share = _share_of(own, colour[window], around[window])
    _, labels, stats, _ = cv2.connectedComponentsWithStats((share > 0.5).astype(np.uint8), connectivity=4)
    label = labels[row - top, column - left]
    x, y, width, height, area = (int(value) for value in stats[label])
    if label == 0 or x == 0 or y == 0 or x + width == labels.shape[1] or y + height == labels.shape[0] or area < 6:
        return None
    inside = labels == label
    roundness, fill = _shape(inside)
    if roundness < LEAST_ROUNDNESS or fill < LEAST_FILL:
        return None
    return Spot(
        xy_px=_weighted_centre(share, inside) + np.array([left, top]),
        # The half-way border of a blurred disc lies on the disc's own border.
        size_px=float(np.sqrt(4.0 * area / np.pi)),
        roundness=roundness,
        contrast=float(np.linalg.norm(own - around[row, column])),
        colour=own.astype(float),
    )


def _share_of(
    own: NDArray[np.float32], colour: NDArray[np.float32], around: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(row, column) how much of each pixel is the spot's colour and not its surround's: 0 none, 1 all.

    The surround is each pixel's own, so that a mark that lies across a border is not cut at it.
    """
    step = own - around
    least = (0.5 * LEAST_CONTRAST) ** 2
    over = _sum_of_channels((colour - around) * step)
    return np.asarray(over / np.maximum(_sum_of_channels(step * step), least))


def _shape(inside: NDArray[np.bool_]) -> tuple[float, float]:
    """Short over long axis, and area over that of the ellipse with the same second moments."""
    import cv2

    moments = cv2.moments(inside.astype(np.uint8), binaryImage=True)
    area = moments["m00"]
    # Every pixel has an extent of its own: a twelfth of a square pixel.
    xx, yy, xy = moments["mu20"] / area + 1 / 12, moments["mu02"] / area + 1 / 12, moments["mu11"] / area
    spread = float(np.hypot(0.5 * (xx - yy), xy))
    long, short = 0.5 * (xx + yy) + spread, max(0.5 * (xx + yy) - spread, 1e-9)
    return float(np.sqrt(short / long)), float(area / (4.0 * np.pi * np.sqrt(short * long)))


def _weighted_centre(share: NDArray[np.float32], inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(xy) centre of the spot and its soft border, weighted by its share of each pixel above a fifth."""
    import cv2

    near = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    rows, columns = np.nonzero(near)
    weight = np.clip(share[rows, columns] - 0.2, 0.0, 0.6)
    return np.array([weight @ columns, weight @ rows]) / weight.sum() + 0.5


def _distinct(spots: list[Spot]) -> list[Spot]:
    """Without spots inside a stronger one."""
    kept: list[Spot] = []
    for spot in spots:
        if all(np.hypot(*(spot.xy_px - other.xy_px)) > 0.5 * other.size_px for other in kept):
            kept.append(spot)
    return kept
