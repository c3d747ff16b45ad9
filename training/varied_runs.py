"""Runs that differ more than recorded ones do, so that the network learns to read each leg for itself.

Recorded runners are nearly even: a network trained on them alone takes one leg's contact from the other leg's and from
the hips, and shows a real difference between the legs at half of its size. Here every leg's movement is stretched in
time by itself, its contacts and toe-offs (the force plate's) with it, and its reach with its contact time, as a leg
that stays longer on the same belt travels further. The whole run may be played a little slower or faster as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from benchmarks.accuracy.lab_trial import LabTrial
from numpy.typing import NDArray

from evenstride.model.gait import SIDES, Side

MOVED_POINTS = ("knee", "ankle", "heel", "toe")


@dataclass(frozen=True)
class LegChange:
    """What is done to one leg.

    Attributes
    ----------
    later_s : how much later its contacts come.
    contact_ratio : its new contact time over the recorded one.
    reach_ratio : its new travel ahead of and behind the hips over the recorded one.
    """

    later_s: float
    contact_ratio: float
    reach_ratio: float


def draw_leg_change(rng: np.random.Generator) -> LegChange:
    """A random change: contacts up to 25 ms earlier or later, contact time and reach by up to a fifth."""
    ratio = float(rng.uniform(0.80, 1.25))
    reach = 1.0 + float(rng.uniform(0.0, 1.2)) * (ratio - 1.0) + float(rng.normal(0.0, 0.03))
    return LegChange(float(rng.uniform(-0.025, 0.025)), ratio, reach)


def with_uneven_legs(trial: LabTrial, changes: dict[Side, LegChange]) -> LabTrial:
    """The run with each leg changed by itself; hips and all above stay as recorded.

    Notes
    -----
    Contacts are put off by ``later_s``, toe-offs by that and the change of the mean contact time; between these
    instants the delay goes over smoothly (monotone cubic), and every point of the leg takes the place it had that much
    earlier, in the room and not relative to the hips, so that a standing foot stays on the belt. Knee and ankle are
    then moved in proportion to their distance ahead of the middle of the hips; the foot moves with the ankle.
    """
    points = dict(trial.points_m)
    contacts, offs = dict(trial.initial_contact_s), dict(trial.toe_off_s)
    hips_x = 0.5 * (trial.points_m["left_hip"][:, 0] + trial.points_m["right_hip"][:, 0])
    centre = float(np.nanmean(hips_x))
    for side in SIDES:
        change = changes[side]
        longer_s = (change.contact_ratio - 1.0) * trial.contact_time_ms(side) / 1000
        nodes_s = np.concatenate([contacts[side], offs[side]])
        delay_s = np.concatenate(
            [np.full(len(contacts[side]), change.later_s), np.full(len(offs[side]), change.later_s + longer_s)]
        )
        recorded_s = _recorded_instants(trial.time_s, nodes_s, delay_s)
        for name in MOVED_POINTS:
            points[f"{side}_{name}"] = _at(trial.time_s, trial.points_m[f"{side}_{name}"], recorded_s)
        _scale_reach(points, side, centre, change.reach_ratio)
        contacts[side] = contacts[side] + change.later_s
        offs[side] = offs[side] + change.later_s + longer_s
    return replace(trial, points_m=points, initial_contact_s=contacts, toe_off_s=offs)


def played_slower(trial: LabTrial, factor: float) -> LabTrial:
    """The same run in ``factor`` times its time."""
    return replace(
        trial,
        time_s=trial.time_s * factor,
        initial_contact_s={side: instants * factor for side, instants in trial.initial_contact_s.items()},
        toe_off_s={side: instants * factor for side, instants in trial.toe_off_s.items()},
        speed_mps=trial.speed_mps / factor,
    )


def _recorded_instants(
    time_s: NDArray[np.float64], nodes_s: NDArray[np.float64], delay_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(time,) the recorded instant that is shown at each instant of the changed run."""
    from scipy.interpolate import PchipInterpolator

    order = np.argsort(nodes_s)
    recorded, shown = nodes_s[order], (nodes_s + delay_s)[order]
    inside = np.concatenate([[True], np.diff(shown) > 0.02])
    curve = PchipInterpolator(shown[inside], recorded[inside] - shown[inside])
    return np.asarray(time_s + curve(np.clip(time_s, shown[inside][0], shown[inside][-1])))


def _at(time_s: NDArray[np.float64], xyz: NDArray[np.float64], wanted_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time, xyz) at other instants by cubic spline; NaN next to missing samples and outside."""
    from scipy.interpolate import CubicSpline

    known = np.isfinite(xyz).all(axis=1)
    values = CubicSpline(time_s[known], xyz[known])(wanted_s)
    nearest = np.clip(np.searchsorted(time_s, wanted_s), 1, len(time_s) - 1)
    outside = (wanted_s < time_s[0]) | (wanted_s > time_s[-1])
    values[~(known[nearest] & known[nearest - 1]) | outside] = np.nan
    return np.asarray(values)


def _scale_reach(points: dict[str, NDArray[np.float64]], side: Side, centre: float, ratio: float) -> None:
    ahead = (ratio - 1.0) * (points[f"{side}_ankle"][:, :1] - centre)
    forward = np.array([[1.0, 0.0, 0.0]])
    for name in ("ankle", "heel", "toe"):
        points[f"{side}_{name}"] = points[f"{side}_{name}"] + ahead * forward
    knee = points[f"{side}_knee"]
    points[f"{side}_knee"] = knee + (ratio - 1.0) * (knee[:, :1] - centre) * forward
