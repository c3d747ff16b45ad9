"""``python -m benchmarks.accuracy.drift``: is an injected drift found in size and onset, and how often where none is?

Writes three tables to ``docs/accuracy``, ``drift_injected.csv``, ``drift_false_alarms.csv`` and
``drift_and_the_finding.csv``, and prints them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from benchmarks.accuracy.resampled_runs import RealScatter, read_scatter, resample_run
from benchmarks.accuracy.simulated_runs import (
    Scenario,
    SimulatedRun,
    fading_late,
    simulate_run,
    slowing,
    split,
    true_change_pct,
)
from benchmarks.accuracy.table import Table, percent
from evenstride.fatigue import assess_fatigue
from evenstride.imbalance import assess_findings
from evenstride.knowledge import load_knowledge
from evenstride.model.finding import FindingStatus

GROUP = "Drift over a run"
FINDING = "posterior_chain_fatigue"
#: Seeds of the published tables, and of those that `python -m benchmarks.accuracy` makes in two minutes.
FULL_SEEDS, FEW_SEEDS = 200, 20

NULL_SCENARIOS = (
    Scenario("steady, flat"),
    Scenario("slowing 5 %", slowing(5)),
    Scenario("slowing 12 %", slowing(12)),
    Scenario("slower from two thirds on, 10 %", fading_late(10)),
    Scenario("negative split 8 %", split(8)),
    Scenario("positive split 8 %", split(-8)),
    Scenario("hills of 4 %", hills_pct=4.0),
    Scenario("uphill finish of 4 %", hills_pct=1.5, finish_pct=4.0),
    Scenario("hills and slowing 8 %", slowing(8), hills_pct=3.0),
    Scenario("walking breaks", stops=True),
    Scenario("noise with a memory of 8 minutes", memory_min=8.0),
)
_HILLY = Scenario("hills, slowing 5 %", slowing(5), hills_pct=3.0)
DRIFT_SCENARIOS = tuple(
    replace(base, name=f"{shape} of {size:g} % from {onset:.0%}, {base.name}", shape=shape, size_pct=size, onset=onset)
    for base, shapes, sizes, onsets in (
        (Scenario("flat"), ("step", "ramp"), (1.0, 2.0, 4.0, 6.0), (0.45, 0.7)),
        (_HILLY, ("step", "ramp"), (2.0, 4.0), (0.6,)),
    )
    for shape, size, onset in product(shapes, sizes, onsets)
)


#: The same with pace, slopes and scatter of recorded runs.
RECORDED = "recorded scatter: "
REAL_NULLS = (Scenario("no drift"),)
REAL_DRIFTS = tuple(
    Scenario(f"{shape} of {size:g} % from {onset:.0%}", shape=shape, size_pct=size, onset=onset)
    for shape, size, onset in product(("step", "ramp"), (2.0, 4.0), (0.45, 0.6))
)
QUICK_SHARE = 4
Simulator = Callable[[Scenario, np.random.Generator], SimulatedRun]


@dataclass(frozen=True)
class Outcome:
    """One run: what was found of contact time and of the onset. NaN where refused or not reported."""

    truth_pct: float
    found_pct: float
    error_pct: float
    true_onset_min: float
    onset_min: float
    onset_low_min: float
    onset_high_min: float
    finding: FindingStatus


def run_scenario(scenario: Scenario, n_seeds: int, *, simulate: Simulator = simulate_run) -> list[Outcome]:
    """The same scenario with many runners, paces and noises."""
    knowledge = load_knowledge()
    outcomes = []
    for seed in range(n_seeds):
        simulated = simulate(scenario, np.random.default_rng([seed, 7]))
        found = assess_fatigue(simulated.run, knowledge=knowledge, rng=np.random.default_rng(seed))
        change = next(measure for measure in found.measures if measure.id == "contact_time_drift")
        curve = next(curve for curve in found.curves if curve.quantity == "contact_time")
        onset = found.index.onset if found.index is not None else None
        place = (onset.minute, onset.minute_low, onset.minute_high) if onset else (np.nan,) * 3
        value = change.number if change.number is not None else np.nan
        error = change.standard_error if change.standard_error is not None else np.nan
        truth = true_change_pct(simulated, curve.minute)
        findings = assess_findings(found.measures, knowledge=knowledge)
        status = next(each.status for each in findings if each.id == FINDING)
        outcomes.append(Outcome(truth, value, error, simulated.onset_minute, *place, status))
    return outcomes


def score_drift(shared: Path, *, n_seeds: int, quick: bool = False, tick: Callable[[str], None]) -> list[Table]:
    """All three tables, from simulated runs and from the scatter of the recorded ones."""
    real = read_scatter(shared / "watch" / "fit")
    resample = partial(_resample, real=real)
    jobs = [(scenarios, simulate_run, "") for scenarios in (NULL_SCENARIOS, DRIFT_SCENARIOS)]
    jobs += [(scenarios, resample, RECORDED) for scenarios in (REAL_NULLS, REAL_DRIFTS)]
    found: list[list[tuple[Scenario, list[Outcome]]]] = []
    for scenarios, simulate, prefix in jobs:
        results = []
        for scenario in scenarios[::QUICK_SHARE] if quick else scenarios:
            tick(f"drift {scenario.name}")
            outcomes = run_scenario(scenario, n_seeds, simulate=simulate)
            results.append((replace(scenario, name=prefix + scenario.name), outcomes))
        found.append(results)
    nulls, drifts = [*found[0], *found[2]], [*found[1], *found[3]]
    return [false_alarm_table(nulls), injected_table(drifts), finding_table([*nulls, *drifts])]


def _resample(scenario: Scenario, rng: np.random.Generator, *, real: Sequence[RealScatter]) -> SimulatedRun:
    return resample_run(scenario, real, rng)


def injected_table(results: Iterable[tuple[Scenario, Sequence[Outcome]]]) -> Table:
    """Size and onset of injected drifts."""
    rows = []
    for scenario, outcomes in results:
        truth, found, error = _columns(outcomes)
        told = np.isfinite(found)
        off = found[told] - truth[told]
        inside = np.abs(off) <= 1.96 * error[told]
        onset = np.array([o.onset_min for o in outcomes])
        late = np.array([o.onset_min - o.true_onset_min for o in outcomes])[np.isfinite(onset)]
        held = [
            o.onset_low_min - 1 <= o.true_onset_min <= o.onset_high_min + 1
            for o in outcomes
            if np.isfinite(o.onset_min)
        ]
        rows.append(
            (
                scenario.name,
                str(len(outcomes)),
                f"{np.mean(truth):.1f}",
                f"{np.mean(off):+.2f}",
                f"{np.sqrt(np.mean(off**2)):.2f}",
                percent(float(inside.mean())),
                percent(float(1 - told.mean())),
                percent(float(np.isfinite(onset).mean())),
                f"{np.median(late):+.0f}" if len(late) else "-",
                f"{np.median(np.abs(late)):.0f}" if len(late) else "-",
                percent(float(np.mean(held))) if held else "-",
            )
        )
    return Table(
        title="Drift injected",
        about=(
            "A drift of contact time of known size, in simulated runs of 90 minutes or (recorded scatter) with the "
            "pace, slopes and scatter of nine runs on watches. Change: last fifth less first, in per cent. Onset: "
            "share of runs in which one is reported, how late it is (minutes, median and median of the size), and how "
            "often its interval holds the true one."
        ),
        columns=(
            "run", "n", "true change", "bias", "RMSE", "95 % interval holds (%)", "refused (%)", "onset told (%)",
            "onset late (min)", "onset off (min)", "onset interval holds (%)",
        ),
        rows=tuple(rows),
        group=GROUP,
    )  # fmt: skip


def false_alarm_table(results: Iterable[tuple[Scenario, Sequence[Outcome]]]) -> Table:
    """Runs without any drift."""
    rows = []
    for scenario, outcomes in results:
        _, found, error = _columns(outcomes)
        told = np.isfinite(found)
        rows.append(
            (
                scenario.name,
                str(len(outcomes)),
                f"{np.mean(found[told]):+.2f}" if told.any() else "-",
                percent(float(np.mean(np.abs(found[told]) <= 1.96 * error[told]))) if told.any() else "-",
                percent(float(1 - told.mean())),
                percent(float(np.mean(found[told] - 1.96 * error[told] > 0)) if told.any() else 0.0),
                f"{100 * np.mean([np.isfinite(o.onset_min) for o in outcomes]):.1f}",
            )
        )
    return Table(
        title="Drift false alarms",
        about="Runs in which nothing but speed, slope, heart rate and noise changes, made like those above.",
        columns=(
            "run", "n", "change found (%)", "95 % interval holds 0 (%)", "refused (%)",
            "clearly longer (%)", "onset told (%)",
        ),
        rows=tuple(rows),
        group=GROUP,
    )  # fmt: skip


def finding_table(results: Iterable[tuple[Scenario, Sequence[Outcome]]]) -> Table:
    """What becomes of the finding as a whole."""
    rows = []
    for scenario, outcomes in results:
        said = [outcome.finding for outcome in outcomes]
        told = np.mean([np.isfinite(outcome.onset_min) for outcome in outcomes])
        shares = [100 * said.count(status) / len(said) for status in ("present", "possible", "absent", "unknown")]
        rows.append((scenario.name, str(len(said)), f"{100 * told:.1f}", *(f"{share:.1f}" for share in shares)))
    return Table(
        title="Drift and the finding",
        about=(
            "How often the back of the body is said to tire, in runs without any change and with one of contact time "
            "of the size named, made like those above."
        ),
        columns=("run", "n", "onset told (%)", "present (%)", "possible (%)", "absent (%)", "cannot be told (%)"),
        rows=tuple(rows),
        group=GROUP,
    )


def main(arguments: list[str] | None = None) -> int:
    """Run all scenarios and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=FULL_SEEDS)
    root = Path(__file__).resolve().parents[2]
    parser.add_argument("--out", type=Path, default=root / "docs" / "accuracy")
    parser.add_argument("--shared", type=Path, default=root.parent / "shared" / "data")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for table in score_drift(options.shared, n_seeds=options.seeds, tick=lambda name: print(name, flush=True)):
        (options.out / table.file_name).write_text(table.to_csv(), encoding="utf-8")
        print(table.to_markdown())
    return 0


def _columns(outcomes: Sequence[Outcome]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.array([o.truth_pct for o in outcomes]),
        np.array([o.found_pct for o in outcomes]),
        np.array([o.error_pct for o in outcomes]),
    )


if __name__ == "__main__":
    raise SystemExit(main())
