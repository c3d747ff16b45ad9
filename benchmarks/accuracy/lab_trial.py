"""One laboratory run: where a pose model would put its points, and the instants the force plate gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import SIDES, Side

FORCE_CUT_OFF_HZ = 50.0
FORCE_THRESHOLD_N = 50.0
SHORTEST_CONTACT_S = 0.08


@dataclass(frozen=True)
class LabTrial:
    """Markers turned into canonical keypoints, with true contacts.

    Attributes
    ----------
    time_s : (time,) at the cameras' own rate.
    points_m : canonical keypoint or surface point name -> (time, xyz) in the world frame (x forward, y up, z to the
        runner's right; treadmill, so the runner stays near x = 0; y = 0 is the belt). NaN in gaps. Points that no
        marker carries are absent.
    initial_contact_s, toe_off_s : side -> instants of the vertical force passing 50 N after a 50 Hz zero-lag low-pass.
    """

    name: str
    dataset: str
    subject: str
    speed_mps: float
    height_m: float
    time_s: NDArray[np.float64]
    points_m: Mapping[str, NDArray[np.float64]]
    initial_contact_s: Mapping[Side, NDArray[np.float64]]
    toe_off_s: Mapping[Side, NDArray[np.float64]]

    @property
    def rate_hz(self) -> float:
        """Marker frames per second."""
        return float(1.0 / np.median(np.diff(self.time_s)))

    @property
    def cadence_spm(self) -> float:
        """Steps per minute from the mean interval between contacts of either foot."""
        contacts = np.sort(np.concatenate([self.initial_contact_s[side] for side in SIDES]))
        return float(60.0 / np.mean(np.diff(contacts)))

    def contact_time_ms(self, side: Side) -> float:
        """Mean time from contact to toe-off of one foot."""
        return float(1000 * np.mean(contact_durations_s(self.initial_contact_s[side], self.toe_off_s[side])))


def contact_durations_s(initial_contact_s: NDArray[np.float64], toe_off_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Duration of every contact whose toe-off follows within half a second."""
    following = np.searchsorted(toe_off_s, initial_contact_s)
    inside = following < len(toe_off_s)
    durations = toe_off_s[following[inside]] - initial_contact_s[inside]
    return durations[durations < 0.5]


def detect_loaded_intervals(vertical_force_n: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """(contact, 2) start and end in seconds from the first sample of every complete contact.

    Force is low-pass filtered at 50 Hz (fourth-order Butterworth, forwards and backwards) and read where it passes
    50 N, linearly between samples. Contacts cut by the recording's ends and shorter than 80 ms are left out.
    """
    from scipy.signal import butter, sosfiltfilt

    smooth = sosfiltfilt(butter(2, FORCE_CUT_OFF_HZ, fs=rate_hz, output="sos"), vertical_force_n)
    loaded = smooth > FORCE_THRESHOLD_N
    before = np.flatnonzero(loaded[1:] != loaded[:-1])
    share = (FORCE_THRESHOLD_N - smooth[before]) / (smooth[before + 1] - smooth[before])
    crossings = (before + share) / rate_hz
    rising = loaded[before + 1]
    if len(rising) and not rising[0]:
        crossings, rising = crossings[1:], rising[1:]
    pairs = len(crossings) // 2
    intervals = crossings[: 2 * pairs].reshape(pairs, 2)
    return intervals[np.ptp(intervals, axis=1) >= SHORTEST_CONTACT_S]


def assign_sides(
    contacts_s: NDArray[np.float64], points_m: Mapping[str, NDArray[np.float64]], time_s: NDArray[np.float64]
) -> tuple[dict[Side, NDArray[np.float64]], dict[Side, NDArray[np.float64]]]:
    """Starts and ends of (contact, 2), each contact given to the foot that is lower in its middle."""
    frames = np.clip(np.searchsorted(time_s, contacts_s.mean(axis=1)), 0, len(time_s) - 1)
    height = {s: points_m[f"{s}_heel"][frames, 1] + points_m[f"{s}_toe"][frames, 1] for s in SIDES}
    left = height["left"] < height["right"]
    chosen: dict[Side, NDArray[np.bool_]] = {"left": left, "right": ~left}
    return ({s: contacts_s[chosen[s], 0] for s in SIDES}, {s: contacts_s[chosen[s], 1] for s in SIDES})
