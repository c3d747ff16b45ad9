"""``python -m benchmarks.accuracy.lab_files``: laboratory trials as files through the product, beside ``truth.csv``.

Every trial goes the way of ``evenstride analyze TRIAL``: readers, faults of markers, force, measures. Nothing of the
benchmark's own readers is in it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.lab_angles import compare_angles
from benchmarks.accuracy.score import summarise_differences
from benchmarks.accuracy.table import Table
from benchmarks.accuracy.workers import run_jobs
from evenstride.model import Assessment, Measure
from evenstride.services.analyze_session import analyze_session

GROUP = "Contact and toe-off"
#: What must hold for every trial, in the unit of the quantity.
MUST_HOLD = {
    "Contact time, left (ms)": 10.0,
    "Contact time, right (ms)": 10.0,
    "Cadence (steps/min)": 1.0,
    "Left-right balance (% left)": 0.5,
}
#: Why a trial is outside, found by looking at its force.
REASONS = {
    "subject03_Run_2": "The left foot steps on both belts twice; the table counts the right belt's part (168 and 261 "
    "ms) as contacts of the right foot. Without these two the right mean is 327 ms."
}
#: Column of the table -> name here; factor to the unit of the measure.
_OTHERS = {
    "flight_ms": ("Flight time (ms)", 1.0),
    "duty": ("Duty factor (%)", 100.0),
    "step_length_m": ("Step length (m)", 1.0),
    "pelvis_vo_mm": ("Vertical oscillation (cm)", 0.1),
    "peak_L": ("Peak force, left (BW)", 1.0),
    "peak_R": ("Peak force, right (BW)", 1.0),
    "peak_vgrf_bw": ("Peak force (BW)", 1.0),
    "vALR_L": ("Loading rate, left (BW/s)", 1.0),
    "vALR_R": ("Loading rate, right (BW/s)", 1.0),
}

Tick = Callable[[str], None]


@dataclass(frozen=True)
class FileScore:
    """One quantity of one trial, ours and the table's; ``error`` is our stated standard error, NaN where none is."""

    trial: str
    quantity: str
    found: float
    truth: float
    error: float = float("nan")

    @property
    def difference(self) -> float:
        """Found minus true."""
        return self.found - self.truth

    @property
    def holds(self) -> bool:
        """Whether it is inside what must hold; True for quantities without such a line."""
        return abs(self.difference) <= MUST_HOLD.get(self.quantity, np.inf)


def score_lab_files(
    shared_data: Path, *, every: int = 1, workers: int = 1, tick: Tick = lambda _: None
) -> list[FileScore]:
    """All trials of both tables of truth, or every so many-th."""
    jobs = list(_jobs(shared_data / "lab"))[::every]
    parts = run_jobs(_score_trial, jobs, name_of=lambda job: f"file {job.path.name}", workers=workers, tick=tick)
    return [score for part in parts for score in part]


def lab_file_tables(scores: Sequence[FileScore]) -> list[Table]:
    """Agreement over the trials, and every trial that is outside what must hold, with the reason."""
    rows = []
    for quantity in dict.fromkeys(score.quantity for score in scores):
        own = [score for score in scores if score.quantity == quantity]
        agreement = summarise_differences(score.difference for score in own)
        worst = max(own, key=lambda score: abs(score.difference))
        inside = [abs(s.difference) <= 1.96 * s.error for s in own if np.isfinite(s.error)]
        rows.append(
            (
                quantity,
                str(agreement.n),
                f"{agreement.bias:+.2f}",
                f"{agreement.rmse:.2f}",
                f"{agreement.limits[0]:+.2f} to {agreement.limits[1]:+.2f}",
                f"{worst.difference:+.2f} ({worst.trial})",
                f"{100 * np.mean(inside):.0f}" if inside else "-",
                f"{MUST_HOLD[quantity]:g}" if quantity in MUST_HOLD else "-",
                str(sum(not score.holds for score in own)) if quantity in MUST_HOLD else "-",
            )
        )
    about = (
        "RBDS (36 C3D trials) and Hamner & Delp (16 TRC trials with their force) through `evenstride analyze`, against "
        "the tables of truth. Peak force and loading rate are in body weights, which the table takes from the "
        "scales and we from the mean force. Step length and vertical oscillation rest on markers alone. "
        "Angles stand beside those of OpenSim's inverse kinematics, "
        "another way through the same markers and not the truth."
    )
    outside = tuple(
        (
            s.trial,
            s.quantity,
            f"{s.found:.2f}",
            f"{s.truth:.2f}",
            f"{s.difference:+.2f}",
            REASONS.get(s.trial, "**not known**"),
        )
        for s in scores
        if not s.holds
    )
    columns = ("Quantity", "n", "Bias", "RMSE", "95 % limits", "Worst", "Covered %", "Must be within", "Outside")
    return [
        Table("Laboratory files against their tables", about, columns, tuple(rows), GROUP),
        Table(
            "Laboratory files outside the lines",
            "Every trial that is not within what must hold, and why.",
            ("Trial", "Quantity", "Found", "Table", "Difference", "Why"),
            outside,
            GROUP,
        ),
    ]


@dataclass(frozen=True)
class _Job:
    path: Path
    truth: dict[str, str]


def _jobs(lab: Path) -> Iterator[_Job]:
    for row in _rows(lab / "rbds" / "truth.csv"):
        yield _Job(lab / "rbds" / row["file"], row)
    for row in _rows(lab / "hamner2013" / "truth.csv"):
        yield _Job(lab / "hamner2013" / f"{row['subject']}_Run_{row['speed_mps']}.trc", row)


def _score_trial(job: _Job) -> list[FileScore]:
    height_cm = job.truth.get("height_cm")
    analysis = analyze_session([job.path], height_m=float(height_cm) / 100 if height_cm else None)
    angles = (FileScore(job.path.stem, *row) for row in compare_angles(analysis, job.path))
    return [score for score in (*_scores(analysis.assessment, job), *angles) if np.isfinite(score.found)]


def _scores(assessment: Assessment, job: _Job) -> Iterator[FileScore]:
    truth = {name: float(value) for name, value in job.truth.items() if _is_number(value)}
    left, right = (assessment.measure("contact_time", side) for side in ("left", "right"))
    balance = 100 * _value(left) / (_value(left) + _value(right))
    cadence = assessment.measure("cadence")
    name = job.path.stem
    yield FileScore(name, "Contact time, left (ms)", _value(left), truth["gct_L"], _error(left))
    yield FileScore(name, "Contact time, right (ms)", _value(right), truth["gct_R"], _error(right))
    yield FileScore(name, "Cadence (steps/min)", _value(cadence), truth["cadence_spm"], _error(cadence))
    yield FileScore(name, "Left-right balance (% left)", balance, truth["gct_balance_L_pct"])
    for column, (quantity, factor) in _OTHERS.items():
        if column in truth:
            yield FileScore(name, quantity, *_other(assessment, column, factor * truth[column]))


def _other(assessment: Assessment, column: str, truth: float) -> tuple[float, float, float]:
    """Found, true and stated error of a quantity that the table has for both sides or one."""
    of_column = {
        "flight_ms": ("flight_time", ("left", "right")),
        "duty": ("duty_factor", ("left", "right")),
        "step_length_m": ("step_length", (None,)),
        "pelvis_vo_mm": ("vertical_oscillation", (None,)),
        "peak_L": ("peak_vgrf", ("left",)),
        "peak_R": ("peak_vgrf", ("right",)),
        "peak_vgrf_bw": ("peak_vgrf", ("left", "right")),
        "vALR_L": ("valr", ("left",)),
        "vALR_R": ("valr", ("right",)),
    }
    measure_id, sides = of_column[column]
    measures = [assessment.measure(measure_id, side) for side in sides]  # type: ignore[arg-type]
    return (
        float(np.mean([_value(each) for each in measures])),
        truth,
        float(np.mean([_error(each) for each in measures])),
    )


def _value(measure: Measure | None) -> float:
    return np.nan if measure is None or measure.number is None else measure.number


def _error(measure: Measure | None) -> float:
    return np.nan if measure is None or measure.standard_error is None else measure.standard_error


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def main(arguments: list[str] | None = None) -> int:
    """Print both tables; 0 where every trial holds or its reason is known, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.lab_files", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th trial")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(arguments)
    scores = score_lab_files(
        options.shared, every=options.every, workers=options.workers, tick=lambda name: print(name, file=sys.stderr)
    )
    for table in lab_file_tables(scores):
        print(table.to_markdown())
    return int(any(not score.holds and score.trial not in REASONS for score in scores))


if __name__ == "__main__":
    raise SystemExit(main())
