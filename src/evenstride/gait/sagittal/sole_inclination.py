"""Foot inclination at contact from the sole points that were read off the picture.

``sole_back`` and ``sole_front`` are two points fixed to the shoe (`evenstride.pose.sole_line_reading`): their line is
level in the first standing picture of a landing and turns with the shoe. How it is turned at contact against the same
foot standing is the measure as knowledge defines it, free of where on the shoe a pose model puts heel and toe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import SideView, runner_frame
from evenstride.model import PoseTrack, Step
from evenstride.model.gait import SIDES, Side
from evenstride.signals.angles import slope_deg

#: Pictures this near to contact are read through, and at least the two around it.
CONTACT_WINDOW_S = 0.025
#: The stretch of stance whose pictures count as standing, and the one around contact that shows the foot come down.
STANDING_STANCE = (0.15, 0.40)
DESCENT_S = (-0.060, 0.055)
#: Fewer readable steps than this of a leg say too little.
LEAST_STEPS = 2
#: Inclination from the turn: factor and degrees added. Fitted on ten rendered clips of six bodies the factor is 1.15 to
#: 1.41 (each body left out in turn) and the rest -5.2 to -5.7; on marker data of 12 runners (72 legs) 1.03 and +1.5 at
#: the force plate's instant, some 10 ms before ours. We stay between them, nearer to the clips: a shoe that lands on
#: its front half still points down a little when it stands, and the fit of two pictures reads large turns small.
PER_TURN, ADDED_DEG = 1.25, -4.5
#: One standard deviation of the error that more steps do not remove, either leg: the same clips (20 legs), both numbers
#: above fitted without the body that is looked at (2.3 where the true instants of contact are given).
ERROR_DEG = 3.9
#: How long after our initial contact the picture shows the sole reach the ground: mean and spread that are assumed
#: before looking (`keypoint_habits` tells why they differ), and how well one height is known, in leg lengths.
USUAL_LAG_S, LAG_SPREAD_S, HEIGHT_ERROR_LEG = 0.010, 0.012, 0.010
LAGS_S = np.arange(-0.025, 0.0451, 0.001)
#: Spread of the height and the drift of a foot on the ground, leg lengths and leg lengths per second; the slowest foot
#: that counts as coming down.
GROUND_SPREAD_LEG, GROUND_DRIFT_LEGPS, SLOWEST_DESCENT_LEGPS = 0.03, 0.15, 0.25


@dataclass(frozen=True)
class SoleReading:
    """What the sole points say of a clip's landings.

    Attributes
    ----------
    inclination_deg : (side, initial contact in seconds) -> + toes up, of the steps that were read.
    contact_lag_s : how long after our initial contacts the soles reach the ground in the picture.
    """

    inclination_deg: Mapping[tuple[Side, float], float] = field(default_factory=dict)
    contact_lag_s: float = USUAL_LAG_S

    def of(self, step: Step) -> float:
        """Inclination at one step's contact; NaN where it was not read."""
        return self.inclination_deg.get((step.side, step.initial_contact_s), np.nan)

    def covers(self, side: Side) -> bool:
        """Whether enough landings of this foot were read."""
        return sum(read_side == side for read_side, _ in self.inclination_deg) >= LEAST_STEPS


@dataclass(frozen=True)
class _Landing:
    """One landing's pictures: ``after_s`` (picture,) since our contact, ``turn_deg``, ``height_leg`` of the lower end
    of the sole over its standing height."""

    step: Step
    after_s: NDArray[np.float64]
    turn_deg: NDArray[np.float64]
    height_leg: NDArray[np.float64]


def read_soles(track: PoseTrack, view: SideView, steps: Sequence[Step], *, lag_s: float | None = None) -> SoleReading:
    """Inclination of every landing whose sole was read; nothing where the track has no sole points.

    Parameters
    ----------
    track : cleaned, left and right held.
    lag_s : `SoleReading.contact_lag_s` where it is known; None finds it.

    Notes
    -----
    Where two instants of contact compete, that of the force plate our detector was made for and that at which a viewer
    sees the sole reach the ground, the angle is read at the viewer's: the lower end of the sole comes down on a line
    and stays; the instant of the bend, common to the whole clip, is found by least squares together with what is
    usual. Seen from slightly above, a near foot that swings inwards seems to land earlier and a far one later, so the
    mean of both feet is taken.

    On marker data of 12 runners (72 legs; Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298) the angle of the standing
    foot, 20 to 34 % of stance, against quiet standing varies by 0.65 degrees between legs: the difference of the two
    tells as much as an angle against the ground would, and no camera height, toe-out or shoe shape is in it.

    Not for forefoot landings that never lower the heel: their standing foot is not flat.
    """
    landings = {side: _landings(track, view, steps, side) for side in SIDES}
    if lag_s is None:
        lags = [lag for side in SIDES if (lag := _contact_lag_s(landings[side])) is not None]
        lag_s = float(np.mean(lags)) if lags else USUAL_LAG_S
    found = {
        (side, landing.step.initial_contact_s): PER_TURN * _turn_at(landing, lag_s, track.fps) + ADDED_DEG
        for side in SIDES
        for landing in landings[side]
    }
    return SoleReading({key: angle for key, angle in found.items() if np.isfinite(angle)}, lag_s)


def _landings(track: PoseTrack, view: SideView, steps: Sequence[Step], side: Side) -> list[_Landing]:
    if not track.has(f"{side}_sole_front"):
        return []
    back, front = (runner_frame(track, view, f"{side}_sole_{end}") / view.leg_length_px for end in ("back", "front"))
    read = np.isfinite(back[:, 0]) & np.isfinite(front[:, 0])
    rise = 0.0 if view.overground else _belt_rise(track, steps, side, front, read)
    landings = []
    for step in steps:
        if step.side != side or step.contact_time_s is None:
            continue
        after_s = track.time_s - step.initial_contact_s
        standing, near = read & _is_standing(after_s, step.contact_time_s, track.fps), read & _is_near(after_s)
        if not standing.any() or np.count_nonzero(near) < 2:
            continue
        slope = slope_deg(front - back)
        ends = [end[near] - np.median(end[standing], axis=0) for end in (back, front)]
        height = np.min([end[:, 1] - rise * end[:, 0] for end in ends], axis=0)
        landings.append(_Landing(step, after_s[near], slope[near] - np.median(slope[standing]), height))
    return landings


def _is_standing(after_s: NDArray[np.float64], contact_time_s: float, fps: float) -> NDArray[np.bool_]:
    early_s, late_s = (share * contact_time_s for share in STANDING_STANCE)
    return (after_s > max(early_s, 0.5 / fps)) & (after_s < late_s)


def _is_near(after_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    early_s, late_s = DESCENT_S
    return (after_s >= early_s) & (after_s <= late_s)


def _belt_rise(
    track: PoseTrack, steps: Sequence[Step], side: Side, front: NDArray[np.float64], read: NDArray[np.bool_]
) -> float:
    """How much the belt rises in the image per length forwards: the path of the front of the standing sole."""
    along = across = 0.0
    for step in steps:
        if step.side != side or step.contact_time_s is None:
            continue
        path = front[read & _is_standing(track.time_s - step.initial_contact_s, step.contact_time_s, track.fps)]
        if len(path) >= 2:
            path = path - path.mean(axis=0)
            along += float(path[:, 0] @ path[:, 0])
            across += float(path[:, 0] @ path[:, 1])
    return across / along if along > 0 else 0.0


def _contact_lag_s(landings: Sequence[_Landing]) -> float | None:
    """The instant after our contact at which the sole stops coming down, pooled over a leg's landings."""
    if not landings:
        return None
    after_s = np.concatenate([landing.after_s for landing in landings])
    height = np.concatenate([landing.height_leg for landing in landings])
    if len(after_s) < 6:
        return None
    costs = [_bend_cost(after_s, height, float(lag_s)) for lag_s in LAGS_S]
    return float(LAGS_S[int(np.argmin(costs))]) if np.isfinite(costs).any() else None


def _bend_cost(after_s: NDArray[np.float64], height: NDArray[np.float64], lag_s: float) -> float:
    """How unlikely a bend at ``lag_s`` is (-log): heights off two lines by Huber loss, and what is usual."""
    design = np.column_stack([np.ones(len(after_s)), after_s - lag_s, np.maximum(0.0, lag_s - after_s)])
    usual = np.array([[1 / GROUND_SPREAD_LEG, 0.0, 0.0], [0.0, 1 / GROUND_DRIFT_LEGPS, 0.0]])
    weight = np.ones(len(after_s))
    line, off = np.zeros(3), height / HEIGHT_ERROR_LEG
    for _ in range(3):
        rows = np.vstack([design * (weight / HEIGHT_ERROR_LEG)[:, None], usual])
        line = np.linalg.lstsq(rows, np.concatenate([height * weight / HEIGHT_ERROR_LEG, np.zeros(2)]), rcond=None)[0]
        off = np.abs(height - design @ line) / HEIGHT_ERROR_LEG
        weight = 1.0 / np.sqrt(np.maximum(1.0, off / 1.5))
    if line[2] < SLOWEST_DESCENT_LEGPS:
        return np.inf
    loss = np.where(off < 1.5, 0.5 * off**2, 1.5 * (off - 0.75)).sum()
    return float(loss + 0.5 * ((usual @ line) ** 2).sum() + 0.5 * ((lag_s - USUAL_LAG_S) / LAG_SPREAD_S) ** 2)


def _turn_at(landing: _Landing, lag_s: float, fps: float) -> float:
    """The turn at contact by a straight line through the pictures around it, which must lie on both sides of it."""
    since_s = landing.after_s - lag_s
    near = np.abs(since_s) <= max(CONTACT_WINDOW_S, 1.0 / fps) + 1e-6
    if np.count_nonzero(near) < 2 or since_s[near].min() > 0 or since_s[near].max() < 0:
        return np.nan
    _, at_contact = np.polyfit(since_s[near], landing.turn_deg[near], 1)
    return float(at_contact)
