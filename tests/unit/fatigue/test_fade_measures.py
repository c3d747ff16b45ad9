"""The fade index and what goes with it as measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.fatigue import assess_fatigue
from evenstride.fatigue.fade_measures import WEAK_ONSET, fade_measures
from evenstride.knowledge import load_knowledge
from evenstride.model import Channel, ChannelSource, Measure
from evenstride.model.drift import FatigueAssessment

KNOWLEDGE = load_knowledge()


def assessed(scenario: Scenario, *, seed: int, shares: tuple[float, float] | None = None) -> FatigueAssessment:
    """A simulated run; ``shares`` are the left leg's share at its start and end, in a straight line."""
    run = simulate_run(scenario, np.random.default_rng(seed)).run
    if shares is not None:
        noise = 0.2 * np.random.default_rng(0).standard_normal(len(run.time_s))
        balance = np.linspace(*shares, len(run.time_s)) + noise
        channel = Channel("contact_balance", balance, ChannelSource("simulated", "simulated", "native"))
        run = replace(run, channels=(*run.channels, channel))
    return assess_fatigue(run, knowledge=KNOWLEDGE)


def measure(fatigue: FatigueAssessment, measure_id: str) -> Measure:
    return next(each for each in fatigue.measures if each.id == measure_id)


@pytest.fixture(scope="module")
def tiring() -> FatigueAssessment:
    return assessed(Scenario("", shape="step", size_pct=6.0, onset=0.6), seed=0, shares=(50.5, 53.0))


def test_a_run_that_tires_has_an_onset_and_a_higher_index(tiring: FatigueAssessment) -> None:
    assert measure(tiring, "fade_onset").value == "told"
    shift = measure(tiring, "fade_shift")
    assert shift.number is not None
    assert shift.standard_error is not None
    assert shift.number > 1.96 * shift.standard_error
    assert shift.mdc == pytest.approx(1.96 * shift.standard_error)


def test_a_steady_run_has_neither() -> None:
    steady = assessed(Scenario(""), seed=5)
    assert measure(steady, "fade_onset").value == "not_told"
    shift = measure(steady, "fade_shift")
    assert abs(shift.number or 0.0) < 1.96 * (shift.standard_error or 0.0)


def test_sides_that_grow_apart_are_measured_in_per_cent_of_their_mean(tiring: FatigueAssessment) -> None:
    """From 50.5 to 53.0 % in a line: fifths of the run after its warm-up lie 2.5 * 0.8 * 0.89 apart, times four."""
    growth = measure(tiring, "symmetry_drift")
    assert growth.number == pytest.approx(4 * 2.5 * 0.8 * (80 / 90), abs=3 * (growth.standard_error or 0.0))
    assert growth.unit == "%"


def test_sides_that_only_change_places_do_not_grow_apart() -> None:
    swapped = assessed(Scenario(""), seed=5, shares=(51.0, 49.0))
    assert abs(measure(swapped, "symmetry_drift").number or 0.0) < 2.0


def test_the_fifths_lead_to_the_change(tiring: FatigueAssessment) -> None:
    curve = next(each for each in tiring.curves if each.quantity == "contact_time")
    first, *_, last = curve.fifths
    assert (first.change, first.standard_error) == (0.0, 0.0)
    assert last.change == pytest.approx(curve.change.number, abs=0.01)
    assert last.standard_error == pytest.approx(curve.change.standard_error, rel=0.01)
    assert curve.fifths[1].change < 2.0 < curve.fifths[3].change


def test_an_onset_that_no_single_sign_carries_is_weak(tiring: FatigueAssessment) -> None:
    told = (curve for curve in tiring.curves if curve.sign_for_fade and curve.change.number is not None)
    flat = tuple(replace(curve, change=replace(curve.change, value=0.0)) for curve in told)
    onset = next(each for each in fade_measures(tiring.run_id, flat, tiring.index) if each.id == "fade_onset")
    assert onset.status == "low_confidence"
    assert WEAK_ONSET in onset.reasons


@pytest.mark.parametrize(("chance", "status"), [(0.019, "ok"), (0.021, "low_confidence")])
def test_an_onset_is_settled_where_chance_shows_as_much_in_fewer_than_two_of_a_hundred_runs(
    tiring: FatigueAssessment, chance: float, status: str
) -> None:
    assert tiring.index is not None
    assert tiring.index.onset is not None
    index = replace(tiring.index, onset=replace(tiring.index.onset, false_alarm_probability=chance))
    onset = next(each for each in fade_measures(tiring.run_id, tiring.curves, index) if each.id == "fade_onset")
    assert onset.status == status


def test_without_speed_all_three_are_refused() -> None:
    run = simulate_run(Scenario(""), np.random.default_rng(1)).run
    blind = replace(run, channels=tuple(c for c in run.channels if c.quantity not in ("speed", "distance")))
    fatigue = assess_fatigue(blind, knowledge=KNOWLEDGE)
    refused = [measure(fatigue, each) for each in ("fade_shift", "fade_onset", "symmetry_drift")]
    assert {each.status for each in refused} == {"refused"}
