"""Which column is what: names and units as sensors and apps write them, or as the caller declares them.

================================ ==============================================================================
written                          read as
================================ ==============================================================================
Accel_LN_X, acc_x, AccX, ax      acceleration; of several accelerometers the wide-range one, else the first
Linear Acceleration x, user_acc  acceleration without gravity: not used, no upright can be found in it
Gyro_X, gyr_x, gx, wx            angular velocity
time, Timestamp (ms), elapsed    clock; of several the first that gives a rate a sensor can have
acc_v, acc_ap, acc_ml            vertical, forward and sideways acceleration
(g), [m/s^2], m/(sec^2), deg/s   units, in the name or in a row of their own
no header                        a first column that grows is the clock, the other one to three are acceleration
================================ ==============================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evenstride.errors import RunFileError
from evenstride.io.imu.declaration import AccelerationUnit, AngularVelocityUnit, ImuDeclaration, TimeUnit
from evenstride.io.imu.table import TableLayout

_AXES = ("x", "y", "z", "v", "vt", "vertical", "ap", "ml")
#: Names of an axis that is upright, whatever way the sensor was worn.
UPRIGHT_AXES = ("v", "vt", "vertical")
_ACCELERATION = re.compile(r"acc|^a(?:_|$)")
_GYRO = re.compile(r"gyr|angular|omega|rotation|^[gw](?:_|$)")
_WITHOUT_GRAVITY = re.compile(r"linear|user|free|gravity")
_OTHER = re.compile(r"mag|quat|euler|gps|pressure|temp|heart|angle")
_TIME = re.compile(r"time|elapsed|epoch|(?:^|_)(?:t|seconds|sec|ms|stamp)(?:_|$)")
_JOINED_AXIS = re.compile(r"^(.*(?:acc|accel|acceleration|accelerometer|gyr|gyro|gyroscope)|[agw])([xyz])$")


@dataclass(frozen=True)
class ImuColumns:
    """Indices of the columns that are used, with their units where the file says them.

    ``clocks`` are candidates in the order they are to be tried; ``axes`` name the acceleration columns.
    """

    acceleration: tuple[int, ...]
    axes: tuple[str, ...]
    clocks: tuple[int, ...] = ()
    gyro: tuple[int, ...] = ()
    acceleration_unit: AccelerationUnit | None = None
    angular_velocity_unit: AngularVelocityUnit | None = None
    time_units: tuple[TimeUnit | None, ...] = ()
    said: tuple[str, ...] = ()


def find_columns(layout: TableLayout, declared: ImuDeclaration, name: str) -> ImuColumns:
    """Which columns of a file hold clock, acceleration and angular velocity.

    Raises
    ------
    RunFileError : a declared column is not there, or none is recognised; the message names those that are there.
    """
    names, units = _header_rows(layout)
    if not names:
        return _without_header(layout, declared, name)
    clocks = tuple(index for index, each in enumerate(names) if _TIME.search(_plain(each)))
    gyro = _first_group(names, _GYRO)
    found = _declared(names, declared, name) if declared.columns else _recognised(names, clocks, gyro)
    if not found:
        raise RunFileError(
            f"Expected acceleration columns in {name}, such as acc_x, acc_y, acc_z; it has {_listed(names)}. "
            "Name them: --imu-columns NAME,NAME,NAME"
        )
    others = _groups(names, _ACCELERATION) if not declared.columns else {}
    said = (f"Of {len(others)} accelerometers in the file {names[found[0]]} is used.",) if len(others) > 1 else ()
    return ImuColumns(
        acceleration=found,
        axes=tuple(names[index] for index in found),
        clocks=clocks,
        gyro=gyro,
        acceleration_unit=acceleration_unit(names[found[0]], units.get(found[0], "")),
        angular_velocity_unit=_gyro_unit(names[gyro[0]], units.get(gyro[0], "")) if gyro else None,
        time_units=tuple(_time_unit(names[index], units.get(index, "")) for index in clocks),
        said=said,
    )


def acceleration_unit(name: str, unit: str) -> AccelerationUnit | None:
    """The unit that a header names; None where it does not.

    Examples
    --------
    >>> acceleration_unit("Acceleration x (m/s^2)", ""), acceleration_unit("acc_x", "[g]"), acceleration_unit("ax", "")
    ('m/s2', 'g', None)
    """
    text = f"{_in_brackets(name)} {unit}".lower().replace(" ", "")
    if re.search(r"m/\(?s(ec)?(\^?2|²|\*\*2)|m/s/s|ms-2|mps2", text) or "mps2" in name.lower():
        return "m/s2"
    if re.search(r"(^|[\[(])mg($|[\])])", text) or re.search(r"_mg$", name.lower()):
        return "mg"
    if re.search(r"(^|[\[(])g('?s)?($|[\])])", text) or re.search(r"_g$", name.lower()):
        return "g"
    return None


def axis_of(name: str) -> str | None:
    """The axis a column's name ends in; None where it names none."""
    plain = _plain(name)
    joined = _JOINED_AXIS.match(plain)
    if joined:
        return joined.group(2)
    found = [part for part in plain.split("_") if part in _AXES]
    return found[-1] if found else None


def _header_rows(layout: TableLayout) -> tuple[list[str], dict[int, str]]:
    """Names of the columns, and units where a row below the names holds them; no names where there is no header."""
    rows = [row for row in layout.header if len(row) == layout.n_columns]
    if not rows:
        return [], {}
    named = max(range(len(rows)), key=lambda at: sum(_is_known(each) for each in rows[at]))
    units = {
        index: each
        for row in rows[named + 1 :]
        for index, each in enumerate(row)
        if each and (acceleration_unit("", each) or _gyro_unit("", each) or _time_unit("", each))
    }
    return list(rows[named]), units


def _is_known(name: str) -> bool:
    plain = _plain(name)
    return bool(_TIME.search(plain)) or (
        axis_of(name) is not None and bool(_ACCELERATION.search(_split_axis(plain)) or _GYRO.search(_split_axis(plain)))
    )


def _recognised(names: list[str], clocks: tuple[int, ...], gyro: tuple[int, ...]) -> tuple[int, ...]:
    taken = {*clocks, *gyro}
    groups = {k: [i for i in v if i not in taken] for k, v in _groups(names, _ACCELERATION).items()}
    best = sorted(groups, key=lambda prefix: (-("wr" in prefix.split("_") or "wide" in prefix), -len(groups[prefix])))
    return tuple(groups[best[0]][:3]) if best else ()


def _first_group(names: list[str], pattern: re.Pattern[str]) -> tuple[int, ...]:
    whole = [tuple(group) for group in _groups(names, pattern).values() if len(group) == 3]
    return whole[0] if whole else ()


def _groups(names: list[str], pattern: re.Pattern[str]) -> dict[str, list[int]]:
    """Columns of one sensor each: those whose names differ in the axis only."""
    groups: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        plain = _plain(name)
        prefix = _split_axis(plain)
        if axis_of(name) is None or _WITHOUT_GRAVITY.search(plain) or _OTHER.search(plain):
            continue
        if pattern.search(prefix) and not (pattern is _ACCELERATION and _GYRO.search(prefix)):
            groups.setdefault(prefix, []).append(index)
    return groups


def _split_axis(plain: str) -> str:
    """A plain name without its axis."""
    joined = _JOINED_AXIS.match(plain)
    if joined:
        return joined.group(1)
    parts = plain.split("_")
    at = max((i for i, part in enumerate(parts) if part in _AXES), default=None)
    return plain if at is None else "_".join((*parts[:at], *parts[at + 1 :]))


def _declared(names: list[str], declared: ImuDeclaration, file_name: str) -> tuple[int, ...]:
    by_name = {_plain(each): index for index, each in enumerate(names)}
    found = []
    for wanted in declared.columns:
        index = by_name.get(_plain(wanted), _number(wanted, len(names)))
        if index is None:
            raise RunFileError(f"Expected a column {wanted} in {file_name}; it has {_listed(names)}.")
        found.append(index)
    return tuple(found)


def _without_header(layout: TableLayout, declared: ImuDeclaration, file_name: str) -> ImuColumns:
    count = layout.n_columns
    if declared.columns:
        found = tuple(_number(each, count) for each in declared.columns)
        if any(index is None for index in found):
            raise RunFileError(
                f"Expected numbers from 1 to {count} for the columns of {file_name}, which has no header; "
                f"got {', '.join(declared.columns)}."
            )
        chosen = tuple(index for index in found if index is not None)
    elif count <= 3 and declared.rate_hz is not None:
        chosen = tuple(range(count))
    elif 2 <= count <= 4:
        chosen = tuple(range(1, count))
    else:
        raise RunFileError(
            f"Expected to know which of the {count} columns of {file_name} are acceleration; it has no header. "
            "Number them: --imu-columns 2,3,4"
        )
    clocks = (0,) if 0 not in chosen else ()
    return ImuColumns(
        chosen, tuple(f"column {index + 1}" for index in chosen), clocks, time_units=(None,) * len(clocks)
    )


def _number(text: str, count: int) -> int | None:
    return int(text) - 1 if text.isdecimal() and len(text) < 5 and 1 <= int(text) <= count else None


def _plain(name: str) -> str:
    """A column's name without unit, in small letters with single underscores.

    Examples
    --------
    >>> _plain("Acceleration x (m/s^2)"), _plain("Accel_LN_X")
    ('acceleration_x', 'accel_ln_x')
    """
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"[\[(].*?[\])]", " ", name.lower())).strip("_")


def _in_brackets(name: str) -> str:
    found = re.search(r"[\[(](.*)[\])]", name)
    return found.group(1) if found else ""


def _gyro_unit(name: str, unit: str) -> AngularVelocityUnit | None:
    text = f"{_in_brackets(name)} {unit} {name if name.lower().endswith(('dps', 'degps', 'radps')) else ''}".lower()
    if re.search(r"rad", text):
        return "rad/s"
    return "deg/s" if re.search(r"deg|dps|°", text) else None


def _time_unit(name: str, unit: str) -> TimeUnit | None:
    text = f"{_in_brackets(name)} {unit}".lower()
    last = _plain(name).rpartition("_")[2]
    for known, pattern in (
        ("ms", r"(^|\W)(ms|msec|millis\w*)(\W|$)"),
        ("us", r"(^|\W)(us|µs|micros\w*)(\W|$)"),
        ("ns", r"(^|\W)(ns|nanos\w*)(\W|$)"),
        ("s", r"(^|\W)(s|sec|seconds?)(\W|$)"),
    ):
        if re.search(pattern, text) or last == known:
            return known  # type: ignore[return-value]
    return None


def _listed(names: list[str]) -> str:
    shown = ", ".join(each[:30] for each in names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown
