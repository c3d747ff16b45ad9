"""The one standard error that is stated: known by hand, and true for made-up runners with known noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.keypoint_habits import habits_of
from evenstride.gait.measures import MeasureContext
from evenstride.gait.naming.cleaning import clean_track
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.side_measures import summarise_side_measures
from evenstride.gait.sagittal.step_values import SideRecording
from evenstride.gait.stated_error import NORMAL_95, stated_error, student_95
from evenstride.model import GaitEvents, PoseTrack
from evenstride.signals.statistics import Summary
from gait_fixtures.assessing import shipped_knowledge
from gait_fixtures.synthetic_runner import RUNNER, film

SEEDS = 100
DURATION_S, FPS = 6.0, 60.0
CHECKED = ("knee_flexion_ic", "knee_flexion_peak_stance", "contact_time", "hip_extension_late_stance")


def test_students_factor_is_that_of_the_tables() -> None:
    assert student_95(1) == pytest.approx(12.706, abs=1e-3)
    assert student_95(10) == pytest.approx(2.228, abs=1e-3)
    assert student_95(1e9) == NORMAL_95


def test_without_scatter_only_what_stays_is_left() -> None:
    assert stated_error(Summary(5.0, None, 1), 2.0) == 2.0
    assert stated_error(Summary(5.0, 0.0, 9), 2.0) == 2.0


def test_few_steps_are_stated_wider_than_their_scatter() -> None:
    wide = stated_error(Summary(5.0, 1.0, 3), 0.0)
    assert wide == pytest.approx(student_95(2) / NORMAL_95 / 3**0.5)
    assert stated_error(Summary(5.0, 1.0, 400), 0.0) == pytest.approx(1.0 / 20, rel=0.01)


def test_more_steps_never_make_the_stated_error_larger() -> None:
    errors = [stated_error(Summary(5.0, 3.0, n), 1.0) for n in (2, 3, 5, 8, 20, 100)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] >= 1.0


def test_intervals_of_few_values_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(5)
    for n, persistent in ((3, 0.0), (5, 1.0), (8, 0.3), (20, 2.0)):
        values = 10.0 + persistent * rng.normal(size=(2000, 1)) + rng.normal(0, 2.0, (2000, n))
        inside = [
            abs(row.mean() - 10.0) <= 1.96 * stated_error(Summary(row.mean(), float(row.std(ddof=1)), n), persistent)
            for row in values
        ]
        assert 0.93 <= np.mean(inside) <= 0.985, (n, persistent)


@pytest.mark.parametrize("measure_id", CHECKED)
def test_stated_intervals_of_a_made_up_runner_with_known_noise_hold_the_truth(
    measure_id: str, noisy_values: dict[str, tuple[np.ndarray, np.ndarray, float]]
) -> None:
    values, errors, truth = noisy_values[measure_id]
    assert len(values) == SEEDS
    assert 0.90 <= np.mean(np.abs(values - truth) <= 1.96 * errors) <= 0.98


@pytest.fixture(scope="module")
def noisy_values() -> dict[str, tuple[np.ndarray, np.ndarray, float]]:
    """Measure id -> values and stated errors over seeds, and the value without noise.

    Noise of the kinds that the product states: a bias that stays in a clip, as large as the habits say, and white
    scatter of points and of contacts from picture to picture and from step to step.
    """
    track, events = film(RUNNER, fps=FPS, duration_s=DURATION_S), RUNNER.events(DURATION_S)
    exact = _measures(track, events)
    habits = habits_of("markers")
    persistent = {measure_id: habits.error(measure_id, "near") for measure_id in CHECKED}
    found: dict[str, list[tuple[float, float]]] = {measure_id: [] for measure_id in CHECKED}
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        measures = _measures(*_noisy(track, events, rng))
        for measure_id in CHECKED:
            value, error = measures[measure_id]
            found[measure_id].append((value + persistent[measure_id] * rng.normal(), error))
    return {
        measure_id: (np.array(pairs)[:, 0], np.array(pairs)[:, 1], exact[measure_id][0])
        for measure_id, pairs in found.items()
    }


def _noisy(track: PoseTrack, events: GaitEvents, rng: np.random.Generator) -> tuple[PoseTrack, GaitEvents]:
    moved = tuple(replace(e, time_s=e.time_s + rng.normal(0.0, 0.006)) for e in events.events)
    in_order = tuple(sorted(moved, key=lambda event: event.time_s))
    return track.with_points(track.xy_px + rng.normal(0.0, 1.0, track.xy_px.shape)), replace(events, events=in_order)


def _measures(track: PoseTrack, events: GaitEvents) -> dict[str, tuple[float, float]]:
    cleaned = clean_track(track).track
    view = estimate_side_view(cleaned)
    recording = SideRecording(cleaned, view, compute_angle_curves(cleaned, view), assemble_steps(events))
    context = MeasureContext(source="clip-1", true_fps=FPS, height_m=1.75)
    found = summarise_side_measures(recording, knowledge=shipped_knowledge(), context=context)
    near = {m.id: m for m in found if m.side == view.near_side}
    return {i: (float(near[i].number), float(near[i].standard_error)) for i in CHECKED}
