"""Force columns of a MOT or STO file to platforms.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
``R_ground_force_vy``,                 columns that end in vx, vy and vz under one name are one platform;
``ground_force_1_vy``, ``1_ground...`` r or right, l or left in the name is the foot's side
Vertical is Y in OpenSim, Z elsewhere  the axis that carries the force (`ForceRecording.vertical_n`)
Components are missing                 the missing ones count as zero; without any force it is refused
Blank cells                            zero where few, else refused
Two clocks                             times count from the markers' first frame
=====================================  ============================================================
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.storage import StorageTable, read_storage
from evenstride.io.laboratory.values import MarkerFileError
from evenstride.model.force import ForceRecording, Platform
from evenstride.model.gait import Side

_COMPONENT = re.compile(r"^(?P<name>.*(?:force|grf).*?)_?v?(?P<axis>[xyz])$", re.IGNORECASE)
_SIDE_WORDS: dict[str, Side] = {"r": "right", "right": "right", "l": "left", "left": "left"}
_MOST_BLANK = 0.02


def read_force(path: str | Path, *, start_s: float = 0.0) -> ForceRecording:
    """Read the platforms of a MOT or STO file; ``start_s`` is the file time at which the markers begin.

    Raises
    ------
    MarkerFileError
        The file cannot be read, or no column is a force.
    """
    path = Path(path)
    table = read_storage(path)
    components = _components(table)
    if not components:
        got = ", ".join(list(table.columns)[:4])
        raise MarkerFileError(f"Expected force columns such as R_ground_force_vy in {path.name}, got {got}.")
    platforms = tuple(
        Platform(name, _stacked(axes, len(table.time_s), path.name), _side(name)) for name, axes in components.items()
    )
    return ForceRecording(table.time_s - start_s, platforms, path.name, table.warnings)


def has_force(path: Path) -> bool:
    """Whether a MOT or STO file names force columns in its labels; False for what cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for _, line in zip(range(200), file, strict=False):
                labels = line.split()
                if labels and labels[0].lower() == "time":
                    return any(_is_force(label) for label in labels[1:])
    except OSError:
        return False
    return False


def _is_force(label: str) -> re.Match[str] | None:
    """The parts of a force component's label; None for points of application, moments and angles."""
    found = _COMPONENT.match(label)
    return found if found is not None and re.search(r"[pm][xyz]$", label) is None else None


def _components(table: StorageTable) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Platform name -> axis -> (time,)."""
    components: dict[str, dict[str, NDArray[np.float64]]] = {}
    for label, values in table.columns.items():
        found = _is_force(label)
        if found is not None:
            components.setdefault(found["name"], {})[found["axis"].lower()] = values
    return components


def _stacked(axes: dict[str, NDArray[np.float64]], count: int, name: str) -> NDArray[np.float64]:
    force_n = np.stack([axes.get(axis, np.zeros(count)) for axis in "xyz"], axis=1)
    blank = ~np.isfinite(force_n)
    if blank.mean() > _MOST_BLANK:
        raise MarkerFileError(
            f"Expected a force at every instant in {name}, {100 * blank.mean():.0f} % of the cells are blank. "
            "Export the force again, or analyse the markers alone."
        )
    return np.where(blank, 0.0, force_n)


def _side(name: str) -> Side | None:
    words = re.split(r"[^a-z]+", name.lower())
    return next((_SIDE_WORDS[word] for word in words if word in _SIDE_WORDS), None)
