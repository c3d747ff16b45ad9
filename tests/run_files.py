"""Simulated runs as files of a watch, for tests and for the pictures of the documentation. Nobody ran them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.accuracy.simulated_runs import Scenario, SimulatedRun, simulate_run

from fit_writer import FitWriter

DAY_S = 86_400
METRES_PER_DEGREE = 111_195.0
BALANCE_PCT = 52.0
TIRING = Scenario("", shape="step", size_pct=6.0, onset=0.7)


def write_fit(path: Path, simulated: SimulatedRun, *, day: int = 0, minutes: float = 90.0) -> Path:
    """A simulated run over level ground as a watch would write it."""
    run = simulated.run
    values = {channel.quantity: channel.values for channel in run.channels}
    writer = FitWriter()
    start = day * DAY_S
    kept = run.time_s < 60 * minutes
    writer.timer(start, runs=True)
    for at in np.flatnonzero(kept):
        metres = values["distance"][at]
        writer.record(
            start + round(run.time_s[at]),
            position_lat=50.0 + metres / METRES_PER_DEGREE,
            position_long=8.0,
            altitude=100.0,
            heart_rate=values["heart_rate"][at],
            cadence=values["cadence"][at] // 2,
            distance=metres,
            speed=values["speed"][at],
            stance_time=values["contact_time"][at],
            stance_time_balance=BALANCE_PCT,
        )
    writer.session(start=start, elapsed=60 * minutes)
    path.write_bytes(writer.to_bytes())
    return path


def write_season(folder: Path, *, minutes: tuple[float, ...] = (45, 70, 90)) -> Path:
    """A folder of runs three days apart; the last one tires."""
    for number, length in enumerate(minutes):
        scenario = TIRING if number == len(minutes) - 1 else Scenario("")
        simulated = simulate_run(scenario, np.random.default_rng(number))
        write_fit(folder / f"run_{number + 1}.fit", simulated, day=3 * number, minutes=length)
    return folder
