"""The made-up runner is what it says it is: before anything is measured on it."""

from __future__ import annotations

import numpy as np
import pytest

from gait_fixtures.synthetic_runner import LEG_M, RUNNER, WALKER, LegForm, SyntheticRunner, film

TIME_S = np.arange(0, 2, 1 / 500)


@pytest.mark.parametrize("runner", [RUNNER, WALKER], ids=["runner", "walker"])
def test_bones_keep_their_length(runner: SyntheticRunner) -> None:
    leg = runner.points_m("left", TIME_S)
    assert np.allclose(np.linalg.norm(leg["hip"] - leg["knee"], axis=1), LEG_M / 2)
    assert np.allclose(np.linalg.norm(leg["knee"] - leg["ankle"], axis=1), LEG_M / 2)
    assert np.allclose(np.linalg.norm(leg["toe"] - leg["heel"], axis=1), 0.22)


@pytest.mark.parametrize("runner", [RUNNER, WALKER], ids=["runner", "walker"])
def test_nothing_moves_faster_than_a_leg_can(runner: SyntheticRunner) -> None:
    leg = runner.points_m("right", TIME_S)
    speed_mps = np.linalg.norm(np.diff(leg["ankle"], axis=0), axis=1) * 500
    assert speed_mps.max() < 2.2 * runner.speed_mps + 2.0


def test_the_foot_stands_on_the_belt_during_contact_and_is_off_it_in_flight() -> None:
    leg = RUNNER.points_m("right", TIME_S)
    lowest_m = np.minimum(leg["heel"][:, 1], leg["toe"][:, 1])
    since_contact_s = (TIME_S - RUNNER.first_contact_s("right")) % RUNNER.stride_s
    in_contact = since_contact_s <= 0.25
    assert np.abs(lowest_m[in_contact]).max() < 1e-9
    in_air = (since_contact_s > 0.27) & (since_contact_s < RUNNER.stride_s - 0.02)
    assert lowest_m[in_air].min() > 0.005


def test_the_flat_foot_moves_back_with_the_belt() -> None:
    time_s = RUNNER.first_contact_s("right") + np.array([0.07, 0.12])
    heel_m = RUNNER.points_m("right", time_s)["heel"]
    assert heel_m[1, 0] - heel_m[0, 0] == pytest.approx(-2.8 * 0.05)


def test_the_foot_lands_as_it_was_told() -> None:
    runner = SyntheticRunner(right=LegForm(foot_landing_deg=-7.0), knee_contact_deg=20.0)
    at_contact = np.array([runner.first_contact_s("right")])
    leg = runner.points_m("right", at_contact)
    sole = (leg["toe"] - leg["heel"])[0]
    assert np.degrees(np.arctan2(sole[1], sole[0])) == pytest.approx(-7.0)
    thigh, shank = leg["hip"] - leg["knee"], leg["knee"] - leg["ankle"]
    assert np.degrees(np.arccos((thigh * shank).sum() / (LEG_M / 2) ** 2)) == pytest.approx(20.0)


def test_facing_left_is_the_picture_of_facing_right_turned_over() -> None:
    right, left = film(RUNNER, fps=30, duration_s=1), film(RUNNER, fps=30, duration_s=1, facing="left")
    assert np.allclose(left.xy_px[..., 0], 1280 - right.xy_px[..., 0])
    assert left.keypoints == right.keypoints
