"""Angles of lines and between lines in a plane with x forward and y up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def tilt_from_vertical_deg(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time,) angle of upward lines ``(time, xy)`` from vertical; + leans towards +x."""
    return np.degrees(np.arctan2(line[:, 0], line[:, 1]))


def slope_deg(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time,) angle of lines ``(time, xy)`` from the +x axis; + rises forwards."""
    return np.degrees(np.arctan2(line[:, 1], line[:, 0]))


def flexion_deg(
    proximal: NDArray[np.float64], joint: NDArray[np.float64], distal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(time,) 180 degrees minus the angle at ``joint``: 0 = straight, + = bent, whichever way.

    All three are ``(time, xy)``.
    """
    a, b = proximal - joint, distal - joint
    cosine = (a * b).sum(axis=1) / np.maximum(np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1), 1e-12)
    return 180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def signed_flexion_deg(
    proximal: NDArray[np.float64], joint: NDArray[np.float64], distal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(time,) as `flexion_deg`, negative where the joint bends forwards (knee hyperextension)."""
    a, b = joint - proximal, distal - joint
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    # x forward, y up, walking down the leg: bending the knee turns the shank backwards, i.e. clockwise
    return np.degrees(np.arctan2(-cross, (a * b).sum(axis=1)))
