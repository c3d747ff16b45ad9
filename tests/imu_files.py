"""Made-up sensors whose runner is known: half sines of force at the sacrum, spikes at the shin; and their CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def sacrum_vertical_g(
    time_s: NDArray[np.float64], *, cadence_spm: float = 170.0, contact_s: tuple[float, float] = (0.24, 0.24)
) -> NDArray[np.float64]:
    """(time,) force over body weight of half sines, feet alternating; its mean over two steps is 1."""
    step_s = 60 / cadence_spm
    phase_s = np.mod(time_s, step_s)
    which = (np.floor(time_s / step_s) % 2).astype(int)
    lasts_s = np.array(contact_s)[which]
    peak = np.pi / 2 * step_s / lasts_s
    return np.where(phase_s < lasts_s, peak * np.sin(np.pi * phase_s / lasts_s), 0.0)


def shin_g(
    time_s: NDArray[np.float64], *, stride_s: float = 0.7, peak_g: float | NDArray[np.float64] = 6.0
) -> NDArray[np.float64]:
    """(time, xyz) a swinging shin with one spike of 20 ms a stride; its length at the spike is about ``peak_g``."""
    number = np.floor(time_s / stride_s).astype(int)
    peaks = np.resize(np.asarray(peak_g, float), number.max() + 1)[number]
    spike = np.maximum(0.0, 1 - np.abs(np.mod(time_s, stride_s) - 0.1) / 0.02)
    swing = 0.6 * np.sin(2 * np.pi * time_s / stride_s)
    along = 1.0 + (peaks - 1.0) * spike
    return np.column_stack([swing * (1 - spike), along, np.zeros_like(time_s)])


def turned(vertical_g: NDArray[np.float64], direction: tuple[float, float, float]) -> NDArray[np.float64]:
    """(time, xyz) the upright acceleration in the axes of a sensor that was put on askew."""
    unit = np.array(direction) / np.linalg.norm(direction)
    return vertical_g[:, None] * unit


def write_csv(path: Path, header: str, columns: list[NDArray[np.float64]], *, delimiter: str = ",") -> Path:
    """A table with a header line (none where it is empty)."""
    rows = [delimiter.join(f"{value:.6f}" for value in row) for row in np.column_stack(columns)]
    path.write_text("\n".join(([header] if header else []) + rows) + "\n", encoding="utf-8")
    return path
