"""Measures the pose model's error on the rendered clips and writes ``pose_noise.json`` and ``pose_noise_rear.json``.

Run again when the pose step changes: ``python -m benchmarks.accuracy --measure-noise``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.pose_noise import fourier_terms, gait_phase
from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.model.gait import SIDES, Side, other
from evenstride.model.pose_track import PoseTrack

LEG_POINTS = ("hip", "knee", "ankle", "heel", "toe")
POINTS = (*LEG_POINTS, "shoulder", "elbow", "wrist")
#: Residuals above this share of body height are left out of the fit and counted as outliers.
OUTLIER = 0.03
FIT_ROUNDS = 3


@dataclass(frozen=True)
class PointError:
    """Error of one point in one clip, fractions of body height, (forward, up), from behind (outward, up).

    ``bias`` is the mean, ``habit_sd`` the part that comes back every stride, ``residual_sd`` the rest,
    ``lag_one`` its correlation from picture to picture, ``outlier_share`` of pictures not described by either.
    """

    clip: str
    leg: str
    point: str
    fps: float
    habit: NDArray[np.float64]
    bias: NDArray[np.float64]
    habit_sd: NDArray[np.float64]
    residual_sd: NDArray[np.float64]
    lag_one: float
    outlier_share: float
    swap_share: float


def measure_noise(track: PoseTrack, truth: RenderedTruth) -> list[PointError]:
    """The error of every point of a track of a rendered clip, both legs."""
    errors = []
    for side in SIDES:
        phase = np.interp(track.time_s, truth.time_s, _phase(truth, side))
        swapped = _is_swapped(track, truth, side)
        for point in POINTS:
            error = _error(track, truth, side, point)
            usable = ~swapped if point in ("knee", "ankle", "heel", "toe") else np.ones(len(swapped), dtype=bool)
            errors.append(_describe(error, phase, usable, truth, truth.leg_of(side), point))
    return errors


def write_measured_noise(measured: Iterable[list[PointError]], path: Path) -> None:
    """Habits and residuals per clip, and the residual's memory as the clips of most pictures a second show it."""
    clips: dict[str, dict[str, dict[str, object]]] = {}
    memories = []
    measured = list(measured)
    fastest = max(error.fps for errors in measured for error in errors)
    for errors in measured:
        for error in errors:
            entry = {"habit": np.round(error.habit, 5).tolist(), "residual": np.round(error.residual_sd, 5).tolist()}
            clips.setdefault(error.clip, {}).setdefault(error.leg, {})[error.point] = entry
            if error.fps >= fastest and error.lag_one > 0:
                memories.append(-1.0 / (error.fps * np.log(error.lag_one)))
    document = {"memory_s": round(float(np.median(memories)), 4), "clips": clips}
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")


def _phase(truth: RenderedTruth, side: Side) -> NDArray[np.float64]:
    hips = 0.5 * (truth.points_m["left_hip"] + truth.points_m["right_hip"])
    return gait_phase(truth.time_s, (truth.points_m[f"{side}_ankle"] - hips)[:, 0])


def _error(track: PoseTrack, truth: RenderedTruth, side: Side, point: str) -> NDArray[np.float64]:
    """(time, xy) forward (from behind: outward) and up, fractions of body height."""
    towards_right = side == "right" if truth.near_side is None else truth.faces_right
    name = f"{side}_{point}"
    scale = np.array([1.0 if towards_right else -1.0, -1.0]) / truth.height_px
    return np.asarray((track.point(name) - truth.point_at(name, track.time_s)) * scale)


def _is_swapped(track: PoseTrack, truth: RenderedTruth, side: Side) -> NDArray[np.bool_]:
    """(time,) where the foot's points lie nearer to the other foot's truth by more than 3 % of body height."""
    own = np.zeros(len(track))
    opposite = np.zeros(len(track))
    for point in ("ankle", "heel", "toe"):
        found = track.point(f"{side}_{point}")
        own += np.linalg.norm(found - truth.point_at(f"{side}_{point}", track.time_s), axis=1)
        opposite += np.linalg.norm(found - truth.point_at(f"{other(side)}_{point}", track.time_s), axis=1)
    return np.asarray((own - opposite) / 3 > OUTLIER * truth.height_px)


def _describe(
    error: NDArray[np.float64],
    phase: NDArray[np.float64],
    usable: NDArray[np.bool_],
    truth: RenderedTruth,
    leg: str,
    point: str,
) -> PointError:
    terms = fourier_terms(phase)
    kept = usable & np.isfinite(error[:, 0])
    residual, habit = error, np.zeros((terms.shape[1], 2))
    for _ in range(FIT_ROUNDS):
        habit = np.asarray(np.linalg.lstsq(terms[kept], error[kept], rcond=None)[0], dtype=np.float64)
        residual = error - terms @ habit
        kept = usable & (np.nan_to_num(np.linalg.norm(residual, axis=1), nan=np.inf) < OUTLIER)
    pairs = kept[1:] & kept[:-1]
    lag_one = np.mean(residual[1:][pairs] * residual[:-1][pairs]) / np.mean(residual[kept] ** 2)
    return PointError(
        clip=truth.clip,
        leg=leg,
        point=point,
        fps=truth.fps,
        habit=habit.T,
        bias=error[kept].mean(axis=0),
        habit_sd=(terms[:, 1:] @ habit[1:])[kept].std(axis=0),
        residual_sd=residual[kept].std(axis=0),
        lag_one=float(lag_one),
        outlier_share=float(1 - kept.sum() / max(usable.sum(), 1)),
        swap_share=float(1 - usable.mean()),
    )
