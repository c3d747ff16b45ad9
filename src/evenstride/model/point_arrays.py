"""Points of a body in plain arrays, from whatever made them, as a pose track."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from evenstride.errors import InputError
from evenstride.model.pose_track import PoseTrack
from evenstride.model.skeletons import LAYOUT_OF_COUNT, canonical_columns, layout_of_names

#: x and y; with the points' visibility; with a depth between them, which is left out.
_XY, _XY_SEEN, _XYZ_SEEN = 2, 3, 4


def track_of_points(
    points: ArrayLike,
    time_s: ArrayLike,
    *,
    image_size_px: tuple[int, int],
    names: Sequence[str] | None = None,
    is_normalised: bool = False,
    source: str = "points",
) -> PoseTrack:
    """A pose track from an array of image points.

    Parameters
    ----------
    points : (time, point, 2), (time, point, 3) or (time, point, 4): x right and y down in the picture; then the
        visibility 0..1; with four numbers the third is a depth, which is left out. NaN where there is no point.
    time_s : (time,) seconds, increasing; at any rate, with gaps.
    image_size_px : (width, height) of the picture.
    names : of the second axis, in the words of any usual tool (``left_hip``, ``RHip``, ``left_foot_index``). Left out,
        the number of points says the order: 17 is COCO, 25 OpenPose's BODY_25, 26 Halpe, 33 BlazePose.
    is_normalised : whether x and y are parts of the width and the height, as MediaPipe gives them.

    Raises
    ------
    InputError : another shape, an order that is not known, times that do not increase.

    Notes
    -----
    Points in metres about the middle of the hips (MediaPipe's "world landmarks") are no image points: where the body
    stands and how it moves is lost in them. Give those of the picture.
    """
    values, moments_s = np.asarray(points, float), np.asarray(time_s, float)
    if values.ndim != 3 or values.shape[-1] not in (_XY, _XY_SEEN, _XYZ_SEEN) or moments_s.shape != values.shape[:1]:
        raise InputError(
            f"Expected points (time, point, 2 to 4) and as many times, got {values.shape} and {moments_s.shape}."
        )
    if len(moments_s) and not (np.isfinite(moments_s).all() and (np.diff(moments_s) > 0).all()):
        raise InputError("Expected times in seconds that increase.")
    layout = layout_of_names(names) if names is not None else LAYOUT_OF_COUNT.get(values.shape[1], ())
    if len(layout) != values.shape[1]:
        known = ", ".join(str(each) for each in LAYOUT_OF_COUNT)
        raise InputError(f"Expected a name for each of {values.shape[1]} points, or one of {known} points.")
    keypoints, columns = canonical_columns(layout)
    if not keypoints:
        raise InputError("Expected at least one point of a body, got names of none.")
    values = values[:, columns]
    xy_px = values[..., :2] * (np.array(image_size_px, float) if is_normalised else 1.0)
    is_there = np.asarray(np.isfinite(xy_px).all(axis=-1))
    seen = values[..., -1] if values.shape[-1] > _XY else np.ones(is_there.shape)
    return PoseTrack(
        time_s=moments_s,
        xy_px=np.where(is_there[..., None], xy_px, np.nan),
        visibility=np.where(is_there, np.nan_to_num(seen).clip(0.0, 1.0), 0.0),
        keypoints=keypoints,
        image_size_px=image_size_px,
        source=source,
    )
