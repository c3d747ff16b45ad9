"""Distance, speed and grade where a file does not have them. Positions go in and never come out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Mean radius of the earth, IUGG (Moritz 2000, J Geod 74:128-133).
_EARTH_RADIUS_M = 6_371_008.8
#: Positions further apart in time are not averaged.
_CLOSE_POSITIONS_S = 2.0
#: Speed is the slope of distance over this much time around a sample.
_SPEED_WINDOW_S = 5.0
#: Altitude is smoothed over distance with this standard deviation before its slope is taken. A barometer's last digit
#: is 0.2 m: over the 70 m that this weighs (2 sd each way, half height) it is 0.3 % of grade.
_GRADE_SMOOTHING_M = 35.0
_GRADE_STEP_M = 5.0
_MOST_GRADE_POINTS = 200_000
#: Steeper is an altimeter being set, not a road.
_STEEPEST_PCT = 60.0


def compute_distance_m(
    time_s: NDArray[np.float64], lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(sample,) metres along the track by great circles (haversine), NaN where there is no position.

    Gaps are crossed in a straight line.

    Notes
    -----
    The scatter of positions makes every distance too long (Ranacher et al. 2016, Int J Geogr Inf Sci 30:316-333). Where
    positions come every second or two they are therefore averaged 1-2-1 with their neighbours first; further apart,
    the corners that this cuts cost more than it gains. How well the result agrees with the watch's own distance stands
    in `docs/how_to/watch_files.md`.
    """
    distance_m = np.full(len(lat_deg), np.nan)
    known = np.flatnonzero(np.isfinite(lat_deg) & np.isfinite(lon_deg))
    if len(known) < 2:
        return distance_m
    close = np.diff(time_s[known]) <= _CLOSE_POSITIONS_S
    lat = _averaged(np.radians(lat_deg[known]), close)
    lon = _averaged(np.unwrap(np.radians(lon_deg[known])), close)
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    steps_m = 2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    distance_m[known] = np.concatenate(([0.0], np.cumsum(steps_m)))
    return distance_m


def _averaged(angle: NDArray[np.float64], close: NDArray[np.bool_]) -> NDArray[np.float64]:
    """1-2-1 with the neighbours of every point that has a close one on both sides."""
    out = angle.copy()
    inner = np.flatnonzero(close[:-1] & close[1:]) + 1
    out[inner] = (angle[inner - 1] + 2 * angle[inner] + angle[inner + 1]) / 4
    return out


def compute_speed_mps(time_s: NDArray[np.float64], distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """(sample,) slope of distance over five seconds around each sample; NaN where distance is."""
    speed_mps = np.full(len(time_s), np.nan)
    known = np.flatnonzero(np.isfinite(distance_m))
    if len(known) < 2:
        return speed_mps
    at_s, along_m = time_s[known], distance_m[known]
    before = np.interp(at_s - _SPEED_WINDOW_S / 2, at_s, along_m)
    after = np.interp(at_s + _SPEED_WINDOW_S / 2, at_s, along_m)
    width_s = np.minimum(at_s + _SPEED_WINDOW_S / 2, at_s[-1]) - np.maximum(at_s - _SPEED_WINDOW_S / 2, at_s[0])
    speed_mps[known] = (after - before) / width_s
    return speed_mps


def compute_grade_pct(distance_m: NDArray[np.float64], altitude_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """(sample,) slope of altitude over distance in per cent, smoothed along the way; NaN where either is missing.

    Steps: the samples that get further (a standing runner's altitude drift is no slope), altitude on an even grid of
    distance, a Gaussian along it, its slope, read back at the samples.
    """
    grade_pct = np.full(len(distance_m), np.nan)
    known = np.flatnonzero(np.isfinite(distance_m) & np.isfinite(altitude_m))
    if len(known) < 2:
        return grade_pct
    along_m = np.maximum.accumulate(distance_m[known])
    further = np.concatenate(([True], np.diff(along_m) > 0))
    length_m = float(along_m[-1] - along_m[0])
    if length_m < 2 * _GRADE_SMOOTHING_M:
        return grade_pct
    step_m = max(_GRADE_STEP_M, length_m / _MOST_GRADE_POINTS)
    grid_m = np.arange(along_m[0], along_m[-1] + step_m, step_m)
    heights_m = np.interp(grid_m, along_m[further], altitude_m[known][further])
    slope_pct = 100 * np.gradient(_smoothed(heights_m, _GRADE_SMOOTHING_M / step_m), step_m)
    grade_pct[known] = np.interp(along_m, grid_m, slope_pct)
    grade_pct[np.abs(grade_pct) > _STEEPEST_PCT] = np.nan
    return grade_pct


def _smoothed(values: NDArray[np.float64], sd: float) -> NDArray[np.float64]:
    """(point,) a Gaussian of ``sd`` points along the values, to four of them each way; the ends are held."""
    reach = int(4 * sd + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sd) ** 2)
    return np.convolve(np.pad(values, reach, mode="edge"), weights / weights.sum(), mode="valid")
