"""``python -m benchmarks.accuracy.inertial``: a sensor at the sacrum against the force plate under the same steps.

Twenty trials of five seconds by one runner, 2.5 to 4.2 m/s, slopes of -10 to +10 degrees (Alcantara et al. 2022, PeerJ
10:e12752). One runner says how well a method follows speed and slope, and nothing about other runners. Writes the two
tables of this part to ``docs/accuracy`` and prints them, with the constant of our method fitted anew.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.score import Agreement, summarise_differences
from benchmarks.accuracy.table import Table, limits, percent, plain, signed
from evenstride.gait.inertial.trunk_contact import CONTACT_METHODS, ContactEvenstrideSacrum, ContactMethod
from evenstride.gait.inertial.trunk_gait import Estimate, TrunkGait, summarise_trunk
from evenstride.gait.inertial.trunk_steps import StepSequence, find_trunk_steps
from evenstride.gait.inertial.vertical import TrunkSignals, trunk_signals
from evenstride.io.imu import ImuDeclaration, read_imu_trials

GROUP = "Motion sensors"
TRIALS = "Accelerometer_one_sub_rows00-19.csv"
RATE_HZ = 500.0
REPOSITORY = Path(__file__).resolve().parents[2]
Tick = Callable[[str], None]


@dataclass(frozen=True)
class SacrumTrial:
    """One trial: what the sensor felt, its steps, and what the force plate says.

    ``contact_ms`` is time above a tenth of body weight, ``difference_pct`` that of one foot against the other, without
    sign; ``condition`` names speed and slope.
    """

    condition: str
    signals: TrunkSignals
    sequences: tuple[StepSequence, ...]
    contact_ms: float
    cadence_spm: float
    difference_pct: float

    @property
    def step_time_ms(self) -> float:
        return 60_000 / self.cadence_spm


def load_sacrum_trials(shared: Path) -> list[SacrumTrial]:
    """The trials with their truth, as the data folder has them."""
    folder = shared / "imu" / "sacrum_alcantara"
    recordings = read_imu_trials(folder / TRIALS, axes=("vertical", "ap"), declared=ImuDeclaration(rate_hz=RATE_HZ))
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truths = list(csv.DictReader(stream))
    trials = []
    for recording, truth in zip(recordings, truths, strict=True):
        signals = trunk_signals(
            recording.time_s,
            recording.acceleration_g,
            rate_hz=recording.rate_hz,
            up=recording.up,
            forward=np.array([0.0, 1.0]),
        )
        one, other = float(truth["gct_even"]), float(truth["gct_odd"])
        trials.append(
            SacrumTrial(
                condition=f"{truth['speed']} m/s, {truth['slope']} deg",
                signals=signals,
                sequences=find_trunk_steps(signals),
                contact_ms=float(truth["gct_ms"]),
                cadence_spm=float(truth["cadence"]),
                difference_pct=100 * abs(one - other) / (0.5 * (one + other)),
            )
        )
    return trials


def score_inertial(shared: Path, *, tick: Tick) -> list[Table]:
    """Both tables."""
    tick("sacrum")
    trials = load_sacrum_trials(shared)
    return [contact_table(trials), rhythm_table(trials)]


def mean_contact_ms(trial: SacrumTrial, method: ContactMethod) -> float:
    """Mean over the trial's steps by one method; NaN where it found none."""
    contacts = [method.contact_s(trial.signals, sequence) for sequence in trial.sequences]
    values = np.concatenate(contacts)
    known = values[np.isfinite(values)]
    return 1000 * float(known.mean()) if len(known) else float("nan")


def fit_scale(found_ms: NDArray[np.float64], true_ms: NDArray[np.float64]) -> float:
    """What a method's values are to be multiplied with (least squares)."""
    known = np.isfinite(found_ms)
    return float(found_ms[known] @ true_ms[known] / (found_ms[known] @ found_ms[known]))


def conditions_left_out(trials: Sequence[SacrumTrial], found_ms: NDArray[np.float64]) -> NDArray[np.float64]:
    """(trial,) error of a method times the constant that all other speeds and slopes gave."""
    true_ms = np.array([trial.contact_ms for trial in trials])
    errors = np.full(len(trials), np.nan)
    for condition in {trial.condition for trial in trials}:
        out = np.array([trial.condition == condition for trial in trials])
        errors[out] = fit_scale(found_ms[~out], true_ms[~out]) * found_ms[out] - true_ms[out]
    return errors


def contact_table(trials: Sequence[SacrumTrial]) -> Table:
    """Every method as published, and times a constant as ours is."""
    true_ms = np.array([trial.contact_ms for trial in trials])
    rows = []
    for method in CONTACT_METHODS:
        ours = isinstance(method, ContactEvenstrideSacrum)
        found_ms = np.array([mean_contact_ms(trial, method) for trial in trials])
        as_it_is = summarise_differences(found_ms - true_ms)
        left_out = summarise_differences(conditions_left_out(trials, found_ms))
        name = f"{method.name} (fitted on these trials)" if ours else method.name
        rows.append((name, *_cells(as_it_is), plain(left_out.rmse), limits(left_out)))
    guess = summarise_differences(conditions_left_out(trials, np.array([t.step_time_ms for t in trials])))
    rows.append(("step time alone", "-", "-", "-", "-", plain(guess.rmse), limits(guess)))
    spread = float(true_ms.std(ddof=1))
    return Table(
        title="Contact time from a sensor at the sacrum",
        about="Mean of a trial's steps (about 15), found minus true, ms; truth is time above a tenth of body weight. "
        f"True values scatter by {spread:.1f} ms between trials. *Scaled*: times a constant that all other speeds and "
        "slopes gave. ONE runner: how far other runners lie off is not in these numbers "
        "(published for 100 runners with a like method: RMSE 20 ms, Patoz 2022; that is what the product states).",
        columns=("Method", "n", "Bias ms", "RMSE ms", "95 % limits ms", "Scaled: RMSE ms", "95 % limits ms"),
        rows=tuple(rows),
        group=GROUP,
    )


def rhythm_table(trials: Sequence[SacrumTrial]) -> Table:
    """What the product states for each trial, with the share of stated intervals that hold the truth."""
    gaits = [summarise_trunk(trial.signals, trial.sequences) for trial in trials]
    compared: tuple[tuple[str, Callable[[TrunkGait], Estimate | None], Callable[[SacrumTrial], float]], ...] = (
        ("cadence, steps/min", lambda gait: gait.cadence_spm, lambda trial: trial.cadence_spm),
        ("step time, ms", lambda gait: gait.step_time_ms, lambda trial: trial.step_time_ms),
        ("contact time, ms", lambda gait: gait.contact_time_ms, lambda trial: trial.contact_ms),
        ("flight time, ms", lambda gait: gait.flight_time_ms, lambda trial: trial.step_time_ms - trial.contact_ms),
        ("duty factor, %", lambda gait: gait.duty_factor_pct, lambda t: 100 * t.contact_ms / (2 * t.step_time_ms)),
        ("left-right difference of contact, %", lambda gait: gait.contact_difference_pct, lambda t: t.difference_pct),
    )
    rows = []
    for name, value_of, truth_of in compared:
        pairs = [
            (value_of(gait), truth_of(trial)) for gait, trial in zip(gaits, trials, strict=True) if gait is not None
        ]
        known = [(estimate, truth) for estimate, truth in pairs if estimate is not None]
        inside = [abs(estimate.value - truth) <= 1.96 * estimate.standard_error for estimate, truth in known]
        spread = float(np.std([truth for _, truth in known], ddof=1))
        agreement = summarise_differences(estimate.value - truth for estimate, truth in known)
        rows.append((name, plain(spread), *_cells(agreement), percent(float(np.mean(inside)))))
    return Table(
        title="What a sensor at the sacrum states",
        about="Trials of five seconds by one runner, as the product states them, found minus true. The constant of "
        "contact is fitted on these trials; the table above has them left out. The left-right difference is without "
        "sign. "
        "Covered beyond 95 % where the error is that of other runners.",
        columns=("Measure", "True SD", "n", "Bias", "RMSE", "95 % limits", "Covered %"),
        rows=tuple(rows),
        group=GROUP,
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the tables and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs" / "accuracy")
    options = parser.parse_args(arguments)
    for table in score_inertial(options.shared, tick=lambda _: None):
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / table.file_name).write_text(table.to_csv(), encoding="utf-8")
        print(table.to_markdown())
    trials = load_sacrum_trials(options.shared)
    half = np.array([mean_contact_ms(trial, ContactEvenstrideSacrum().half_sine) for trial in trials])
    print(f"our constant: {fit_scale(half, np.array([trial.contact_ms for trial in trials])):.3f}")
    return 0


def _cells(agreement: Agreement) -> tuple[str, str, str, str]:
    return str(agreement.n), signed(agreement.bias), plain(agreement.rmse), limits(agreement)


if __name__ == "__main__":
    raise SystemExit(main())
