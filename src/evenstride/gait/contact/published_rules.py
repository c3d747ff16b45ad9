"""Published rules for initial contact and toe-off, to compare ours with. The product's own events come from `events`.

Each rule is a frozen configuration with one verb, ``detect``. All share one search: strides are found from the foot's
reach ahead of the pelvis, and each rule then looks for its own instant inside the stride. They were published for
marker data at 180 to 1000 Hz; here they get a pose model's points at a phone's frame rate, so every rule's low-pass is
lowered to 0.4 of the frame rate where its own cut-off is higher, and a cubic spline puts the extremum between pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from evenstride.gait.contact.rule_signals import (
    DENSE_HZ,
    LegSignals,
    StrideWindow,
    instant_of_maximum,
    leg_signals,
    stride_windows,
)
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, EventKind, GaitEvent, GaitEvents


class EventRule(Protocol):
    """Anything that turns a pose track of a side view into events."""

    @property
    def name(self) -> str:
        """What, author, year."""

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet; ``facing_sign`` +1 where the runner faces image right."""


@dataclass(frozen=True)
class HeelMinimumKneeExtensionFellin2010:
    """Contact at the heel's lowest point, toe-off at peak knee extension.

    Notes
    -----
    The heel's minimum and the sign change of its vertical velocity are one instant on a smooth curve, so this row
    stands for both rules that the paper compared. Deviations: filter limited by the frame rate; the heel is a pose
    model's heel, not the distal heel marker; of the knee's extension peaks the one around the foot's trailing extreme.

    References
    ----------
    Fellin et al. 2010, J Sci Med Sport 13:646, doi 10.1016/j.jsams.2010.03.006.
    """

    cut_off_hz: float = 12.0
    name: str = "heel minimum + knee extension (Fellin 2010)"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, -signals.up_px["heel"], window.contact_range())

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, -signals.knee_flexion_deg, window.toe_off_range())


@dataclass(frozen=True)
class FootAccelerationJerkHandsaker2016:
    """Contact at the earlier of the heel's and forefoot's peak vertical acceleration, toe-off at the toe's peak jerk.

    Notes
    -----
    Deviations: published at 250 Hz with markers on heel, first metatarsal and hallux; here the shoe's tip stands for
    both forefoot markers. Second and third derivatives lose their meaning below about 200 pictures per second.

    References
    ----------
    Handsaker et al. 2016, J Biomech 49:4128, doi 10.1016/j.jbiomech.2016.10.013.
    """

    cut_off_hz: float = 20.0
    name: str = "foot acceleration and jerk (Handsaker 2016)"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        peaks = [
            instant_of_maximum(signals, signals.derivative(point, 2), window.contact_range())
            for point in ("heel", "toe")
        ]
        found = [peak for peak in peaks if peak is not None]
        return min(found) if found else None

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, signals.derivative("toe", 3), window.toe_off_range())


@dataclass(frozen=True)
class PelvisVelocityMilnerPaquette2015:
    """Contact a fixed time before the pelvis sinks fastest; toe-off at peak knee extension, as in Fellin 2010.

    Notes
    -----
    The pelvis sinks fastest when the force reaches body weight, some 15 ms (three pictures at 200 Hz in the paper)
    after contact whatever the foot strike; the delay falls with speed. Deviations: the middle of a pose model's hips
    stands for the pelvis; the paper gives no toe-off.

    References
    ----------
    Milner & Paquette 2015, J Biomech 48:3502, doi 10.1016/j.jbiomech.2015.07.036.
    """

    offset_s: float = 0.015
    cut_off_hz: float = 8.0
    name: str = "pelvis velocity (Milner & Paquette 2015)"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        sinking = -signals.derivative("pelvis", 1)
        fastest_s = instant_of_maximum(signals, sinking, window.contact_range())
        return None if fastest_s is None else fastest_s - self.offset_s

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, -signals.knee_flexion_deg, window.toe_off_range())


@dataclass(frozen=True)
class FootPelvisDistanceZeni2008:
    """Contact where the heel is furthest ahead of the pelvis, toe-off where the toe is furthest behind it.

    Notes
    -----
    Made for walking. A runner's foot already moves backwards before it lands, so contact comes early by design.

    References
    ----------
    Zeni, Richards & Higginson 2008, Gait Posture 27:710, doi 10.1016/j.gaitpost.2007.07.007.
    """

    cut_off_hz: float = 6.0
    name: str = "foot-pelvis distance (Zeni 2008)"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        reach = signals.forward_px["heel"] - signals.forward_px["pelvis"]
        span_s = window.trail_s - window.reach_s
        return instant_of_maximum(signals, reach, (window.reach_s - 0.3 * span_s, window.contact_range()[1]))

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        trail = signals.forward_px["pelvis"] - signals.forward_px["toe"]
        return instant_of_maximum(signals, trail, window.toe_off_range())


@dataclass(frozen=True)
class LowestAnkle:
    """Contact at the ankle's lowest point, toe-off where it has risen by 0.3 of its range again.

    Notes
    -----
    No publication: the rule of many pose-based running projects. The ankle is lowest in mid-stance, not at contact.
    The projects differ in their toe-off; this level suits force-plate data best (ours, so the row is not made worse).
    """

    cut_off_hz: float = 8.0
    rise: float = 0.3
    name: str = "lowest ankle (common in pose projects)"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, -signals.up_px["ankle"], (window.reach_s, window.trail_s))

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        lowest_s = self.contact_s(signals, window)
        if lowest_s is None:
            return None
        height = signals.up_px["ankle"]
        start = int(np.searchsorted(signals.time_s, lowest_s))
        level = height[start] + self.rise * float(np.ptp(height))
        above = np.flatnonzero(height[start:] > level)
        return float(signals.time_s[start + above[0]]) if len(above) else None


@dataclass(frozen=True)
class StationaryFoot:
    """Contact when heel or toe, being low, first moves with the ground; toe-off at peak knee extension.

    Notes
    -----
    No one publication: rules on the foot's velocity are as old as motion capture; this form is ours. The ground's speed
    is the median speed, relative to the pelvis, of a point in its lowest band, so that a treadmill and a runner who
    passes the camera are alike. The toe's own last standing instant is not used: a pose model's toe leaves that band
    anywhere between mid-stance and swing (RMSE 50 ms on laboratory runs).

    Parameters
    ----------
    slow : a point stands when its speed over the ground is below this share of the running speed.
    band : the lowest band as a share of the point's vertical range.
    """

    slow: float = 0.20
    band: float = 0.12
    cut_off_hz: float = 12.0
    name: str = "stationary foot + knee extension"

    def detect(self, track: PoseTrack, *, facing_sign: int) -> GaitEvents:
        """Events of both feet."""
        return _detect(self, track, facing_sign, self.cut_off_hz)

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        starts = [self._first_standing_s(signals, window, point) for point in ("heel", "toe")]
        found = [start for start in starts if start is not None]
        return min(found) if found else None

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None:
        return instant_of_maximum(signals, -signals.knee_flexion_deg, window.toe_off_range())

    def _first_standing_s(self, signals: LegSignals, window: StrideWindow, point: str) -> float | None:
        speed = np.gradient(signals.forward_px[point] - signals.forward_px["pelvis"], 1.0 / DENSE_HZ)
        height = signals.up_px[point]
        low = height < np.percentile(height, 5) + self.band * np.ptp(height)
        ground_speed = float(np.median(speed[low])) if low.any() else 0.0
        standing = low & (np.abs(speed - ground_speed) < self.slow * abs(ground_speed))
        first, last = np.searchsorted(signals.time_s, (window.reach_s, window.trail_s))
        inside = np.flatnonzero(standing[first:last])
        return float(signals.time_s[first + inside[0]]) if len(inside) else None


PUBLISHED_RULES: tuple[EventRule, ...] = (
    HeelMinimumKneeExtensionFellin2010(),
    FootAccelerationJerkHandsaker2016(),
    PelvisVelocityMilnerPaquette2015(),
    FootPelvisDistanceZeni2008(),
    StationaryFoot(),
    LowestAnkle(),
)


class _InstantRule(Protocol):
    """A rule that says where in one stride of one leg its instants lie."""

    @property
    def name(self) -> str: ...

    def contact_s(self, signals: LegSignals, window: StrideWindow) -> float | None: ...

    def toe_off_s(self, signals: LegSignals, window: StrideWindow) -> float | None: ...


def _detect(rule: _InstantRule, track: PoseTrack, facing_sign: int, cut_off_hz: float) -> GaitEvents:
    """Apply a rule to every stride of both legs. The uncertainty given is that of the picture interval alone."""
    uncertainty_s = 1.0 / (track.fps * 12**0.5)
    found: list[GaitEvent] = []
    for side in SIDES:
        signals = leg_signals(track, side, facing_sign=facing_sign, cut_off_hz=cut_off_hz)
        if not np.isfinite(signals.knee_flexion_deg).all() or not np.isfinite(signals.up_px["heel"]).all():
            continue
        windows = stride_windows(signals)
        instants: dict[EventKind, Iterable[float | None]] = {
            "initial_contact": [rule.contact_s(signals, window) for window in windows],
            "toe_off": [rule.toe_off_s(signals, window) for window in windows],
        }
        for kind, times in instants.items():
            found += [GaitEvent(side, kind, time_s, uncertainty_s) for time_s in times if time_s is not None]
    return GaitEvents(tuple(sorted(found, key=lambda event: event.time_s)), rule.name)
