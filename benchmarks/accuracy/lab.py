"""Events against force plates: laboratory runs seen by a side camera, ours beside the published rules.

Ours is a network trained on these very laboratories' runners, so each runner is scored only with the nets that never
saw that runner; a runner whom every net has seen is left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.pose_noise import NO_NOISE, NoiseModel
from benchmarks.accuracy.score import TOLERANCE_S, EventTally, match_contact_times, match_events, pair_contacts
from benchmarks.accuracy.side_camera import project_to_side, true_events
from benchmarks.accuracy.workers import run_jobs
from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.contact_network import load_contact_ensemble
from evenstride.gait.contact.events import FootContactEvenstride
from evenstride.gait.contact.published_rules import PUBLISHED_RULES
from evenstride.gait.naming.cleaning import clean_track
from evenstride.model import GaitEvents, PoseTrack
from evenstride.model.gait import SIDES, EventKind, Side

OURS = "Evenstride"
CLIP_S = 10.0
#: Events this close to the clip's ends are matched but not scored: half of the movement is missing.
MARGIN_S = 0.4
FRAME_RATES = (30.0, 60.0, 120.0, 240.0)
CAMERA_YAW_DEG, CAMERA_ROLL_DEG, CAMERA_HEIGHT_M = (-15.0, 15.0), (-3.0, 3.0), (0.3, 1.6)
AS_MEASURED = NoiseModel()
#: Larger errors than on the rendered clips, and legs exchanged at every third crossing: a harder, real clip.
HARDER = NoiseModel(habit=1.3, residual=2.0, extra_white=0.003, swap_rate=0.33)
KINDS: tuple[EventKind, EventKind] = ("initial_contact", "toe_off")


@dataclass(frozen=True)
class LabScores:
    """Matches by (condition, rule, leg, kind), contact time differences in seconds by (condition, rule, leg).

    ``clip_means`` holds the difference of the mean contact time of a clip's leg; ``left_out`` names runners whom
    every net has seen.
    """

    events: EventTally
    contact_times: dict[tuple[str, ...], list[float]]
    clip_means: dict[tuple[str, ...], list[float]]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """One way of filming and erring."""

    name: str
    fps: float
    noise: NoiseModel


def conditions(*, quick: bool) -> list[Condition]:
    """Frame rates with the measured error, then 120 pictures per second without and with larger error."""
    rates = (60.0, 120.0) if quick else FRAME_RATES
    rows = [Condition(f"{fps:.0f} fps", fps, AS_MEASURED) for fps in rates]
    if not quick:
        rows += [Condition("120 fps, exact points", 120.0, NO_NOISE), Condition("120 fps, harder", 120.0, HARDER)]
    return rows


def score_lab(
    trials: Sequence[LabTrial],
    *,
    quick: bool = False,
    seeds: int = 2,
    workers: int = 1,
    tick: Callable[[str], None] = lambda _: None,
) -> LabScores:
    """Project every run (every fourth when quick) under every condition and score every rule."""
    trials = trials[::4] if quick else trials
    held_out = frozenset().union(*(network.held_out for network in load_contact_ensemble().networks))
    unseen = [trial for trial in trials if runner_id(trial) in held_out]
    jobs = [_Job(number, trial, quick, 1 if quick else seeds) for number, trial in enumerate(unseen)]
    parts = run_jobs(_score_trial, jobs, name_of=lambda job: f"lab {job.trial.name}", workers=workers, tick=tick)
    scores = LabScores(EventTally(), {}, {}, tuple(sorted({runner_id(t) for t in trials} - held_out)))
    for part in parts:
        for key, matches in part.events.matches.items():
            scores.events.add(key, matches)
        for mine, theirs in ((scores.contact_times, part.contact_times), (scores.clip_means, part.clip_means)):
            for name, differences in theirs.items():
                mine.setdefault(name, []).extend(differences)
    return scores


@dataclass(frozen=True)
class _Job:
    number: int
    trial: LabTrial
    quick: bool
    seeds: int


def _score_trial(job: _Job) -> LabScores:
    scores = LabScores(EventTally(), {}, {}, ())
    for condition in conditions(quick=job.quick):
        for seed in range(job.seeds):
            _score_clip(scores, job.trial, condition, np.random.default_rng([job.number, seed]))
    return scores


def runner_id(trial: LabTrial) -> str:
    """The name under which nets list the runners they were trained without."""
    return f"{trial.dataset}/{trial.subject}"


def _score_clip(scores: LabScores, trial: LabTrial, condition: Condition, rng: np.random.Generator) -> None:
    near_side: Side = "left" if rng.random() < 0.5 else "right"
    track = project_to_side(
        trial,
        near_side=near_side,
        fps=condition.fps,
        noise=condition.noise,
        rng=rng,
        yaw_deg=rng.uniform(*CAMERA_YAW_DEG),
        roll_deg=rng.uniform(*CAMERA_ROLL_DEG),
        height_m=rng.uniform(*CAMERA_HEIGHT_M),
        start_s=rng.uniform(0.0, max(0.0, trial.time_s[-1] - trial.time_s[0] - CLIP_S - 0.1)),
        duration_s=CLIP_S,
    )
    for rule, events in detect_with_every_rule(track, runner=runner_id(trial)):
        for side in SIDES:
            leg = "near" if side == near_side else "far"
            _score_leg(scores, trial, track, events, side, (condition.name, rule, leg))


def detect_with_every_rule(track: PoseTrack, *, runner: str | None) -> Iterator[tuple[str, GaitEvents]]:
    """Ours and every published rule on the same cleaned track with the same facing."""
    cleaned = clean_track(track).track
    view = estimate_side_view(cleaned)
    yield OURS, FootContactEvenstride(without_runner=runner).detect(cleaned, view)
    for rule in PUBLISHED_RULES:
        yield rule.name, rule.detect(cleaned, facing_sign=view.facing_sign)


def _score_leg(
    scores: LabScores, trial: LabTrial, track: PoseTrack, events: GaitEvents, side: Side, key: tuple[str, str, str]
) -> None:
    truth = true_events(trial, track, margin_s=TOLERANCE_S)
    first, last = track.time_s[0] + MARGIN_S, track.time_s[-1] - MARGIN_S
    found = {kind: np.array([e.time_s for e in events.of(kind, side)]) for kind in KINDS}
    for kind in KINDS:
        true_s = truth[kind, side]
        counted = [bool(first < instant < last) for instant in true_s]
        scores.events.add((*key, kind), match_events(true_s, found[kind], counted=counted, window_s=(first, last)))
    true_pairs = pair_contacts(truth["initial_contact", side], truth["toe_off", side])
    found_pairs = pair_contacts(found["initial_contact"], found["toe_off"])
    inside = (true_pairs[:, 0] > first) & (true_pairs[:, 1] < last)
    differences = match_contact_times(true_pairs[inside], found_pairs)
    scores.contact_times.setdefault(key, []).extend(differences)
    if differences:
        scores.clip_means.setdefault(key, []).append(float(np.mean(differences)))
