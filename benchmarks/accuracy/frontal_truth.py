"""What each measure seen from behind truly is, by its own definition, from points in space.

The same arithmetic for rendered figures and for laboratory runs: joints in the world frame (x running direction, y up,
z to the runner's right), angles in the plane across the running direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.lab_truth import contacts_between
from benchmarks.accuracy.measure_samples import TrueMeasures
from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.model.gait import SIDES, Side

Array = NDArray[np.float64]

DROP_STANCE, ADDUCTION_STANCE, EVERSION_STANCE, MIDDLE = 0.6, 0.5, 0.5, 0.5
#: Samples through one stance.
FINE = 41
#: One laboratory put markers on the trunk but none on the knees, the other the reverse.
TRUNK_MEASURED, KNEES_MEASURED = ("hamner",), ("rbds",)


@dataclass(frozen=True)
class Motion:
    """A run in space.

    Attributes
    ----------
    time_s : (time,).
    points_m : keypoint or surface point -> (time, xyz), world frame.
    contacts : side -> (start, end) seconds of every contact.
    has_trunk, has_knees : whether shoulders, and the knees' place across the running direction, were measured and not
        made up.
    """

    time_s: Array
    points_m: Mapping[str, Array]
    contacts: Mapping[Side, list[tuple[float, float]]]
    has_trunk: bool
    has_knees: bool

    def at(self, name: str, instants: Array) -> Array:
        """(time, xyz) of a point on straight lines between the frames."""
        xyz = self.points_m[name]
        return np.stack([np.interp(instants, self.time_s, xyz[:, axis]) for axis in range(3)], axis=1)

    def middle(self, point: str, instants: Array) -> Array:
        """(time, xyz) half way between left and right."""
        return 0.5 * (self.at(f"left_{point}", instants) + self.at(f"right_{point}", instants))


def motion_of_trial(trial: LabTrial, start_s: float, end_s: float) -> Motion:
    """A stretch of a laboratory run."""
    contacts = {side: [(c.start_s, c.end_s) for c in contacts_between(trial, side, start_s, end_s)] for side in SIDES}
    has_trunk, has_knees = trial.dataset in TRUNK_MEASURED, trial.dataset in KNEES_MEASURED
    return Motion(trial.time_s, trial.points_m, contacts, has_trunk, has_knees)


def motion_of_rendered(truth: RenderedTruth) -> Motion:
    """A rendered clip: x forward, y left, z up becomes x forward, y up, z right."""
    points = {name: xyz[:, [0, 2, 1]] * [1.0, 1.0, -1.0] for name, xyz in truth.points_m.items()}
    contacts = {side: [(c["td_s"], c["to_s"]) for c in truth.contacts_of(side)] for side in SIDES}
    return Motion(truth.time_s, points, contacts, has_trunk=True, has_knees=True)


def true_rear_measures(motion: Motion) -> TrueMeasures:
    """(measure id, side) -> mean over contacts, in the measure's unit; what the points do not carry is absent."""
    values: dict[tuple[str, Side | None], float] = {}
    for side in SIDES:
        rows = [_contact_values(motion, side, start, end) for start, end in motion.contacts[side]]
        for name in rows[0] if rows else ():
            values[name, side] = _mean(row[name] for row in rows)
    return {key: value for key, value in values.items() if np.isfinite(value)}


def _contact_values(motion: Motion, side: Side, start_s: float, end_s: float) -> dict[str, float]:
    share = np.linspace(0.0, 1.0, FINE)
    stance = start_s + share * (end_s - start_s)
    out = 1.0 if side == "right" else -1.0
    hip, knee, ankle = (motion.at(f"{side}_{name}", stance) for name in ("hip", "knee", "ankle"))
    drop = _pelvic_drop_deg(motion, stance, out)
    thigh_in = np.degrees(np.arctan2(out * (hip - knee)[:, 2], (hip - knee)[:, 1]))
    shank_in = np.degrees(np.arctan2(out * (knee - ankle)[:, 2], (knee - ankle)[:, 1]))
    middle = np.array([start_s + MIDDLE * (end_s - start_s)])
    values = {
        "pelvic_drop": float(np.nanmax(drop[share <= DROP_STANCE])),
        "base_of_support": 100.0 * _beside_line_m(motion, side, middle, out),
        "foot_progression": _toe_out_deg(motion, side, middle, out),
    }
    if motion.has_knees:
        deepest = int(np.nanargmax(_knee_bend(hip, knee, ankle)))
        values["hip_adduction"] = float(np.nanmax((drop + thigh_in)[share <= ADDUCTION_STANCE]))
        values["knee_window"] = _knee_window_pct(motion, middle)
        values["fppa_running"] = float((thigh_in - shank_in)[deepest])
    if motion.has_trunk:
        values["lateral_trunk_lean"] = _lateral_lean_deg(motion, middle, out)
    if f"{side}_heel_top" in motion.points_m:
        values["heel_eversion"] = _rearfoot_deg(motion, side, stance[share <= EVERSION_STANCE], out)
    return values


def _pelvic_drop_deg(motion: Motion, instants: Array, out: float) -> Array:
    """(time,) line of the hip centres against the horizontal, + swing side lower."""
    line = motion.at("right_hip", instants) - motion.at("left_hip", instants)
    return np.asarray(out * np.degrees(np.arctan2(line[:, 1], line[:, 2])))


def _knee_bend(hip: Array, knee: Array, ankle: Array) -> Array:
    thigh, shank = hip - knee, ankle - knee
    cosine = np.sum(thigh * shank, axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)
    return np.asarray(180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _knee_window_pct(motion: Motion, instants: Array) -> float:
    apart = {p: (motion.at(f"right_{p}", instants) - motion.at(f"left_{p}", instants))[0, 2] for p in ("knee", "hip")}
    return 100.0 * float(abs(apart["knee"]) / abs(apart["hip"]))


def _beside_line_m(motion: Motion, side: Side, middle: Array, out: float) -> float:
    """Heel beside the path of the middle of the hips, averaged over about a stride."""
    stride = middle[0] + np.linspace(-0.35, 0.35, FINE)
    line_m = float(np.nanmean(motion.middle("hip", stride)[:, 2]))
    return out * (float(motion.at(f"{side}_heel", middle)[0, 2]) - line_m)


def _toe_out_deg(motion: Motion, side: Side, middle: Array, out: float) -> float:
    foot = (motion.at(f"{side}_toe", middle) - motion.at(f"{side}_heel", middle))[0]
    return float(np.degrees(np.arctan2(out * foot[2], foot[0])))


def _lateral_lean_deg(motion: Motion, middle: Array, out: float) -> float:
    trunk = (motion.middle("shoulder", middle) - motion.middle("hip", middle))[0]
    return float(np.degrees(np.arctan2(out * trunk[2], trunk[1])))


def _rearfoot_deg(motion: Motion, side: Side, stance: Array, out: float) -> float:
    """Heel against lower leg, + eversion: greatest in the stretch given."""
    heel = motion.at(f"{side}_heel_top", stance) - motion.at(f"{side}_heel_bottom", stance)
    leg = motion.at(f"{side}_calf", stance) - motion.at(f"{side}_achilles", stance)
    tilts = [np.degrees(np.arctan2(-out * line[:, 2], line[:, 1])) for line in (heel, leg)]
    return float(np.nanmax(tilts[0] - tilts[1]))


def _mean(values: Iterable[float]) -> float:
    finite = [value for value in values if np.isfinite(value)]
    return float(np.mean(finite)) if finite else float("nan")
