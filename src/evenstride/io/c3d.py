"""C3D files of motion laboratories to markers in metres. The only user of ezc3d.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Units are millimetres, or metres       ``POINT:UNITS`` is read; where it is empty the size of the movement decides
Gaps are zeros, or a residual of -1    become NaN
Labels have a subject before a colon   the subject is cut off
Unlabelled markers (``*12``)           are left out
More labels than points, or fewer      the shorter of the two counts
=====================================  ============================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "meter": 1.0, "meters": 1.0, "millimeters": 0.001}
#: A person's markers spread over 1 to 2.5 m; the file's own numbers tell which unit makes that so.
_PERSON_M = (0.5, 20.0)


class MarkerFileError(InputError):
    """The marker recording cannot be used."""

    code = "bad_marker_file"


@dataclass(frozen=True)
class MarkerRecording:
    """Markers of one trial.

    Attributes
    ----------
    rate_hz : samples a second.
    markers_m : label -> (time, xyz) metres in the laboratory's own axes, NaN in gaps.
    warnings : sentences about what was found and changed.
    """

    rate_hz: float
    markers_m: dict[str, NDArray[np.float64]]
    warnings: tuple[str, ...] = ()

    @property
    def time_s(self) -> NDArray[np.float64]:
        """(time,) seconds from the first sample."""
        count = len(next(iter(self.markers_m.values())))
        return np.arange(count) / self.rate_hz


def read_c3d(path: Path) -> MarkerRecording:
    """Read the markers of a C3D file.

    Raises
    ------
    MarkerFileError
        ezc3d is not installed, or the file is missing, damaged, without markers or without a rate.
    """
    try:
        import ezc3d
    except ImportError as error:
        raise MarkerFileError("Expected ezc3d to read C3D. Install it: pip install 'evenstride[lab]'.") from error
    if not path.is_file():
        raise MarkerFileError(f"Expected a C3D file, there is no {path.name}.")
    try:
        content = ezc3d.c3d(str(path))
    # What ezc3d's C++ raises comes as several kinds, RuntimeError and OSError among them.
    except (RuntimeError, OSError, ValueError, KeyError, IndexError, MemoryError) as error:
        raise MarkerFileError(f"Expected a C3D file, {path.name} cannot be read: {_line(error)}.") from error
    return _recording(content, path.name)


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
