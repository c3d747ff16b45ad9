"""What each side-view measure truly is in a stretch of a laboratory run, by its own definition, from markers and force.

Instants are the force plate's (50 N), angles those of the joints in space, so nothing of a camera is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.lab_hamner import ANKLE_HEIGHT_M
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.measure_samples import TrueMeasures
from evenstride.model.gait import SIDES, Side, other

LOADING_S, AFTER_TOE_OFF_S = 0.030, 0.030
FLAT_STANCE, PEAK_KNEE_STANCE, LATE_STANCE = (0.3, 0.5), 0.6, 0.7
LONGEST_CONTACT_S, LONGEST_STEP_S = 0.6, 0.65
#: Only these laboratories put markers on the trunk.
TRUNK_MEASURED = ("hamner",)
FINE = 40


@dataclass(frozen=True)
class TrueContact:
    """One foot's contact and the other foot's next one, seconds."""

    start_s: float
    end_s: float
    next_s: float


def true_side_measures(trial: LabTrial, start_s: float, end_s: float) -> TrueMeasures:
    """(measure id, side or None) -> mean over the contacts wholly between two instants, in the measure's unit."""
    values: dict[tuple[str, Side | None], float] = {}
    contacts = {side: contacts_between(trial, side, start_s, end_s) for side in SIDES}
    for side in SIDES:
        if contacts[side]:
            rows = [_contact_values(trial, side, contact) for contact in contacts[side]]
            for name in rows[0]:
                values[name, side] = float(np.nanmean([row[name] for row in rows]))
    steps = [contact for side in SIDES for contact in contacts[side]]
    if steps:
        values["cadence", None] = 60.0 / float(np.mean([c.next_s - c.start_s for c in steps]))
        values["step_length", None] = trial.speed_mps * 60.0 / values["cadence", None]
        values["vertical_oscillation", None] = 100 * float(np.nanmean([_bounce_m(trial, c) for c in steps]))
        if trial.dataset in TRUNK_MEASURED:
            values["trunk_lean", None] = float(np.nanmean([_trunk_lean_deg(trial, c) for c in steps]))
    return {key: value for key, value in values.items() if np.isfinite(value)}


def contacts_between(trial: LabTrial, side: Side, start_s: float, end_s: float) -> list[TrueContact]:
    """Contacts of one foot inside a stretch whose next contact of the other foot is inside too."""
    offs, others = trial.toe_off_s[side], trial.initial_contact_s[other(side)]
    found = []
    for start in trial.initial_contact_s[side]:
        ends, following = offs[offs > start], others[others > start]
        if not len(ends) or not len(following) or start < start_s or following[0] > end_s:
            continue
        if ends[0] - start < LONGEST_CONTACT_S and following[0] - start < LONGEST_STEP_S:
            found.append(TrueContact(float(start), float(ends[0]), float(following[0])))
    return found


def _contact_values(trial: LabTrial, side: Side, contact: TrueContact) -> dict[str, float]:
    duration_s = contact.end_s - contact.start_s
    stance = contact.start_s + duration_s * np.linspace(0, 1, FINE)
    knee = _knee_deg(trial, side, stance)
    pitch = _pitch_deg(trial, side, stance)
    share = np.linspace(0, 1, FINE)
    flat = pitch[(share >= FLAT_STANCE[0]) & (share <= FLAT_STANCE[1])]
    late = np.linspace(contact.start_s + LATE_STANCE * duration_s, contact.end_s + AFTER_TOE_OFF_S, FINE)
    thigh = _lean_deg(trial, f"{side}_hip", f"{side}_knee", late)
    loading = np.array([contact.start_s + LOADING_S])
    ahead_m = _at(trial, f"{side}_heel", stance[:1])[0, 0] - _middle(trial, "hip", stance[:1])[0, 0]
    return {
        "contact_time": 1000 * duration_s,
        "flight_time": 1000 * (contact.next_s - contact.end_s),
        "duty_factor": 50 * duration_s / (contact.next_s - contact.start_s),
        "step_time": 1000 * (contact.next_s - contact.start_s),
        "knee_flexion_ic": float(knee[0]),
        "knee_flexion_peak_stance": float(np.nanmax(knee[share <= PEAK_KNEE_STANCE])),
        "foot_inclination_ic": float(pitch[0] - np.nanmedian(flat)),
        "tibia_angle_loading": -float(_lean_deg(trial, f"{side}_knee", f"{side}_ankle", loading)[0]),
        "hip_extension_late_stance": float(np.nanmax(thigh)),
        "overstride": 100 * ahead_m / leg_length_m(trial),
    }


def leg_length_m(trial: LabTrial) -> float:
    """Hip centre to ground: thigh, shank and the height of the ankle in the shoe, mean of both legs."""
    lengths = []
    for side in SIDES:
        hip, knee, ankle = (trial.points_m[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
        lengths.append(np.nanmedian(np.linalg.norm(hip - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1)))
    return float(np.mean(lengths)) + ANKLE_HEIGHT_M


def _bounce_m(trial: LabTrial, contact: TrueContact) -> float:
    height = _middle(trial, "hip", np.linspace(contact.start_s, contact.next_s, FINE))[:, 1]
    return float(np.ptp(height))


def _trunk_lean_deg(trial: LabTrial, contact: TrueContact) -> float:
    instants = np.linspace(contact.start_s, contact.end_s, FINE)
    trunk = _middle(trial, "shoulder", instants) - _middle(trial, "hip", instants)
    return float(np.mean(np.degrees(np.arctan2(trunk[:, 0], trunk[:, 1]))))


def _knee_deg(trial: LabTrial, side: Side, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    hip, knee, ankle = (_at(trial, f"{side}_{name}", instants) for name in ("hip", "knee", "ankle"))
    thigh, shank = hip - knee, ankle - knee
    cosine = np.sum(thigh * shank, axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)
    return 180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _pitch_deg(trial: LabTrial, side: Side, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    sole = _at(trial, f"{side}_toe", instants) - _at(trial, f"{side}_heel", instants)
    return np.degrees(np.arctan2(sole[:, 1], sole[:, 0]))


def _lean_deg(trial: LabTrial, upper: str, lower: str, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    """Upper end ahead of the lower one, degrees from the vertical."""
    line = _at(trial, upper, instants) - _at(trial, lower, instants)
    return np.degrees(np.arctan2(line[:, 0], line[:, 1]))


def _middle(trial: LabTrial, point: str, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    return 0.5 * (_at(trial, f"left_{point}", instants) + _at(trial, f"right_{point}", instants))


def _at(trial: LabTrial, name: str, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time, xyz) on straight lines between the markers' frames, NaN inside gaps."""
    xyz = trial.points_m[name]
    return np.stack([np.interp(instants, trial.time_s, xyz[:, axis]) for axis in range(3)], axis=1)
