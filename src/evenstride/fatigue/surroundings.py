"""Speed, slope and cadence of every bin, or why there is too little of them to speak of tiring."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.bins import RunBins
from evenstride.fatigue.drift import LEAST_BINS, Conditions
from evenstride.model import RunRecording

#: Bins that need a speed, and a slope outdoors.
_LEAST_SHARE = 0.9
#: Error of a bin's mean speed (ours: 2 m over a minute at 3 m/s), memory and share of variance of the true speed tried.
_SPEED_ERROR = 0.01
_SPEED_MEMORY_BINS = (0.5, 1.5, 4.0, 10.0)
_SPEED_SHARES = (0.03, 0.1, 0.3, 0.6, 1.0)
#: Makers of foot pods and phrases in fields that measure speed themselves indoors.
_FOOT_PODS = ("stryd", "runscribe", "foot", "pod", "stride")


def read_conditions(run: RunRecording, bins: RunBins) -> Conditions | str:
    """What moves the quantities besides time; a sentence where speed is not known well enough."""
    if bins.count < LEAST_BINS:
        return (
            f"Expected at least {LEAST_BINS * bins.bin_s / 60:.0f} minutes of steady running after the warm-up, got "
            f"{bins.count * bins.bin_s / 60:.0f}: too short to compare its end with its start."
        )
    speed = bins.means.get("speed")
    if speed is None or np.isfinite(speed).mean() < _LEAST_SHARE or np.nanmin(speed) <= 0:
        return (
            "The file has too little speed, so tiring cannot be told from slowing down. Record with GPS or a foot pod."
        )
    grade = bins.means.get("grade")
    slope_known = grade is not None and np.isfinite(grade).mean() >= _LEAST_SHARE
    doubts = []
    if run.is_indoor and not _is_foot_pod(bins):
        doubts.append("Indoors a watch guesses speed from the arm, so equal speed is not certain.")
    if not run.is_indoor and not slope_known:
        doubts.append("The file has no altitude, so slopes could not be taken out.")
    cadence = bins.means.get("cadence")
    return Conditions(
        log_speed=calibrate_speed(np.log(_filled(speed)), bins.position),
        slope_pct=_filled(grade) if grade is not None and slope_known else np.zeros(bins.count),
        log_cadence=np.log(_filled(cadence)) if cadence is not None else np.zeros(bins.count),
        slope_is_known=bool(slope_known or run.is_indoor),
        doubts=tuple(doubts),
    )


def calibrate_speed(log_speed: NDArray[np.float64], position: NDArray[np.float64]) -> NDArray[np.float64]:
    """(bin,) the speed to expect given a watch's error of 1 % in a bin, on the log scale.

    Notes
    -----
    A speed with an error makes its fitted effect too small, and what is left of a slowing would pass for tiring. Where
    the true speed is put in by its expected value the effect is fitted without that bias (regression calibration:
    Carroll et al. 2006, Measurement Error in Nonlinear Models, chapter 4). The true speed is taken as a trend plus
    variation that remembers itself; its size and memory are those of the greatest likelihood, so a run of intervals is
    left as it is and a steady run is smoothed.
    """
    trend = np.vander(2 * (position - position[0]) / max(position[-1] - position[0], 1) - 1, 4)
    apart = np.abs(position[:, None] - position[None, :])
    sizes = max(float(np.var(log_speed)), 1e-8) * np.array(_SPEED_SHARES)
    best, calibrated = -np.inf, log_speed
    for memory in _SPEED_MEMORY_BINS:
        shares, turns = np.linalg.eigh(np.exp(-apart / memory))
        turned, turned_trend = turns.T @ log_speed, turns.T @ trend
        for size in sizes:
            variances = size * np.maximum(shares, 0.0) + _SPEED_ERROR**2
            solved = turned_trend / variances[:, None]
            coefficients = np.linalg.solve(turned_trend.T @ solved, solved.T @ turned)
            rest = turned - turned_trend @ coefficients
            likelihood = -0.5 * np.log(variances).sum() - 0.5 * float(rest**2 @ (1 / variances))
            if likelihood > best:
                best, calibrated = likelihood, log_speed - turns @ (_SPEED_ERROR**2 * rest / variances)
    return calibrated


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Missing bins by the line between their neighbours."""
    known = np.isfinite(values)
    if not known.any():
        return np.ones(len(values))
    places = np.arange(len(values))
    return np.interp(places, places[known], values[known])


def _is_foot_pod(bins: RunBins) -> bool:
    source = bins.channels["speed"].source
    return any(name in f"{source.device} {source.field}".lower() for name in _FOOT_PODS)
