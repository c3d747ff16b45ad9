from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.inertial import (
    conditions_left_out,
    contact_table,
    fit_line,
    load_sacrum_trials,
    mean_contact_ms,
    rhythm_table,
)

from evenstride.gait.inertial.trunk_contact import ContactEvenstrideSacrum


def test_our_constants_are_those_of_the_trials_and_conditions_left_out_stay_within_twelve_ms(shared_data: Path) -> None:
    """Origin: 20 trials of one runner with a force plate; measured 11.2 ms RMSE with each speed and slope left out."""
    trials = load_sacrum_trials(shared_data)
    ours = ContactEvenstrideSacrum()
    half = np.array([mean_contact_ms(trial, ours.half_sine) for trial in trials])
    slope, intercept_ms = fit_line(half, np.array([trial.contact_ms for trial in trials]))
    assert ours.slope == pytest.approx(slope, abs=0.01)
    assert ours.intercept_s == pytest.approx(intercept_ms / 1000, abs=0.002)
    assert float(np.sqrt(np.mean(conditions_left_out(trials, half) ** 2))) < 12


def test_cadence_agrees_with_the_force_plate_within_a_step_and_the_tables_have_every_method(shared_data: Path) -> None:
    trials = load_sacrum_trials(shared_data)
    rhythm = {row[0]: row for row in rhythm_table(trials).rows}
    assert float(rhythm["cadence, steps/min"][4]) <= 1.0
    assert [row[0] for row in contact_table(trials).rows][1:] == [
        "half sine with the sacrum's peak (Morin 2005)",
        "weightlessness (Auvinet 2002)",
        "two backward spikes (Lee 2010)",
        "braking spike to gravity (Wixted 2010)",
        "step time alone",
    ]
