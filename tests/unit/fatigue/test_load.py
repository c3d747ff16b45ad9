from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from evenstride.fatigue import assess_load
from evenstride.knowledge import load_knowledge
from evenstride.model import Channel, ChannelSource, RunRecording

START = datetime(2026, 1, 5, 8, tzinfo=UTC)  # a Monday


def run_of(km, day):
    values = np.linspace(0, 1000 * km, 100)
    channel = Channel("distance", values, ChannelSource("", "", "native"))
    return RunRecording(f"day {day}", "", "", "fit", np.arange(100.0), (channel,), start=START + timedelta(days=day))


def history(*runs):
    return assess_load(runs, knowledge=load_knowledge())


@pytest.mark.parametrize(
    ("km", "label", "more"),
    [(10.9, "reference", None), (12.0, "small", "64"), (15.0, "moderate", "52"), (25.0, "large", "128")],
)
def test_a_run_is_put_in_the_band_of_its_ratio(km, label, more):
    last = history(run_of(10, 0), run_of(km, 3)).runs[-1]
    assert last.label == label
    assert more is None or f"{more} % more" in last.sentence


def test_the_longest_run_of_more_than_30_days_ago_does_not_count():
    assert history(run_of(30, 0), run_of(10, 31)).runs[-1].label is None


def test_weeks_without_runs_are_there_with_nothing():
    weeks = history(run_of(10, 0), run_of(5, 6), run_of(8, 15)).weeks
    assert [week.distance_km for week in weeks] == [15, 0, 8]


def test_two_files_of_one_run_count_once():
    first = run_of(10, 0)
    found = history(first, replace(first, id="the same as TCX"))
    assert found.weeks[0].n_runs == 1
    assert found.warnings
