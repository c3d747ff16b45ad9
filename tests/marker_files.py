"""Made-up marker recordings for tests: a runner's pelvis, legs and feet as cuboids of markers, written as C3D."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RATE_HZ = 100.0


def standing_markers(count: int = 50) -> dict[str, Array]:
    """Label -> (time, xyz) metres; x forward, y up, z to the right; pelvis 0.24 m wide and 0.15 m deep at 1 m."""
    places = {}
    for letter, outward in (("L", -1.0), ("R", 1.0)):
        places |= {
            f"{letter}.ASIS": (0.075, 1.0, 0.12 * outward),
            f"{letter}.PSIS": (-0.075, 1.0, 0.04 * outward),
            f"{letter}.Knee": (0.0, 0.5, 0.15 * outward),
            f"{letter}.Knee.Medial": (0.0, 0.5, 0.05 * outward),
            f"{letter}.Ankle": (0.0, 0.08, 0.14 * outward),
            f"{letter}.Ankle.Medial": (0.0, 0.08, 0.06 * outward),
            f"{letter}.Heel.Bottom": (-0.06, 0.03, 0.10 * outward),
            f"{letter}.MT1": (0.12, 0.03, 0.06 * outward),
            f"{letter}.MT5": (0.11, 0.03, 0.14 * outward),
        }
    return {label: np.tile(np.array(place), (count, 1)) for label, place in places.items()}


def write_c3d(path: Path, markers: dict[str, Array], *, unit: str = "mm", scale: float = 1000.0) -> Path:
    """Write markers as C3D; NaN becomes zeros, as laboratories' software writes gaps."""
    import ezc3d

    content = ezc3d.c3d()
    content["parameters"]["POINT"]["RATE"]["value"] = [RATE_HZ]
    content["parameters"]["POINT"]["LABELS"]["value"] = tuple(markers)
    content["parameters"]["POINT"]["UNITS"]["value"] = (unit,)
    xyz = np.nan_to_num(np.stack([track.T for track in markers.values()], axis=1) * scale)
    content["data"]["points"] = np.concatenate([xyz, np.ones((1, *xyz.shape[1:]))])
    content.write(str(path))
    return path
