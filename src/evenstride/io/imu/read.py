"""A sensor's CSV file, one row a sample, to an `ImuRecording`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import RunFileError
from evenstride.io.imu.clock import ImuClock, even_clock, make_imu_clock
from evenstride.io.imu.columns import UPRIGHT_AXES, ImuColumns, axis_of, find_columns
from evenstride.io.imu.declaration import DEGPS_PER_UNIT, G_PER_UNIT, ImuDeclaration
from evenstride.io.imu.quality import (
    GREATEST_G,
    find_acceleration_unit,
    repeated_samples,
    saturated_frac,
    saturation_sentences,
    without_impossible,
)
from evenstride.io.imu.table import counted, read_columns, sniff_layout
from evenstride.model.imu import ImuRecording

#: Nothing can be said about less.
SHORTEST_S = 2.0
#: With fewer readable rows than this share the file is something else.
_LEAST_READABLE = 0.5
#: So many times the samples may the time span that they were taken in; shorter spans than this are never too long.
_MOST_SPANNED = 2.5
_FEWEST_SPANNED = 1_000_000
#: Above this a gyroscope's values cannot be radians a second (2000 deg/s is a usual range).
_MOST_RADPS = 70.0
_DECLARE_CLOCK = "Say how many samples a second it has: --imu-rate HZ"


def read_imu_csv(path: str | Path, *, declared: ImuDeclaration | None = None, strict: bool = False) -> ImuRecording:
    """Read a motion sensor's table: clock, acceleration in g, angular velocity where there is one.

    Parameters
    ----------
    declared : what is known of it: place, rate, units, columns, upright axis. The rest is read from the header, or
        found from the numbers: the clock's unit from the rate it gives, the acceleration's from gravity.
    strict : raise at the first row that is not all numbers. Otherwise such rows are left out and counted in ``lost``.

    Raises
    ------
    RunFileError : the file is no table of samples, or needs something declared; the message says what.

    Notes
    -----
    Memory is bounded by `io.imu.table.MAX_SAMPLES`. Gaps, packets, a clock that steps back, repeated samples and values
    at the end of the range are found and said in ``warnings``.
    """
    path, declared = Path(path), declared or ImuDeclaration()
    layout = sniff_layout(path)
    columns = find_columns(layout, declared, path.name)
    used = (*columns.acceleration, *columns.gyro, *columns.clocks)
    data, losses = read_columns(path, layout, used, strict=strict)
    if losses.count > (1 - _LEAST_READABLE) * (losses.count + len(data)):
        raise RunFileError(f"Expected a table of numbers in {path.name}: {losses.sentences[0]}")
    n_acc, n_gyro = len(columns.acceleration), len(columns.gyro)
    clock = _clock(data[:, n_acc + n_gyro :], columns, declared, path.name)
    acceleration = data[clock.kept, :n_acc]
    angular = data[clock.kept, n_acc : n_acc + n_gyro] if n_gyro else None
    return assemble(
        path,
        acceleration,
        clock,
        columns,
        declared,
        angular_velocity=angular,
        lost=losses.sentences,
        sha256=file_sha256(path),
    )


def assemble(
    path: Path,
    acceleration: NDArray[np.float64],
    clock: ImuClock,
    columns: ImuColumns,
    declared: ImuDeclaration,
    *,
    angular_velocity: NDArray[np.float64] | None = None,
    lost: tuple[str, ...] = (),
    sha256: str,
    recording_id: str | None = None,
) -> ImuRecording:
    """A recording of samples in the file's units, with unit and quality found."""
    said = [*columns.said, *clock.said]
    time_s, rate_hz = clock.time_s, clock.rate_hz
    if len(time_s) and time_s[-1] * rate_hz > max(_MOST_SPANNED * len(time_s), _FEWEST_SPANNED):
        raise RunFileError(
            f"Expected samples most of the time in {path.name}: it has {len(time_s)} over {time_s[-1] / 3600:.1f} h. "
            "Cut the file at its long gaps."
        )
    acceleration = np.where(np.isfinite(acceleration), acceleration, np.nan)
    if len(time_s) < 3 or time_s[-1] < SHORTEST_S or not np.isfinite(acceleration).all(axis=1).any():
        seconds = time_s[-1] if len(time_s) else 0.0
        raise RunFileError(f"Expected at least {SHORTEST_S:g} s of samples in {path.name}, got {seconds:.1f} s.")
    twice = repeated_samples(acceleration)
    if twice.any():
        file_rate_hz, rate_hz = rate_hz, 1 / float(np.median(np.diff(time_s[~twice])))
        said.append(
            f"{100 * twice.mean():.0f} % of the samples repeat the one before and are left out: the sensor gave about "
            f"{rate_hz:.0f} a second, the file has {file_rate_hz:.0f}."
        )
        time_s, acceleration = time_s[~twice], acceleration[~twice]
        angular_velocity = None if angular_velocity is None else angular_velocity[~twice]
    unit = find_acceleration_unit(
        acceleration,
        said=declared.acceleration_unit or columns.acceleration_unit,
        is_declared=declared.acceleration_unit is not None,
        name=path.name,
    )
    acceleration_g, n_impossible = without_impossible(acceleration * G_PER_UNIT[unit])
    if n_impossible:
        said.append(f"{counted(n_impossible, 'sample')} with values above {GREATEST_G:g} g, which are left out.")
    missing = int((~np.isfinite(acceleration_g)).any(axis=1).sum())
    if missing:
        said.append(f"{counted(missing, 'sample')} without one of the values.")
    return ImuRecording(
        id=recording_id or path.stem,
        path=str(path),
        sha256=sha256,
        time_s=time_s - time_s[0],
        rate_hz=rate_hz,
        acceleration_g=acceleration_g,
        axes=columns.axes,
        saturated_frac=saturated_frac(acceleration_g),
        up=_up(columns, declared),
        angular_velocity_degps=_in_degps(angular_velocity, columns, declared),
        place=declared.place,
        start=clock.start,
        lost=lost,
        warnings=(*said, *saturation_sentences(acceleration_g, columns.axes)),
    )


def file_sha256(path: Path) -> str:
    """Digest of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _clock(stamps: NDArray[np.float64], columns: ImuColumns, declared: ImuDeclaration, name: str) -> ImuClock:
    if declared.rate_hz is not None:
        return even_clock(len(stamps), declared.rate_hz)
    units = columns.time_units
    for index in range(stamps.shape[1]):
        clock = make_imu_clock(
            stamps[:, index], unit=declared.time_unit or units[index], is_declared=declared.time_unit is not None
        )
        if clock is not None:
            return clock
    if stamps.shape[1]:
        raise RunFileError(f"Expected a time column of 20 to 5000 samples a second in {name}. {_DECLARE_CLOCK}")
    raise RunFileError(f"Expected a time column in {name}, found none. {_DECLARE_CLOCK}")


def _up(columns: ImuColumns, declared: ImuDeclaration) -> NDArray[np.float64] | None:
    """The unit vector that points up, where a name or the caller says it."""
    axes = [axis_of(each) for each in columns.axes]
    up = np.zeros(len(axes))
    if declared.up is not None:
        place = "xyz".index(declared.up[1])
        if len(axes) != 3:
            raise RunFileError(f"Expected three acceleration columns with --imu-up, got {len(axes)}.")
        up[place] = 1.0 if declared.up[0] == "+" else -1.0
        return up
    upright = [index for index, axis in enumerate(axes) if axis in UPRIGHT_AXES]
    if len(upright) != 1:
        return None
    up[upright[0]] = 1.0
    return up


def _in_degps(
    values: NDArray[np.float64] | None, columns: ImuColumns, declared: ImuDeclaration
) -> NDArray[np.float64] | None:
    """Angular velocity in degrees a second; without a unit the size of the values decides."""
    if values is None or not np.isfinite(values).any():
        return None
    unit = declared.angular_velocity_unit or columns.angular_velocity_unit
    if unit is None:
        unit = "deg/s" if float(np.nanmax(np.abs(values))) > _MOST_RADPS else "rad/s"
    return values * DEGPS_PER_UNIT[unit]
