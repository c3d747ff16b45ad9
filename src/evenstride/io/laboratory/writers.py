"""Markers and tables over time as the text files that OpenSim reads.

Numbers are written with every digit they have, so that reading gives them back exactly; lengths are metres, which
OpenSim takes as well as millimetres. Gaps are ``NaN``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import OutputError
from evenstride.io.laboratory.storage import StorageTable
from evenstride.io.laboratory.values import MarkerRecording

_TRC_KEYS = (
    "DataRate",
    "CameraRate",
    "NumFrames",
    "NumMarkers",
    "Units",
    "OrigDataRate",
    "OrigDataStartFrame",
    "OrigNumFrames",
)


def trc_text(recording: MarkerRecording, *, name: str) -> str:
    """The markers as a TRC file.

    Parameters
    ----------
    name : what the first line calls the file.

    Raises
    ------
    OutputError
        There is no name, an empty one, or two alike.

    Notes
    -----
    Lines as in the OpenSim documentation ("Marker (.trc) Files"): type; keys; values; ``Frame#``, ``Time`` and every
    label with two empty cells after it; two empty cells and ``X1 Y1 Z1 X2 ...``; an empty line; rows.
    """
    labels = _names(recording.markers_m)
    count = len(recording.time_s)
    rate = f"{recording.rate_hz!r}"
    values = (rate, rate, str(count), str(len(labels)), "m", rate, "1", str(count))
    axes = (f"{axis}{number + 1}" for number in range(len(labels)) for axis in "XYZ")
    table = np.concatenate(list(recording.markers_m.values()), axis=1)
    head = (
        f"PathFileType\t4\t(X/Y/Z)\t{_plain(name)}",
        "\t".join(_TRC_KEYS),
        "\t".join(values),
        "\t".join(["Frame#", "Time", *(cell for label in labels for cell in (label, "", ""))]),
        "\t".join(["", "", *axes]),
        "",
    )
    time_s = recording.start_s + recording.time_s
    rows = (f"{frame + 1}\t{cells}" for frame, cells in enumerate(_rows(time_s, table)))
    return "\n".join([*head, *rows]) + "\n"


def storage_text(table: StorageTable) -> str:
    """A table over time as a MOT or STO file.

    Raises
    ------
    OutputError
        There is no name, an empty one, or two alike.

    Notes
    -----
    Head as OpenSim 3 and 4 write it: name; ``version=1``; numbers of rows and columns (time counts); ``inDegrees``;
    ``endheader``; then the labels, beginning with ``time``.
    """
    labels = _names(table.columns)
    head = (
        _plain(table.name) or "Coordinates",
        "version=1",
        f"nRows={len(table.time_s)}",
        f"nColumns={1 + len(labels)}",
        f"inDegrees={'yes' if table.in_degrees else 'no'}",
        "endheader",
        "\t".join(["time", *labels]),
    )
    values = np.stack(list(table.columns.values()), axis=1)
    return "\n".join([*head, *_rows(table.time_s, values)]) + "\n"


def _rows(time_s: NDArray[np.float64], values: NDArray[np.float64]) -> Iterator[str]:
    for instant_s, row in zip(time_s.tolist(), values.tolist(), strict=True):
        yield "\t".join([repr(instant_s), *("NaN" if value != value else repr(value) for value in row)])


def _names(labels: Iterable[str]) -> list[str]:
    """The labels with underscores for spaces, where some readers would part them."""
    found = ["_".join(label.split()) for label in labels]
    if not found or not all(found) or len(set(found)) < len(found):
        raise OutputError("Expected at least one name to write, each once and none empty; they are not like that.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
