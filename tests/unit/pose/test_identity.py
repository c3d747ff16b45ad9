"""What a runner can have done since last seen bounds who can be the runner."""

from __future__ import annotations

import pytest

from evenstride.pose.backend import RegionOfInterest
from evenstride.pose.identity import IdentitySettings, RunnerIdentity, StartHint, jump

HERE = RegionOfInterest(300.0, 200.0, 260.0)


def _runner() -> RunnerIdentity:
    return RunnerIdentity(StartHint(1.0, HERE), (), IdentitySettings())


def test_the_last_place_is_the_likeliest_and_distance_costs() -> None:
    costs = [_runner().unlikeness(RegionOfInterest(300.0 + d, 200.0, 260.0), 1.1) for d in (0, 50, 100, 200)]
    assert costs[0] == 0.0
    assert costs == sorted(costs)
    assert costs[-1] > 1.0


def test_time_widens_the_reach() -> None:
    there = RegionOfInterest(700.0, 200.0, 260.0)
    assert _runner().unlikeness(there, 1.1) > 1.0
    assert _runner().unlikeness(there, 1.6) < 1.0
    assert _runner().unlikeness(there, 0.4) < 1.0  # a hint may lie later in the clip


def test_a_runner_who_stood_still_is_not_far_away_soon_after() -> None:
    runner = _runner()
    runner.remember(1.0, HERE, speed_px_s=0.0)
    assert runner.unlikeness(RegionOfInterest(700.0, 200.0, 260.0), 1.6) > 1.0


@pytest.mark.parametrize("size_px", [100.0, 700.0])
def test_another_size_is_another_person(size_px: float) -> None:
    assert _runner().unlikeness(RegionOfInterest(300.0, 200.0, size_px), 1.1) > 1.0
    assert not _runner().is_next(RegionOfInterest(300.0, 200.0, size_px), HERE)


def test_without_a_hint_everybody_can_be_the_runner() -> None:
    nobody_known = RunnerIdentity(None, (), IdentitySettings())
    assert nobody_known.unlikeness(HERE, 5.0) == 0.0
    assert nobody_known.wears(None)


def test_a_jump_is_measured_in_sizes_of_the_expected_region() -> None:
    assert jump(RegionOfInterest(300.0, 330.0, 9.0), HERE) == pytest.approx(0.5)
