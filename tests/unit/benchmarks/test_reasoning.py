"""The rows of the speed table that have no video in them."""

from __future__ import annotations

from benchmarks.speed.reasoning import render_reasoning, time_reasoning_ms


def test_each_part_is_timed_once_a_process() -> None:
    times_ms = time_reasoning_ms(rounds=1)
    assert {"knowledge", "plan"} <= set(times_ms)
    assert all(len(each) == 1 and each[0] > 0 for each in times_ms.values())


def test_a_row_shows_the_median_and_the_slowest() -> None:
    assert render_reasoning({"plan": [3.0, 1.0, 2.0]})[-1] == "| plan | 2.0 | 3.0 | 3 |"
