"""A made-up squat as landmarks and as pictures, for tests of the live coach."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from evenstride.knowledge import load_knowledge
from evenstride.model import PoseTrack
from evenstride.model.skeletons import BLAZEPOSE_33
from evenstride.reports.figures.kinematics import Points
from evenstride.testing_exercise import CameraStand, Move, Performance, performed
from evenstride.testing_person import draw_empty_room, draw_person, jpeg_of

BODY_SHARE = 0.72
SIZE_PX = (640, 480)


def _as_it_is(points: Points, _share: float) -> Points:
    return points


def squat_track(
    *, reps: int = 2, fps: float = 15.0, yaw_deg: float = 20.0, before_s: float = 2.2, move: Move = _as_it_is
) -> PoseTrack:
    """Squats of 2.5 s, seen by a webcam without any noise; ``move`` puts a fault in."""
    how = Performance(reps=reps, before_s=before_s, after_s=0.6, out_s=1.1, hold_s=0.3, back_s=1.1, move=move)
    movement = load_knowledge().movements["inner_quad_squat"]
    return performed(movement, how, CameraStand(yaw_deg=yaw_deg, size_px=SIZE_PX, body_share=BODY_SHARE), fps=fps)


@lru_cache(maxsize=1)
def standing_jpeg() -> bytes:
    """Somebody who stands there."""
    return jpeg_of(draw_person(squat_track(reps=1), 0, body_share=BODY_SHARE))


@lru_cache(maxsize=1)
def empty_jpeg() -> bytes:
    """Nobody."""
    return jpeg_of(draw_empty_room(SIZE_PX))


def blazepose_points(track: PoseTrack, row: int) -> list[list[float]]:
    """One row as a model in a browser gives it: 33 points with visibility."""
    points = np.zeros((len(BLAZEPOSE_33), 3))
    for column, name in enumerate(BLAZEPOSE_33):
        if name is not None:
            at = track.keypoints.index(name)
            points[column] = (*track.xy_px[row, at], track.visibility[row, at])
    rounded: list[list[float]] = points.round(2).tolist()
    return rounded
