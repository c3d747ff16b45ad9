"""Drift, onset and refusals on runs whose drift is known by construction."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run, slowing, true_change_pct

from evenstride.fatigue import assess_fatigue
from evenstride.imbalance.assess import assess_findings
from evenstride.knowledge import load_knowledge
from evenstride.model import Channel


def assessed(scenario, seed=3, change=None):
    simulated = simulate_run(scenario, np.random.default_rng(seed))
    run = change(simulated.run) if change else simulated.run
    return simulated, assess_fatigue(run, knowledge=load_knowledge())


def contact_of(assessment):
    return next(measure for measure in assessment.measures if measure.id == "contact_time_drift")


def test_an_injected_drift_is_found_within_its_error():
    simulated, found = assessed(Scenario("", shape="step", size_pct=4.0, onset=0.7))
    contact = contact_of(found)
    curve = next(curve for curve in found.curves if curve.quantity == "contact_time")
    assert abs(contact.number - true_change_pct(simulated, curve.minute)) < 3 * contact.standard_error


def test_the_onset_of_a_step_lies_in_its_interval():
    simulated, found = assessed(Scenario("", shape="step", size_pct=6.0, onset=0.7))
    onset = found.index.onset
    assert onset is not None
    assert onset.minute_low - 2 <= simulated.onset_minute <= onset.minute_high + 2


def test_slowing_alone_has_no_onset():
    _, found = assessed(Scenario("", slowing(8)))
    assert found.index.onset is None
    assert found.index.reasons


def test_without_speed_every_measure_is_refused_with_the_reason():
    def without_speed(run):
        return replace(run, channels=tuple(c for c in run.channels if c.quantity != "speed"))

    _, found = assessed(Scenario("", shape="step", size_pct=6.0), change=without_speed)
    assert not found.makes_statement
    assert all(measure.status == "refused" and "slowing" in measure.reasons[0] for measure in found.measures)


def test_the_measures_go_into_findings_unchanged():
    simulated, found = assessed(Scenario("", shape="step", size_pct=6.0, onset=0.7), seed=5)
    steady = assessed(Scenario(""))[1]
    status = {}
    for name, measures in (("tired", found.measures), ("steady", steady.measures)):
        findings = {finding.id: finding for finding in assess_findings(measures, knowledge=load_knowledge())}
        status[name] = findings["posterior_chain_fatigue"].status
    assert status["tired"] in {"present", "possible"}
    assert status["steady"] in {"absent", "unknown"}
    assert simulated.run.id == contact_of(found).source


def test_the_warm_up_of_a_short_run_is_its_first_fifth():
    def first_half_hour(run):
        keep = run.time_s < 1800
        channels = tuple(replace(c, values=c.values[keep]) for c in run.channels)
        return replace(run, time_s=run.time_s[keep], channels=channels)

    _, found = assessed(Scenario(""), change=first_half_hour)
    assert found.warm_up_s == pytest.approx(360, abs=10)
    assert any("warm-up" in warning for warning in found.warnings)


def test_a_quantity_that_never_changes_has_no_drift_and_stops_nothing():
    def with_constant_balance(run):
        source = run.channels[0].source
        return replace(
            run, channels=(*run.channels, Channel("contact_balance", np.full(len(run.time_s), 52.0), source))
        )

    _, found = assessed(Scenario(""), change=with_constant_balance)
    balance = next(curve for curve in found.curves if curve.quantity == "contact_balance")
    assert balance.change.number == pytest.approx(0.0, abs=0.01)


def shortened(minutes):
    run = simulate_run(Scenario(""), np.random.default_rng(3)).run
    kept = run.time_s < 60 * minutes
    return replace(
        run, time_s=run.time_s[kept], channels=tuple(replace(c, values=c.values[kept]) for c in run.channels)
    )


def test_a_warm_up_shortened_by_seconds_is_not_worth_a_warning():
    said = assess_fatigue(shortened(48), knowledge=load_knowledge()).warnings
    assert not any("warm-up" in words for words in said)
    said = assess_fatigue(shortened(30), knowledge=load_knowledge()).warnings
    assert any("its first 6 minutes count as warm-up instead of 10" in words for words in said)


def test_a_run_that_is_too_short_is_told_in_minutes():
    (reason,) = assess_fatigue(shortened(12), knowledge=load_knowledge()).reasons
    assert "at least 15 minutes of steady running after the warm-up, got 9" in reason


@pytest.mark.parametrize("quantity", ["leg_stiffness_balance", "oscillation_balance", "impact_balance"])
def test_every_balance_of_a_file_is_followed_with_an_error(quantity):
    rng = np.random.default_rng(8)

    def with_balance(run):
        share = 48.0 + 2.0 * (run.time_s > 0.6 * run.time_s[-1]) + rng.normal(0, 1.0, len(run.time_s))
        return replace(run, channels=(*run.channels, Channel(quantity, share, run.channels[0].source)))

    _, found = assessed(Scenario(""), change=with_balance)
    curve = next(curve for curve in found.curves if curve.quantity == quantity)
    assert curve.change.unit == "% points"
    assert curve.change.number == pytest.approx(2.0, abs=3 * curve.change.standard_error)
    assert curve.sign_for_fade == 0
    assert quantity not in found.index.quantities
