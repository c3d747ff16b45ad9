"""Two devices that measured the same quantity of one run."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.fatigue import assess_fatigue
from evenstride.knowledge import load_knowledge
from evenstride.model import Channel, ChannelSource

POD = ChannelSource("pod", "Ground Time", "developer")


def contact_agreement(drift_of_pod):
    """A second contact time with an offset of 5 %, noise of its own and a further change by the end of the run."""
    run = simulate_run(Scenario(""), np.random.default_rng(4)).run
    contact = run.best("contact_time").values
    noise = 0.01 * np.random.default_rng(5).standard_normal(len(contact))
    course = drift_of_pod * (np.arange(len(contact)) > 0.6 * len(contact))
    pod = Channel("contact_time", 0.95 * contact * np.exp(noise + course), POD)
    found = assess_fatigue(replace(run, channels=(*run.channels, pod)), knowledge=load_knowledge())
    return next(each for each in found.agreements if each.quantity == "contact_time")


def test_an_offset_is_no_disagreement():
    found = contact_agreement(0.0)
    assert not found.disagrees
    assert found.offset == pytest.approx(-0.05 * 260, abs=2)
    assert found.second == ("pod", "Ground Time")


def test_a_change_that_only_one_device_tells_is_a_disagreement():
    found = contact_agreement(0.03)
    assert found.disagrees
    assert found.difference == pytest.approx(3.0, abs=2 * found.difference_error)


def test_one_source_is_compared_with_nothing():
    run = simulate_run(Scenario(""), np.random.default_rng(4)).run
    assert assess_fatigue(run, knowledge=load_knowledge()).agreements == ()
