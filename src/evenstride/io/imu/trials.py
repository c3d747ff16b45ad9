"""Wide tables, one row a trial, as laboratories archive them: only where the caller says that it is one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evenstride.errors import RunFileError
from evenstride.io.imu.clock import even_clock
from evenstride.io.imu.columns import ImuColumns
from evenstride.io.imu.declaration import ImuDeclaration
from evenstride.io.imu.read import assemble, file_sha256
from evenstride.io.imu.table import check_readable, lines_of
from evenstride.model.imu import ImuRecording

MAX_TRIALS = 10_000


def read_imu_trials(path: str | Path, *, axes: tuple[str, ...], declared: ImuDeclaration) -> tuple[ImuRecording, ...]:
    """Every row of a wide file as a recording of its own, numbered from 1.

    Parameters
    ----------
    axes : what stands in a row one after the other, each with the same number of samples, such as
        ``("vertical", "ap")``; an axis called ``vertical`` points up.
    declared : ``rate_hz`` is needed; such a file has no clock.

    Raises
    ------
    RunFileError : a row that is not all numbers or does not divide into the axes; no rate.
    """
    path = Path(path)
    if declared.rate_hz is None:
        raise RunFileError(f"Expected the rate of {path.name}: a file with a row a trial has no clock.")
    check_readable(path)
    sha256 = file_sha256(path)
    columns = ImuColumns(tuple(range(len(axes))), axes)
    recordings: list[ImuRecording] = []
    for row, line in enumerate(lines_of(path, "utf-8-sig"), 1):
        if row > MAX_TRIALS:
            raise RunFileError(f"Expected at most {MAX_TRIALS} trials in {path.name}.")
        if not line.strip():
            continue
        try:
            values = np.array([float(each) for each in line.split(",")])
        except ValueError as error:
            raise RunFileError(f"Expected numbers throughout in {path.name}; row {row}: {error}.") from error
        if len(values) % len(axes):
            raise RunFileError(
                f"Expected {len(axes)} axes of equal length in row {row} of {path.name}, got {len(values)} numbers."
            )
        acceleration = values.reshape(len(axes), -1).T
        clock = even_clock(len(acceleration), declared.rate_hz)
        recordings.append(
            assemble(path, acceleration, clock, columns, declared, sha256=sha256, recording_id=f"{path.stem}-{row}")
        )
    if not recordings:
        raise RunFileError(f"Expected at least one trial in {path.name}, found none.")
    return tuple(recordings)
