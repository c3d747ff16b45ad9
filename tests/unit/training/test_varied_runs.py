"""Laboratory runs that are changed for training: what is set is what comes out."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.lab_trial import LabTrial
from training.varied_runs import LegChange, draw_leg_change, played_slower, with_uneven_legs

from gait_fixtures.synthetic_runner import RUNNER

RATE_HZ = 150.0
TIME_S = np.arange(round(6 * RATE_HZ)) / RATE_HZ
SAME = LegChange(0.0, 1.0, 1.0)


def made_up_trial() -> LabTrial:
    """Legs that swing in sines about hips that stand still; a mark at every contact of the made-up runner."""
    points = {f"{side}_hip": np.tile([0.0, 0.9, 0.0], (len(TIME_S), 1)) for side in ("left", "right")}
    contacts, offs = {}, {}
    for side in ("left", "right"):
        starts = RUNNER.contacts_s(side, 5.5)
        contacts[side], offs[side] = starts, starts + RUNNER.form(side).contact_time_s
        phase = 2 * np.pi * (TIME_S - starts[0]) / RUNNER.stride_s
        swing = np.stack([np.cos(phase), 0.2 + 0.1 * np.sin(phase), 0 * phase], axis=1)
        for name, ahead, reach in (("knee", 0.05, 0.25), ("ankle", 0.0, 0.5), ("heel", -0.05, 0.5), ("toe", 0.2, 0.5)):
            points[f"{side}_{name}"] = swing * [reach, 1, 1] + [ahead, 0, 0]
    return LabTrial("made up", "made", "up", 3.0, 1.75, TIME_S, points, contacts, offs)


def test_a_leg_that_is_not_changed_stays_as_it_was() -> None:
    trial = made_up_trial()
    changed = with_uneven_legs(trial, {"left": SAME, "right": LegChange(0.02, 1.2, 1.1)})
    for name in ("left_knee", "left_heel", "right_hip"):
        assert np.allclose(changed.points_m[name], trial.points_m[name], atol=1e-9)
    assert np.array_equal(changed.initial_contact_s["left"], trial.initial_contact_s["left"])


def test_contacts_move_and_lengthen_as_set() -> None:
    trial = made_up_trial()
    changed = with_uneven_legs(trial, {"left": SAME, "right": LegChange(0.02, 1.2, 1.0)})
    assert np.allclose(changed.initial_contact_s["right"] - trial.initial_contact_s["right"], 0.02)
    assert changed.contact_time_ms("right") == pytest.approx(1.2 * trial.contact_time_ms("right"))


def test_the_foot_is_where_it_was_at_the_moved_instants() -> None:
    trial = made_up_trial()
    changed = with_uneven_legs(trial, {"left": SAME, "right": LegChange(0.02, 1.2, 1.0)})
    for instants in ("initial_contact_s", "toe_off_s"):
        old_s, new_s = getattr(trial, instants)["right"][1:-1], getattr(changed, instants)["right"][1:-1]
        old = np.interp(old_s, TIME_S, trial.points_m["right_heel"][:, 0])
        new = np.interp(new_s, TIME_S, changed.points_m["right_heel"][:, 0])
        assert np.allclose(old, new, atol=2e-3)


def test_a_longer_reach_moves_the_foot_as_one_piece() -> None:
    trial = made_up_trial()
    changed = with_uneven_legs(trial, {"left": SAME, "right": LegChange(0.0, 1.0, 1.2)})
    assert np.allclose(changed.points_m["right_ankle"][:, 0], 1.2 * trial.points_m["right_ankle"][:, 0], atol=1e-6)
    for run in (trial, changed):
        foot = run.points_m["right_toe"] - run.points_m["right_heel"]
        assert np.allclose(foot[:, 0], 0.25, atol=1e-6)


def test_what_was_not_seen_stays_unseen() -> None:
    trial = made_up_trial()
    trial.points_m["right_toe"][300:320] = np.nan
    changed = with_uneven_legs(trial, {"left": SAME, "right": LegChange(0.01, 1.1, 1.0)})
    hidden = np.isnan(changed.points_m["right_toe"][:, 0])
    assert 15 <= hidden[20:-20].sum() <= 30


def test_a_slower_run_takes_longer_throughout() -> None:
    trial = made_up_trial()
    slower = played_slower(trial, 1.1)
    assert slower.cadence_spm == pytest.approx(trial.cadence_spm / 1.1)
    assert slower.contact_time_ms("left") == pytest.approx(1.1 * trial.contact_time_ms("left"))
    assert slower.rate_hz == pytest.approx(trial.rate_hz / 1.1)


def test_changes_stay_within_what_runners_do() -> None:
    rng = np.random.default_rng(1)
    drawn = [draw_leg_change(rng) for _ in range(500)]
    assert all(0.80 <= change.contact_ratio <= 1.25 and abs(change.later_s) <= 0.025 for change in drawn)
    assert np.std([change.reach_ratio for change in drawn]) > 0.03
