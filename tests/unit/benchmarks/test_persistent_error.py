"""The error that stays: known by construction, and honest for bodies that were left out."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.measure_tables import covered_share
from benchmarks.accuracy.persistent_error import estimate_errors, left_one_out, with_error, without_correction

from evenstride.gait.stated_error import NORMAL_95, student_95


def sample(
    error: float, *, runner: str, true: float = 50.0, measure: str = "contact_time", material: str = "lab",
    step_error: float = 0.0, clip: str = "clip",
) -> MeasureSample:  # fmt: skip
    return MeasureSample(
        clip=clip, runner=runner, material=material, view="side", fps=60.0, measure_id=measure, side="left", leg="near",
        value=true + error, true_value=true, standard_error=None, step_error=step_error, n_steps=10, status="ok",
    )  # fmt: skip


def population(
    rng: np.random.Generator, *, bias: float, sd: float, material: str, groups: int, clips: int = 4,
    measure: str = "contact_time", step_error: float = 0.0, share: bool = False,
) -> list[MeasureSample]:  # fmt: skip
    """Clips of several runners; each clip has an error of its own."""
    unit = 50.0 if share else 1.0
    return [
        sample(
            unit * (bias + sd * rng.normal()) + step_error * rng.normal(),
            runner=f"{material}{group}", material=material, measure=measure, step_error=step_error,
        )
        for group in range(groups)
        for _ in range(clips)
    ]  # fmt: skip


def test_the_spread_is_that_of_the_errors_widened_for_the_number_of_runners() -> None:
    rng = np.random.default_rng(1)
    samples = population(rng, bias=0.0, sd=3.0, material="lab", groups=40, clips=50)
    error = estimate_errors(samples)["contact_time", "near"]
    assert error.sd == pytest.approx(3.0 * student_95(40) / NORMAL_95, rel=0.05)
    assert (error.clips, error.groups, error.known, error.scale) == (2000, 40, False, 1.0)


def test_what_the_scatter_of_steps_gives_is_not_counted_twice() -> None:
    rng = np.random.default_rng(2)
    samples = population(rng, bias=0.0, sd=3.0, material="lab", groups=40, clips=50, step_error=4.0)
    assert estimate_errors(samples)["contact_time", "near"].sd == pytest.approx(3.0, rel=0.12)


def test_a_bias_is_known_only_where_both_materials_show_it_with_one_sign() -> None:
    rng = np.random.default_rng(3)
    lab = population(rng, bias=-7.0, sd=3.0, material="lab", groups=16)
    same = population(rng, bias=-6.0, sd=3.0, material="rendered", groups=6)
    opposite = population(rng, bias=6.0, sd=3.0, material="rendered", groups=6)
    assert estimate_errors([*lab, *same])["contact_time", "near"].known
    assert not estimate_errors([*lab, *opposite])["contact_time", "near"].known
    assert not estimate_errors([*lab, *same], know_bias=False)["contact_time", "near"].known


def test_a_bias_that_is_not_taken_off_is_inside_the_interval() -> None:
    rng = np.random.default_rng(4)
    samples = [
        *population(rng, bias=-7.0, sd=3.0, material="lab", groups=16),
        *population(rng, bias=-7.0, sd=3.0, material="rendered", groups=6),
    ]
    error = estimate_errors(samples)["contact_time", "near"]
    assert error.scale == 1.0
    assert error.sd > 7.0
    assert 0.9 <= covered_share(left_one_out(samples)) <= 1.0


def test_a_known_bias_of_a_length_is_taken_off_and_the_interval_shrinks() -> None:
    rng = np.random.default_rng(5)
    options = {"measure": "vertical_oscillation", "share": True}
    samples = [
        *population(rng, bias=-0.10, sd=0.03, material="lab", groups=16, **options),
        *population(rng, bias=-0.10, sd=0.03, material="rendered", groups=6, **options),
    ]
    error = estimate_errors(samples)["vertical_oscillation", "near"]
    assert error.scale == pytest.approx(1 / 0.9, rel=0.02)
    assert error.sd < 0.05
    judged = left_one_out(samples)
    assert abs(np.mean([s.error for s in judged])) < 1.0
    assert 0.88 <= covered_share(judged) <= 1.0


def test_intervals_hold_for_runners_that_were_left_out() -> None:
    shares = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        samples = [
            *population(rng, bias=0.5, sd=4.0, material="lab", groups=12, step_error=1.0),
            *population(rng, bias=0.5, sd=4.0, material="rendered", groups=6, clips=2, step_error=1.0),
        ]
        shares.append(covered_share(left_one_out(samples)))
    assert 0.93 <= np.mean(shares) <= 0.98


def test_a_runner_left_out_has_no_part_in_its_own_error() -> None:
    rng = np.random.default_rng(6)
    samples = population(rng, bias=0.0, sd=1.0, material="lab", groups=8)
    wild = [sample(100.0, runner="wild") for _ in range(4)]
    judged = {s.runner: s for s in left_one_out([*samples, *wild])}
    assert judged["wild"].is_covered is False
    assert judged["wild"].standard_error < 3.0


def test_refused_and_rare_measures_keep_no_interval() -> None:
    few = [sample(1.0, runner=f"r{i}") for i in range(3)]
    assert estimate_errors(few) == {}
    assert all(s.is_covered is None for s in left_one_out(few))
    assert with_error(few[0], None).standard_error is None


def test_taking_the_correction_off_gives_what_was_read() -> None:
    shipped = sample(5.0, runner="r", measure="vertical_oscillation", step_error=2.0)
    as_read = without_correction(shipped, {"vertical_oscillation": 1.1})
    assert as_read.value == pytest.approx(50.0)
    assert as_read.step_error == pytest.approx(2.0 / 1.1)
    assert without_correction(shipped, {}) == shipped
