"""Laboratory runs through a side camera, all the way to measures: what error a clip of that runner would have.

The pose model's habits are part of the points, so the path is the product's own for its own pose model; events come
from nets that never saw the runner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.lab import runner_id
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.lab_truth import true_side_measures
from benchmarks.accuracy.measure_samples import MeasureSample, samples_of
from benchmarks.accuracy.pose_noise import NoiseModel
from benchmarks.accuracy.side_camera import project_to_side
from benchmarks.accuracy.workers import run_jobs
from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.contact_network import load_contact_ensemble
from evenstride.gait.contact.events import FootContactEvenstride
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.measures import MeasureContext
from evenstride.gait.naming.cleaning import clean_track
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.side_measures import summarise_side_measures
from evenstride.gait.sagittal.step_values import SideRecording
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model import Measure, PoseTrack
from evenstride.model.gait import SIDES, Side

CLIP_S = 10.0
FRAME_RATES = (30.0, 60.0, 120.0, 240.0)
YAW_DEG, ROLL_DEG, HEIGHT_M = (0.0, 15.0), (0.0, 3.0), (0.3, 1.6)
#: Sources as which the product treats the points: its own pose model's, one that it does not know, exact ones.
OWN_SOURCE, OTHER_SOURCE, MARKERS_SOURCE = "blazepose/lab", "lab", "markers"
AS_MEASURED = NoiseModel()


def score_lab_measures(
    trials: Sequence[LabTrial],
    *,
    frame_rates: Sequence[float] = FRAME_RATES,
    source: str = OWN_SOURCE,
    noise: NoiseModel = AS_MEASURED,
    halves: bool = False,
    workers: int = 1,
    tick: Callable[[str], None] = lambda _: None,
) -> list[MeasureSample]:
    """Every measure of every run at every frame rate, each clip with a camera and an error of its own.

    Parameters
    ----------
    noise : error of the points; the pose model's as measured.
    halves : film two stretches of the run with one camera instead, for the repeatability of what is measured.
    """
    jobs = [
        _Job(number, trial, tuple(frame_rates), source, noise, halves)
        for number, trial in enumerate(trials_of_unseen_runners(trials))
    ]
    parts = run_jobs(
        _samples_of_trial, jobs, name_of=lambda job: f"lab measures {job.trial.name}", workers=workers, tick=tick
    )
    return [sample for part in parts for sample in part]


@dataclass(frozen=True)
class _Job:
    number: int
    trial: LabTrial
    frame_rates: tuple[float, ...]
    source: str
    noise: NoiseModel
    halves: bool


def _samples_of_trial(job: _Job) -> list[MeasureSample]:
    knowledge = load_knowledge()
    samples: list[MeasureSample] = []
    for fps in job.frame_rates:
        rng = np.random.default_rng([job.number, round(fps)])
        samples += _samples_of_run(job, fps, knowledge, rng)
    return samples


def trials_of_unseen_runners(trials: Sequence[LabTrial]) -> list[LabTrial]:
    """Runs of runners whom at least one net of the detector has not seen."""
    held_out = frozenset().union(*(network.held_out for network in load_contact_ensemble().networks))
    return [trial for trial in trials if runner_id(trial) in held_out]


def _samples_of_run(job: _Job, fps: float, knowledge: Knowledge, rng: np.random.Generator) -> Iterator[MeasureSample]:
    trial, halves = job.trial, job.halves
    near: Side = "left" if rng.random() < 0.5 else "right"
    track = project_to_side(
        trial,
        near_side=near,
        fps=fps,
        noise=job.noise,
        rng=rng,
        yaw_deg=either_sign(rng, YAW_DEG),
        roll_deg=either_sign(rng, ROLL_DEG),
        height_m=rng.uniform(*HEIGHT_M),
        start_s=0.0 if halves else rng.uniform(0.0, max(0.0, trial.time_s[-1] - trial.time_s[0] - CLIP_S - 0.1)),
        duration_s=None if halves else CLIP_S,
    )
    track = replace(track, source=job.source)
    middle = len(track) // 2
    for part in (track,) if not halves else (_stretch(track, 0, middle), _stretch(track, middle, len(track))):
        yield from samples_of(
            measure_track(part, runner=runner_id(trial), height_m=trial.height_m, knowledge=knowledge),
            true_side_measures(trial, float(part.time_s[0]), float(part.time_s[-1])),
            clip=f"{trial.name} {fps:.0f}",
            runner=runner_id(trial),
            material="lab",
            view="side",
            fps=fps,
            legs={side: "near" if side == near else "far" for side in SIDES},
        )


def measure_track(
    track: PoseTrack, *, runner: str | None, height_m: float | None, knowledge: Knowledge
) -> tuple[Measure, ...]:
    """The product's side measures of a track, events from nets that never saw ``runner``."""
    cleaned = clean_track(track).track
    view = estimate_side_view(cleaned)
    steps = assemble_steps(FootContactEvenstride(without_runner=runner).detect(cleaned, view))
    recording = SideRecording(cleaned, view, compute_angle_curves(cleaned, view), steps)
    context = MeasureContext(source="lab", true_fps=cleaned.fps, height_m=height_m)
    return summarise_side_measures(recording, knowledge=knowledge, context=context)


def either_sign(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """A size between the limits, left or right of zero alike."""
    return float(rng.choice([-1.0, 1.0]) * rng.uniform(*limits))


def _stretch(track: PoseTrack, start: int, end: int) -> PoseTrack:
    return replace(
        track,
        time_s=track.time_s[start:end],
        xy_px=track.xy_px[start:end],
        visibility=track.visibility[start:end],
    )
