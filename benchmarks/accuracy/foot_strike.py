"""The foot's inclination at landing on rendered side clips: read off the shoe, and from heel and toe points."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.rendered_truth import RenderedTruth, list_rendered_clips, load_rendered_truth
from benchmarks.accuracy.table import Table
from evenstride.gait.assess import assess_track
from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.naming.cleaning import clean_track
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.sole_inclination import SoleReading, read_soles
from evenstride.gait.sagittal.step_values import SideRecording, foot_inclination_deg
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model import PoseTrack, Step
from evenstride.model.gait import SIDES, Side
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.pipelines.shoe_reading import read_soles_of_clip
from evenstride.signals.statistics import summarise_trimmed

#: A true contact and ours this near are the same one.
SAME_CONTACT_S = 0.12


@dataclass(frozen=True)
class FootStrikeSample:
    """One leg of one clip: degrees by way of reading, NaN where it could not be read."""

    clip: str
    body: str
    fps: float
    leg: str
    true_deg: float
    found_deg: dict[str, float]


def foot_strike_samples(
    shared_data: Path,
    *,
    knowledge: Knowledge,
    track_of: Callable[[Path], PoseTrack],
    tick: Callable[[str], None] = lambda _: None,
) -> list[FootStrikeSample]:
    """Every rendered side clip, both legs; ``track_of`` gives the pose model's own points of a video."""
    folder = shared_data / "rendered"
    with (folder / "INDEX.csv").open(newline="") as stream:
        bodies = {row["clip"]: row["body"] for row in csv.DictReader(stream)}
    samples = []
    for clip in list_rendered_clips(folder):
        tick(f"foot strike {clip}")
        truth = load_rendered_truth(folder, clip)
        raw = _points_of_model(track_of(truth.video))
        steps = assess_track(raw, knowledge=knowledge, source=clip).steps
        ways = {
            "heel and toe points": _inclinations(raw, steps, with_sole=False),
            "shoe in the picture": _inclinations(_read(truth, raw, steps), steps, with_sole=True),
            "shoe, true instants": _inclinations(*_at_true_instants(truth, raw, steps), with_sole=True, lag_s=0.0),
        }
        for side in SIDES:
            angles = [c["foot_strike_angle_deg"] for c in truth.contacts_of(side)]
            leg = "near" if side == truth.near_side else "far"
            found = {way: values[side] for way, values in ways.items()}
            samples.append(FootStrikeSample(clip, bodies[clip], truth.fps, leg, float(np.mean(angles)), found))
    return samples


def foot_strike_table(samples: Sequence[FootStrikeSample]) -> Table:
    """Bias, MAE, RMSE and r, near and far apart; with the shipped numbers and with each body left out of the fit."""
    rows = []
    for way in samples[0].found_deg:
        for fit, errors in (("shipped", _errors(samples, way)), ("body left out", _errors_left_out(samples, way))):
            for fps in ("all", "60 and more"):
                for leg in ("near", "far"):
                    use = np.array([s.leg == leg and (fps == "all" or s.fps > 59) for s in samples])
                    rows.append((way, fit, fps, leg, *_statistics(samples, way, errors, use)))
    return Table(
        "Foot inclination at landing by way of reading",
        "Mean of a clip's leg, degrees, found minus true. *Body left out*: a line from found to true, fitted on the "
        "clips of the other bodies. *True instants* leaves the error of our contacts out.",
        ("Read from", "Fit", "Pictures a second", "Leg", "Clips", "Bias", "MAE", "RMSE", "r"),
        tuple(rows),
        group="Measures from the side",
    )


def _points_of_model(track: PoseTrack) -> PoseTrack:
    """Without what was read off the picture before."""
    kept = [k for k, name in enumerate(track.keypoints) if name in CANONICAL_KEYPOINTS]
    names = tuple(track.keypoints[k] for k in kept)
    return replace(track, keypoints=names, xy_px=track.xy_px[:, kept], visibility=track.visibility[:, kept])


def _read(truth: RenderedTruth, raw: PoseTrack, steps: Sequence[Step]) -> PoseTrack:
    return read_soles_of_clip(truth.video, raw, clean_track(raw).track, steps)


def _at_true_instants(
    truth: RenderedTruth, raw: PoseTrack, steps: Sequence[Step]
) -> tuple[PoseTrack, tuple[Step, ...]]:
    """The track read at the true contacts, and steps that have them; steps without a true partner left out."""
    true_steps = []
    for step in steps:
        near = [c for c in truth.contacts_of(step.side) if abs(c["td_s"] - step.initial_contact_s) < SAME_CONTACT_S]
        if near:
            true_steps.append(replace(step, initial_contact_s=near[0]["td_s"], toe_off_s=near[0]["to_s"]))
    return _read(truth, raw, true_steps), tuple(true_steps)


def _inclinations(
    track: PoseTrack, steps: Sequence[Step], *, with_sole: bool, lag_s: float | None = None
) -> dict[Side, float]:
    """Mean inclination by side."""
    clean = clean_track(track).track
    view = estimate_side_view(clean)
    recording = SideRecording(clean, view, compute_angle_curves(clean, view), tuple(steps))
    sole = read_soles(clean, view, steps, lag_s=lag_s) if with_sole else None
    return {side: _mean(recording, sole, side) for side in SIDES}


def _mean(recording: SideRecording, sole: SoleReading | None, side: Side) -> float:
    steps = [step for step in recording.steps if step.side == side]
    values = [foot_inclination_deg(recording, step) if sole is None else sole.of(step) for step in steps]
    summary = summarise_trimmed(values)
    return float("nan") if summary is None else summary.mean


def _errors(samples: Sequence[FootStrikeSample], way: str) -> NDArray[np.float64]:
    return np.array([sample.found_deg[way] - sample.true_deg for sample in samples])


def _errors_left_out(samples: Sequence[FootStrikeSample], way: str) -> NDArray[np.float64]:
    found = np.array([sample.found_deg[way] for sample in samples])
    true = np.array([sample.true_deg for sample in samples])
    bodies = np.array([sample.body for sample in samples])
    errors = np.full(len(samples), np.nan)
    for body in np.unique(bodies):
        others = (bodies != body) & np.isfinite(found)
        errors[bodies == body] = np.polyval(np.polyfit(found[others], true[others], 1), found[bodies == body])
    return errors - true


def _statistics(
    samples: Sequence[FootStrikeSample], way: str, errors: NDArray[np.float64], use: NDArray[np.bool_]
) -> tuple[str, ...]:
    use = use & np.isfinite(errors)
    found = np.array([sample.found_deg[way] for sample in samples])[use]
    true = np.array([sample.true_deg for sample in samples])[use]
    e = errors[use]
    r = float(np.corrcoef(found, true)[0, 1])
    return (
        str(int(use.sum())),
        f"{e.mean():+.1f}",
        f"{abs(e).mean():.1f}",
        f"{np.sqrt((e**2).mean()):.1f}",
        f"{r:.2f}",
    )
