"""Zero-lag smoothing that keeps gaps as gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def low_pass(time_s: NDArray[np.float64], values: NDArray[np.float64], *, cut_off_hz: float) -> NDArray[np.float64]:
    """``values`` (time,) without what is faster than ``cut_off_hz``; NaN stay NaN and split the signal.

    Fourth-order Butterworth, run forwards and backwards (no lag), on each unbroken stretch of at least ten samples;
    shorter stretches are returned as they are. A cut-off above 0.45 of the sampling rate changes nothing. Samples may
    be unevenly spaced by a few per cent; the median interval is used.
    """
    from scipy.signal import butter, sosfiltfilt

    rate_hz = 1.0 / float(np.median(np.diff(time_s)))
    if cut_off_hz >= 0.45 * rate_hz:
        return values.copy()
    sections = butter(2, cut_off_hz, fs=rate_hz, output="sos")
    smooth = values.copy()
    for begin, end in known_stretches(np.isfinite(values)):
        if end - begin >= 10:
            smooth[begin:end] = sosfiltfilt(sections, values[begin:end])
    return smooth


def known_stretches(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open index ranges of consecutive True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(int), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
