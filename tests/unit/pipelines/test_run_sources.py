"""Two sources of one quantity, minute by minute."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.model import Channel, ChannelSource, RunRecording
from evenstride.pipelines.run_sources import compare_sources

POD = ChannelSource("Stryd", "Ground Time", "developer")


def run_with(values: np.ndarray | None) -> RunRecording:
    run = simulate_run(Scenario(""), np.random.default_rng(2)).run
    return run if values is None else replace(run, channels=(*run.channels, Channel("contact_time", values, POD)))


def contact_of(run: RunRecording) -> np.ndarray:
    channel = run.best("contact_time")
    assert channel is not None
    return channel.values


def test_one_source_alone_is_compared_with_nothing() -> None:
    assert compare_sources(run_with(None)) == ()


def test_a_pod_that_reads_7_ms_less_differs_by_7_ms() -> None:
    noise = np.random.default_rng(0).standard_normal(len(contact_of(run_with(None))))
    (pair,) = compare_sources(run_with(contact_of(run_with(None)) - 7.0 + noise))
    assert pair.devices == ("simulated", "Stryd")
    assert pair.difference == pytest.approx(-7.0, abs=3 * (pair.standard_error or 0.0))
    assert pair.means[1] - pair.means[0] == pytest.approx(pair.difference)
    assert pair.is_beyond_error


def test_only_minutes_that_both_have_are_compared() -> None:
    late = contact_of(run_with(None)) + 5.0 + np.linspace(0, 1, len(contact_of(run_with(None))))
    late[: len(late) // 2] = np.nan
    (pair,) = compare_sources(run_with(late))
    assert 40 <= pair.n_minutes <= 46


def test_a_source_that_repeats_the_other_to_the_digit_is_left_out() -> None:
    assert compare_sources(run_with(contact_of(run_with(None)).copy())) == ()
