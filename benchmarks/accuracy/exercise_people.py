"""Made-up people who come, get into position, do an exercise in their own way, and get up again; counts are known.

Depth, tempo, holds, build, camera, rate and pose noise are drawn at random within the ranges below. Half way through
the set somebody shifts about: a quarter of the way out and back, which is no repetition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.exercise_variants import joined, mirrored
from evenstride.knowledge.schema import FormWatch, Movement
from evenstride.model import PoseTrack
from evenstride.reports.figures.body import Body
from evenstride.testing_exercise import Angles, CameraStand, Performance, changed_over, performed, point_errors

#: Shares of the way to the key pose, and of the movement's own times; seconds of a hold, asked for and not.
DEPTH, TEMPO, HOLD_S, PAUSE_S = (0.65, 1.05), (0.6, 1.6), (2.0, 7.0), (0.2, 1.5)
#: From one repetition to the next.
DEPTH_VARIES = 0.12
STATURE_M, DISTANCE_M, CAMERA_HEIGHT_M, BODY_SHARE = (1.5, 1.95), (2.3, 4.0), (0.4, 1.2), (0.45, 0.7)
OFF_AXIS_DEG, NOISE, FPS, REPS = (-30.0, 30.0), (0.6, 1.3), (15.0, 20.0, 30.0), (2, 7)
#: No repetition: a quarter of the way, which nobody's own half is.
WOBBLE = 0.25


@dataclass(frozen=True)
class Practised:
    """What was filmed, and how many repetitions are in it."""

    track: PoseTrack
    true: int


def practised(watch: FormWatch, movement: Movement, standing: Angles, rng: np.random.Generator) -> Practised:
    """One person at one exercise.

    Parameters
    ----------
    standing : how they stand before and after.
    """
    body, camera, fps = Body(rng.uniform(*STATURE_M)), _camera(watch, rng), float(rng.choice(FPS))
    reps = int(rng.integers(REPS[0], REPS[1] + 1))
    depth, half = rng.uniform(*DEPTH), reps // 2
    how = _in_own_time(movement, rng)

    def done(count: int, depths: Sequence[float]) -> list[PoseTrack]:
        ways = [replace(how, reps=1, depth=each, before_s=0.3, after_s=0.3) for each in depths[:count]]
        return [performed(movement, way, camera, fps=fps, body=body) for way in ways]

    depths = [depth * (1.0 + DEPTH_VARIES * rng.uniform(-1, 1)) for _ in range(reps)]
    # A foot that lifts for a small step has stepped: where one does, nobody shifts about.
    wobble = done(1, [WOBBLE * depth]) if movement.pose("work").lift is None else []
    coming = changed_over(standing, movement, camera, seconds=rng.uniform(2.0, 4.0), fps=fps, body=body)
    waiting = performed(movement, Performance(reps=0, before_s=1.5, after_s=0.2), camera, fps=fps, body=body)
    going = backwards(coming)
    track = joined(coming, waiting, *done(half, depths), *wobble, *done(reps - half, depths[half:]), going)
    height_px = camera.body_share * camera.size_px[1]
    errors = rng.uniform(*NOISE) * height_px * point_errors(track.time_s, track.xy_px.shape, rng)
    track = track.with_points(track.xy_px + errors)
    return Practised(mirrored(track) if rng.random() < 0.5 else track, reps)


def backwards(track: PoseTrack) -> PoseTrack:
    """The same from its end to its start."""
    return replace(
        track,
        time_s=track.time_s[-1] - track.time_s[::-1],
        xy_px=track.xy_px[::-1],
        visibility=track.visibility[::-1],
    )


def _camera(watch: FormWatch, rng: np.random.Generator) -> CameraStand:
    square = 0.0 if watch.camera is not None and watch.camera.view == "front" else 90.0
    off_deg = rng.uniform(*OFF_AXIS_DEG)
    return CameraStand(
        yaw_deg=square - abs(off_deg) if square else off_deg,
        distance_m=rng.uniform(*DISTANCE_M),
        height_m=rng.uniform(*CAMERA_HEIGHT_M),
        body_share=rng.uniform(*BODY_SHARE),
    )


def _in_own_time(movement: Movement, rng: np.random.Generator) -> Performance:
    tempo = rng.uniform(*TEMPO)
    is_held = movement.pose("work").hold_s >= 2.0
    return Performance(
        out_s=tempo * movement.pose("work").reach_s,
        hold_s=rng.uniform(*(HOLD_S if is_held else PAUSE_S)),
        back_s=tempo * movement.pose("end").reach_s,
    )
