"""Laboratory runs through a camera behind the runner, all the way to measures, with and without tape on the pelvis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.frontal_truth import motion_of_trial, true_rear_measures
from benchmarks.accuracy.lab import runner_id
from benchmarks.accuracy.lab_measures import CLIP_S, FRAME_RATES, HEIGHT_M, OWN_SOURCE, ROLL_DEG, YAW_DEG, either_sign
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.lab_truth import true_side_measures
from benchmarks.accuracy.measure_samples import MeasureSample, TrueMeasures, samples_of
from benchmarks.accuracy.pose_noise import NoiseModel
from benchmarks.accuracy.rear_camera import project_to_rear
from benchmarks.accuracy.workers import run_jobs
from evenstride.gait.assess import assess_track
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model import CameraTilt, PoseTrack
from evenstride.model.gait import SIDES

DISTANCE_M, PX_PER_M = (2.5, 5.0), (300.0, 500.0)
TAPE_ERROR_PX = (1.0, 2.0)
#: How well the scene shows the camera's roll, one standard deviation; a scene without upright lines shows nothing.
SCENE_ROLL_ERROR_DEG = 0.5


@dataclass(frozen=True)
class RearCondition:
    """One way of filming from behind: tape on the dimples of the pelvis or none, roll known from the scene or not."""

    name: str
    tape: bool
    roll_from_scene: bool


CONDITIONS = (
    RearCondition("points only", tape=False, roll_from_scene=False),
    RearCondition("tape, roll from the scene", tape=True, roll_from_scene=True),
)

#: Tape, compared with the line of the marks themselves: how well it is read, without where it was put.
AGAINST_MARKS = "tape, against the line of the marks"


def score_lab_rear(
    trials: Sequence[LabTrial],
    *,
    frame_rates: Sequence[float] = FRAME_RATES,
    workers: int = 1,
    tick: Callable[[str], None] = lambda _: None,
) -> list[MeasureSample]:
    """Every run under every condition, each clip with a camera and an error of its own."""
    jobs = [_Job(number, trial, tuple(frame_rates)) for number, trial in enumerate(trials)]
    parts = run_jobs(
        _samples_of_trial, jobs, name_of=lambda job: f"lab from behind {job.trial.name}", workers=workers, tick=tick
    )
    return [sample for part in parts for sample in part]


@dataclass(frozen=True)
class _Job:
    number: int
    trial: LabTrial
    frame_rates: tuple[float, ...]


def _samples_of_trial(job: _Job) -> list[MeasureSample]:
    knowledge = load_knowledge()
    samples: list[MeasureSample] = []
    for fps in job.frame_rates:
        for condition in CONDITIONS:
            rng = np.random.default_rng([job.number, round(fps), 7])
            samples += _samples(job.trial, fps, condition, knowledge, rng)
    return samples


def _samples(
    trial: LabTrial, fps: float, condition: RearCondition, knowledge: Knowledge, rng: np.random.Generator
) -> Iterator[MeasureSample]:
    roll_deg = either_sign(rng, ROLL_DEG)
    seen_roll_deg = roll_deg + rng.normal(0.0, SCENE_ROLL_ERROR_DEG)
    track = _film(trial, fps, condition, roll_deg, rng)
    tilt = CameraTilt(seen_roll_deg, SCENE_ROLL_ERROR_DEG, source="scene") if condition.roll_from_scene else None
    found = assess_track(
        replace(track, source=OWN_SOURCE), knowledge=knowledge, source="lab", height_m=trial.height_m, tilt=tilt
    )
    start_s, end_s = float(track.time_s[0]), float(track.time_s[-1])
    truths = {condition.name: rear_truth(trial, start_s, end_s)}
    if condition.tape:
        truths[AGAINST_MARKS] = _drop_of_marks(trial, start_s, end_s)
    for name, truth in truths.items():
        yield from samples_of(
            found.measures,
            truth,
            clip=f"{trial.name} {fps:.0f}",
            runner=runner_id(trial),
            material="lab",
            view="rear",
            fps=fps,
            legs={side: side for side in SIDES},
            condition=name,
        )


def _drop_of_marks(trial: LabTrial, start_s: float, end_s: float) -> TrueMeasures:
    """The drop of the line that the marks truly make, which is not the line of the hip joints."""
    motion = motion_of_trial(trial, start_s, end_s)
    marks = {f"{side}_hip": trial.points_m[f"{side}_psis"] for side in SIDES}
    measures = true_rear_measures(replace(motion, points_m={**motion.points_m, **marks}, has_knees=False))
    return {key: value for key, value in measures.items() if key[0] == "pelvic_drop"}


def rear_truth(trial: LabTrial, start_s: float, end_s: float) -> TrueMeasures:
    """What is seen from behind, and what any view gives."""
    anywhere = ("cadence", "vertical_oscillation", "contact_time", "step_time")
    from_any_view = {
        key: value for key, value in true_side_measures(trial, start_s, end_s).items() if key[0] in anywhere
    }
    return {**from_any_view, **true_rear_measures(motion_of_trial(trial, start_s, end_s))}


def _film(
    trial: LabTrial, fps: float, condition: RearCondition, roll_deg: float, rng: np.random.Generator
) -> PoseTrack:
    return project_to_rear(
        trial,
        fps=fps,
        noise=NoiseModel(),
        rng=rng,
        yaw_deg=either_sign(rng, YAW_DEG),
        roll_deg=roll_deg,
        height_m=rng.uniform(*HEIGHT_M),
        distance_m=rng.uniform(*DISTANCE_M),
        px_per_m=rng.uniform(*PX_PER_M),
        tape_error_px=rng.uniform(*TAPE_ERROR_PX) if condition.tape else None,
        start_s=rng.uniform(0.0, max(0.0, trial.time_s[-1] - trial.time_s[0] - CLIP_S - 0.1)),
        duration_s=CLIP_S,
    )
