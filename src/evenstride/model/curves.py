"""Joint-angle curves in step with the clip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class AngleCurves:
    """Angles over the clip, degrees, signs as in knowledge.

    Attributes
    ----------
    time_s : (time,) the pose track's clock.
    angles_deg : name -> (time,), NaN in gaps. From the side: ``<side>_knee_flexion``, ``<side>_thigh_angle``,
        ``<side>_shank_angle``, ``<side>_foot_pitch`` and ``trunk_lean``. From behind or in front:
        ``<side>_knee_frontal`` (+ knee inside) and ``trunk_lateral`` (+ to the runner's right); with points on the
        pelvis ``pelvic_obliquity`` (+ left higher) and ``<side>_hip_adduction``; with points on heel and calf
        ``<side>_rearfoot`` (+ eversion).
    """

    time_s: NDArray[np.float64]
    angles_deg: Mapping[str, NDArray[np.float64]]
