"""Which kilometres of a run a finding rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.fatigue import assess_fatigue
from evenstride.imbalance import assess_findings, with_stretches
from evenstride.imbalance.stretches import stretches_of
from evenstride.knowledge import load_knowledge
from evenstride.model.drift import FatigueAssessment

KNOWLEDGE = load_knowledge()


@pytest.fixture(scope="module")
def fatigue() -> FatigueAssessment:
    run = simulate_run(Scenario("", shape="step", size_pct=6.0, onset=0.6), np.random.default_rng(0)).run
    return assess_fatigue(run, knowledge=KNOWLEDGE)


def test_a_drift_rests_on_the_first_and_the_last_fifth(fatigue: FatigueAssessment) -> None:
    start, end = stretches_of("contact_time_drift", fatigue)
    assert (start.part, end.part) == ("start", "end")
    assert 10 <= start.minute_from < start.minute_to < 30
    assert 70 < end.minute_from < end.minute_to <= 90
    assert start.km_to is not None
    assert end.km_from is not None
    assert start.km_to < end.km_from


def test_an_onset_rests_on_its_interval(fatigue: FatigueAssessment) -> None:
    (stretch,) = stretches_of("fade_onset", fatigue)
    assert fatigue.index is not None
    assert fatigue.index.onset is not None
    assert stretch.minute_from <= fatigue.index.onset.minute <= stretch.minute_to


def test_a_mean_of_the_whole_run_rests_on_no_part(fatigue: FatigueAssessment) -> None:
    assert stretches_of("cadence", fatigue) == ()


def test_measures_of_the_same_part_share_a_stretch_in_order_of_time(fatigue: FatigueAssessment) -> None:
    findings = assess_findings(fatigue.measures, knowledge=KNOWLEDGE)
    tiring = next(each for each in findings if each.id == "posterior_chain_fatigue")
    assert tiring.status == "present"
    because = ("contact_time_drift", "fade_shift", "fade_onset")
    (found,) = with_stretches([replace(tiring, because=because)], fatigue)
    assert [each.part for each in found.stretches] == ["start", "onset", "end"]
    assert found.stretches[0].measure_ids == found.stretches[-1].measure_ids
    assert {i for each in found.stretches for i in each.measure_ids} == set(found.because)
