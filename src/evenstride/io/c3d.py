"""C3D files of motion laboratories to markers in metres and force in newtons, and back. The only user of ezc3d.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Units are millimetres, or metres       ``POINT:UNITS`` is read; where it is empty the size of the movement decides
Gaps are zeros, or a residual of -1    become NaN
Labels have a subject before a colon   the subject is cut off
Unlabelled markers (``*12``)           are left out
More labels than points, or fewer      the shorter of the two counts
Raw channels are unscaled              force is read through the platforms, in newtons
A platform without any force           is left out
=====================================  ============================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import OutputError
from evenstride.io.laboratory.values import LaboratoryTrial, MarkerFileError, MarkerRecording
from evenstride.model import GaitEvent
from evenstride.model.force import ForceRecording, Platform
from evenstride.model.gait import EventKind

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "meter": 1.0, "meters": 1.0, "millimeters": 0.001}
#: A person's markers spread over 1 to 2.5 m; the file's own numbers tell which unit makes that so.
_PERSON_M = (0.5, 20.0)
#: What a platform under a runner shows at least once, newtons; noise of an unloaded one stays far below.
_LEAST_LOAD_N = 100.0
#: Names of events as laboratories' programs write them.
_EVENT_LABELS: Mapping[EventKind, str] = {"initial_contact": "Foot Strike", "toe_off": "Foot Off"}
_NEWTONS = {"n": 1.0, "kn": 1000.0}


def read_c3d(path: str | Path) -> MarkerRecording:
    """Read the markers of a C3D file.

    Raises
    ------
    MarkerFileError
        ezc3d is not installed, or the file is missing, damaged, without markers or without a rate.
    """
    path = Path(path)
    return _recording(_content(path), path.name)


def read_c3d_trial(path: str | Path) -> LaboratoryTrial:
    """Read the markers of a C3D file, and its force platforms where it has loaded ones; errors as `read_c3d`."""
    path = Path(path)
    content = _content(path, with_force=True)
    return LaboratoryTrial(_recording(content, path.name), _force(content, path.name))


def write_c3d(recording: MarkerRecording, path: Path, *, events: Sequence[GaitEvent] = ()) -> None:
    """Write markers (millimetres, gaps with a residual of -1) and instants (``Foot Strike``, ``Foot Off``) as C3D.

    Raises
    ------
    MarkerFileError
        ezc3d is not installed.
    OutputError
        The file cannot be written.
    """
    content = _ezc3d().c3d()
    point = content["parameters"]["POINT"]
    point["RATE"]["value"] = [recording.rate_hz]
    point["LABELS"]["value"] = tuple(recording.markers_m)
    point["UNITS"]["value"] = ("mm",)
    xyz = np.stack([track.T for track in recording.markers_m.values()], axis=1) / _METRES["mm"]
    missing = ~np.isfinite(xyz).all(axis=0)
    content["data"]["points"] = np.concatenate([np.where(missing, 0.0, xyz), np.ones((1, *missing.shape))])
    content["data"]["meta_points"]["residuals"] = np.where(missing, -1.0, 0.0)[None]
    for event in events:
        instant_s = recording.start_s + event.time_s
        content.add_event(
            [instant_s // 60, instant_s % 60], context=event.side.capitalize(), label=_EVENT_LABELS[event.kind]
        )
    try:
        content.write(str(path))
    except (RuntimeError, OSError, ValueError) as error:
        raise OutputError(f"Expected to write {path.name}: {_line(error)}.") from error


def _ezc3d() -> Any:
    try:
        import ezc3d
    except ImportError as error:
        raise MarkerFileError("Expected ezc3d for C3D. Install it: pip install 'evenstride[lab]'.") from error
    return ezc3d


def _content(path: Path, *, with_force: bool = False) -> Any:
    ezc3d = _ezc3d()
    if not path.is_file():
        raise MarkerFileError(f"Expected a C3D file, there is no {path.name}.")
    try:
        return ezc3d.c3d(str(path), extract_forceplat_data=with_force)
    # What ezc3d's C++ raises comes as several kinds, RuntimeError and OSError among them.
    except (RuntimeError, OSError, ValueError, KeyError, IndexError, MemoryError) as error:
        if with_force:  # platforms of a kind that ezc3d does not know; the markers may be whole
            return _content(path)
        raise MarkerFileError(f"Expected a C3D file, {path.name} cannot be read: {_line(error)}.") from error


def _recording(content: Any, name: str) -> MarkerRecording:
    point = content["parameters"]["POINT"]
    values = np.asarray(content["data"]["points"], float)
    labels = [str(label) for key in point if key.startswith("LABELS") for label in point[key]["value"]]
    rate_hz = float(np.ravel(point["RATE"]["value"])[0]) if "RATE" in point else 0.0
    if values.ndim != 3 or values.shape[1] == 0 or values.shape[2] < 2:
        raise MarkerFileError(f"Expected markers over time in {name}, it has none.")
    if not rate_hz > 0:
        raise MarkerFileError(f"Expected a marker rate in {name}, got {rate_hz:g}.")
    xyz = np.moveaxis(values[:3], 0, 2)
    xyz = np.where(_is_missing(content, values)[..., None], np.nan, xyz)
    scale, warning = _scale(point, xyz, name)
    markers = {
        label.rpartition(":")[2].strip(): xyz[i] * scale
        for i, label in enumerate(labels[: len(xyz)])
        if label.strip() and not label.startswith("*")
    }
    if not markers:
        raise MarkerFileError(f"Expected named markers in {name}, none has a label.")
    empty = sorted(label for label, track in markers.items() if not np.isfinite(track).any())
    warnings = [warning] if warning else []
    if empty:
        warnings.append(f"Markers without a single position: {', '.join(empty)}.")
    return MarkerRecording(rate_hz, markers, tuple(warnings))


def _force(content: Any, name: str) -> ForceRecording | None:
    """The loaded platforms; None where there is none."""
    rate_hz = float(content["header"]["analogs"]["frame_rate"])
    platforms = []
    for number, platform in enumerate(content["data"].get("platform", ())):
        scale = _NEWTONS.get(str(platform["unit_force"]).strip().lower(), 1.0)
        force_n = scale * np.nan_to_num(np.asarray(platform["force"], float).T)
        if len(force_n) > 1 and np.abs(force_n).max() >= _LEAST_LOAD_N:
            platforms.append(Platform(f"platform {number + 1}", force_n))
    if not platforms or not rate_hz > 0:
        return None
    count = len(platforms[0].force_n)
    return ForceRecording(np.arange(count) / rate_hz, tuple(platforms), name)


def _is_missing(content: Any, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(marker, time) whether there is no position: zeros, NaN, or a negative residual."""
    missing = np.all(values[:3] == 0, axis=0) | ~np.isfinite(values[:3]).all(axis=0)
    residuals = np.asarray(content["data"].get("meta_points", {}).get("residuals", np.empty(0)), float)
    if residuals.size == missing.size:
        missing |= residuals.reshape(missing.shape) < 0
    return np.asarray(missing)


def _scale(point: Any, xyz: NDArray[np.float64], name: str) -> tuple[float, str]:
    """Metres in a unit of the file, and a sentence where that had to be guessed."""
    unit = (
        str(np.ravel(point["UNITS"]["value"])[0]).strip().lower()
        if "UNITS" in point and point["UNITS"]["value"]
        else ""
    )
    if unit in _METRES:
        return _METRES[unit], ""
    if unit:
        raise MarkerFileError(f"Expected markers in mm, cm or m in {name}, got {unit}.")
    spread = float(np.nanmax(np.nanpercentile(xyz, 95, axis=(0, 1)) - np.nanpercentile(xyz, 5, axis=(0, 1))))
    fitting = [(s, u) for u, s in (("m", 1.0), ("mm", 0.001)) if _PERSON_M[0] <= spread * s <= _PERSON_M[1]]
    if not fitting:
        raise MarkerFileError(f"Expected a unit of length in {name}; it names none and its size fits no person.")
    return fitting[0][0], f"The file names no unit of length; {fitting[0][1]} fits a person."


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
