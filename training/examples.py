"""Examples to learn from: one foot of a laboratory run as a camera would see it, and when it was on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.pose_noise import NoiseModel
from benchmarks.accuracy.side_camera import project_to_side
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import SideView, typical_leg_length_px
from evenstride.gait.contact.contact_features import GRID_HZ, contact_features
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side
from training.varied_runs import draw_leg_change, played_slower, with_uneven_legs

CLIP_S = 6.0
#: Share of the clips whose legs are changed, each by itself, and of those played slower or faster, within these bounds
#: (`training.varied_runs`).
UNEVEN_SHARE, OTHER_TEMPO_SHARE, TEMPO = 0.7, 0.5, (0.90, 1.12)
FRAME_RATES_HZ = (25.0, 30.0, 50.0, 60.0, 60.0, 100.0, 120.0, 120.0, 240.0)


@dataclass(frozen=True)
class Example:
    """One foot of one projected clip.

    ``target`` (sample,) is 1 on the ground, 0 in the air, between them at the sample that holds the instant; NaN where
    the plate does not tell.
    """

    channels: NDArray[np.float32]
    target: NDArray[np.float32]


def side_examples(job: tuple[LabTrial, int]) -> tuple[Example, ...]:
    """Both feet of the clip of a random camera at the side; ``job`` is a trial and a seed."""
    trial, seed = job
    rng = np.random.default_rng((seed, sum(map(ord, trial.name))))
    near: Side = SIDES[int(rng.integers(2))]
    trial = _varied(trial, rng)
    track = project_to_side(
        trial,
        near_side=near,
        fps=float(rng.choice(FRAME_RATES_HZ)),
        noise=_random_noise(rng),
        rng=rng,
        yaw_deg=float(rng.uniform(-15, 15)),
        roll_deg=float(rng.uniform(-3, 3)),
        height_m=float(rng.uniform(0.4, 1.5)),
        start_s=_start_s(trial, rng),
        duration_s=CLIP_S,
    )
    sign = 1 if near == "right" else -1
    track = _with_model_habits(track, rng)
    view = SideView(sign, near, typical_leg_length_px(track), False, 0.0, 1.0)
    grid_s, channels = contact_features(track, view)
    return tuple(Example(channels[side].astype(np.float32), _target(trial, side, grid_s)) for side in SIDES)


def _varied(trial: LabTrial, rng: np.random.Generator) -> LabTrial:
    if rng.random() < OTHER_TEMPO_SHARE:
        trial = played_slower(trial, float(rng.uniform(*TEMPO)))
    if rng.random() < UNEVEN_SHARE:
        trial = with_uneven_legs(trial, {side: draw_leg_change(rng) for side in SIDES})
    return trial


def _start_s(trial: LabTrial, rng: np.random.Generator) -> float:
    return float(rng.uniform(0, max(trial.time_s[-1] - trial.time_s[0] - CLIP_S - 0.2, 0.01)))


def _random_noise(rng: np.random.Generator) -> NoiseModel:
    """From nearly exact points to noise half as large again as measured: pose models differ, and so do markers."""
    return NoiseModel(
        habit=float(rng.uniform(0.0, 1.5)),
        residual=float(rng.uniform(0.3, 2.0)),
        extra_white=float(rng.choice([0.0, rng.uniform(0, 0.01)])),
    )


def _with_model_habits(track: PoseTrack, rng: np.random.Generator) -> PoseTrack:
    """Offsets fixed to the foot and the shank: a model's heel is not the marker's heel."""
    xy = track.xy_px.copy()
    height_px = 1.9 * typical_leg_length_px(track)
    for side in SIDES:
        foot = track.point(f"{side}_toe") - track.point(f"{side}_heel")
        shank = track.point(f"{side}_ankle") - track.point(f"{side}_knee")
        for name, axis, spread in (
            ("heel", foot, 0.02),
            ("toe", foot, 0.015),
            ("ankle", foot, 0.012),
            ("knee", shank, 0.012),
        ):
            unit = axis / np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-6)
            normal = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
            along, across = rng.normal(0, spread * height_px, 2)
            xy[:, track.keypoints.index(f"{side}_{name}")] += along * unit + across * normal
    return track.with_points(xy)


def _target(trial: LabTrial, side: Side, grid_s: NDArray[np.float64]) -> NDArray[np.float32]:
    contacts, offs = trial.initial_contact_s[side], trial.toe_off_s[side]
    target = np.zeros(len(grid_s))
    for begin in contacts:
        later = offs[offs > begin]
        if len(later):
            inside = np.clip((grid_s - begin) * GRID_HZ + 0.5, 0, 1) * np.clip(
                (later[0] - grid_s) * GRID_HZ + 0.5, 0, 1
            )
            target = np.maximum(target, inside)
    unknown = (grid_s < contacts[0]) | (grid_s > offs[-1])
    target[unknown] = np.nan
    return target.astype(np.float32)
