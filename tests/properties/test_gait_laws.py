"""Laws of the side view: what a mirror, a shift in time or space, and a scale may not change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.gait.track_assessment import TrackAssessment
from evenstride.model import GaitEvent, Measure
from gait_fixtures.assessing import assess
from gait_fixtures.synthetic_runner import LegForm, SyntheticRunner, film, mirrored

TOLERANCE = 1e-6
SWAPPED = {"left": "right", "right": "left", None: None}

LAWS = settings(deadline=None, derandomize=True, max_examples=3)
legs = st.builds(
    LegForm,
    contact_time_s=st.floats(0.22, 0.25),
    foot_landing_deg=st.integers(-8, 25),
    heel_ahead_leg=st.floats(0.17, 0.25),
)
#: Runners who differ from side to side, in every way they can.
runners = st.builds(
    SyntheticRunner,
    cadence_spm=st.floats(162, 188),
    left=legs,
    right=legs,
    right_step_share=st.floats(0.485, 0.515),
    trunk_lean_deg=st.floats(-5, 15),
    bounce_m=st.floats(0.055, 0.070),
    knee_contact_deg=st.floats(10, 24),
)
seeds = st.integers(0, 2**32 - 1)


def clip(runner: SyntheticRunner, seed: int, **options):
    rng = np.random.default_rng(seed)
    return film(runner, duration_s=2.6, noise_px=1.5, rng=rng, **({"fps": 60.0} | options))


def assert_same(first: TrackAssessment, second: TrackAssessment, *, swap: bool = False, later_s: float = 0.0) -> None:
    """Equal events and measures; ``swap`` exchanges the sides of the second, ``later_s`` shifts its clock."""
    side_of = SWAPPED if swap else {side: side for side in SWAPPED}
    expected, got = list(first.events), list(_events(second, side_of))
    assert [(e.kind, e.side, e.complete) for e in got] == [(e.kind, e.side, e.complete) for e in expected]
    assert [e.time_s - later_s for e in got] == pytest.approx([e.time_s for e in expected], abs=TOLERANCE)
    assert [e.uncertainty_s for e in got] == pytest.approx([e.uncertainty_s for e in expected], abs=TOLERANCE)
    twin = {(m.id, side_of[m.side]): m for m in second.measures}
    assert len(twin) == len(first.measures)
    for measure in first.measures:
        assert_equal_measure(measure, twin[measure.id, measure.side])


def _events(assessment: TrackAssessment, side_of: dict) -> Iterator[GaitEvent]:
    return (replace(event, side=side_of[event.side]) for event in assessment.events)


def assert_equal_measure(first: Measure, second: Measure) -> None:
    assert (first.status, first.n_steps, first.unit) == (second.status, second.n_steps, second.unit), first.id
    for name in ("value", "standard_error", "sd_between_steps", "mdc"):
        one, other = getattr(first, name), getattr(second, name)
        if isinstance(one, float):
            assert other == pytest.approx(one, abs=TOLERANCE), (first.id, name)
        else:
            assert one == other, (first.id, name)


@settings(LAWS, max_examples=5)
@given(runners, seeds, st.sampled_from(["left", "right"]))
def test_a_mirror_swaps_the_sides_and_keeps_every_magnitude(runner: SyntheticRunner, seed: int, facing: str) -> None:
    track = clip(runner, seed, facing=facing)
    plain, turned = assess(track, height_m=1.8), assess(mirrored(track), height_m=1.8)
    assert plain.is_running
    assert_same(plain, turned, swap=True)
    assert turned.view.near_side == SWAPPED[plain.view.near_side]
    assert turned.view.facing == SWAPPED[plain.view.facing]
    assert turned.view.yaw_deg == pytest.approx(plain.view.yaw_deg, abs=TOLERANCE)


@LAWS
@given(runners, seeds, st.floats(-100, 1000))
def test_a_clock_that_starts_later_moves_the_events_only(runner: SyntheticRunner, seed: int, later_s: float) -> None:
    track = clip(runner, seed)
    assert_same(assess(track), assess(replace(track, time_s=track.time_s + later_s)), later_s=later_s)


@LAWS
@given(runners, seeds, st.floats(0.2, 6.0))
def test_the_size_in_the_picture_changes_nothing(runner: SyntheticRunner, seed: int, scale: float) -> None:
    track = clip(runner, seed)
    assert_same(assess(track), assess(track.with_points(track.xy_px * scale)))


@LAWS
@given(runners, seeds, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_the_place_in_the_picture_changes_nothing(runner: SyntheticRunner, seed: int, x_px: float, y_px: float) -> None:
    track = clip(runner, seed)
    assert_same(assess(track), assess(track.with_points(track.xy_px + np.array([x_px, y_px]))))


@LAWS
@given(runners, seeds, st.floats(1.3, 2.1))
def test_a_taller_runner_bounces_higher_in_proportion(runner: SyntheticRunner, seed: int, height_m: float) -> None:
    track = clip(runner, seed)
    bounce = [
        next(m for m in assess(track, height_m=h).measures if m.id == "vertical_oscillation") for h in (1.0, height_m)
    ]
    assert bounce[1].value == pytest.approx(bounce[0].value * height_m)
    assert bounce[1].standard_error == pytest.approx(bounce[0].standard_error * height_m)


@LAWS
@given(runners, seeds)
def test_refused_measures_carry_no_value_and_others_always_an_error_and_a_count(
    runner: SyntheticRunner, seed: int
) -> None:
    for measure in assess(clip(runner, seed, fps=30.0)).measures:
        if measure.status == "refused":
            assert (measure.value, measure.standard_error, measure.mdc) == (None, None, None)
            assert measure.reasons
        elif measure.unit != "class":
            assert measure.n_steps >= 2
            assert measure.standard_error >= 0
