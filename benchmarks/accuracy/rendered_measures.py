"""What each measure truly is in a rendered clip, by the measure's own definition, from the exact figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.model.gait import SIDES, Side, other

#: The loading response: 20 to 40 ms after contact.
LOADING_S = 0.03
LATE_STANCE = 0.7
AFTER_TOE_OFF_S = 0.03

Contact = Mapping[str, Any]


def true_measures(truth: RenderedTruth) -> dict[tuple[str, Side | None], float]:
    """(measure id, side or None) -> mean over the complete contacts, in the measure's unit."""
    measures: dict[tuple[str, Side | None], float] = {
        ("cadence", None): float(truth.summary["cadence_spm"]),
        ("vertical_oscillation", None): 100 * float(truth.summary["vertical_oscillation_midhip_m"]),
        ("trunk_lean", None): _mean_trunk_lean(truth),
        ("step_length", None): truth.speed_mps * 60.0 / float(truth.summary["cadence_spm"]),
    }
    for side in SIDES:
        contacts = truth.contacts_of(side)
        for measure_id, value_of in _PER_CONTACT.items():
            if contacts:
                measures[measure_id, side] = float(np.mean([value_of(truth, side, c) for c in contacts]))
        measures |= _times_to_next(truth, side)
    return measures


def _times_to_next(truth: RenderedTruth, side: Side) -> dict[tuple[str, Side | None], float]:
    """Step and flight time from a foot's contact to the other's next one."""
    others = np.array([c["td_s"] for c in truth.contacts_of(other(side), complete=False)])
    pairs = [(c, others[others > c["td_s"]][:1]) for c in truth.contacts_of(side)]
    steps = [(c, float(following[0])) for c, following in pairs if len(following)]
    if not steps:
        return {}
    return {
        ("step_time", side): 1000 * float(np.mean([following - c["td_s"] for c, following in steps])),
        ("flight_time", side): 1000 * float(np.mean([following - c["to_s"] for c, following in steps])),
        ("duty_factor", side): 50
        * float(np.mean([c["contact_time_s"] / (following - c["td_s"]) for c, following in steps])),
    }


def true_strike_class(truth: RenderedTruth, side: Side) -> str | None:
    """The class of most contacts by angle; None where the mean angle lies within two degrees of a limit."""
    classes = [c["strike_class_fsa"] for c in truth.contacts_of(side)]
    angle = np.mean([c["foot_strike_angle_deg"] for c in truth.contacts_of(side)])
    if not classes or min(abs(angle - 8.0), abs(angle + 1.6)) < 2.0:
        return None
    return max(set(classes), key=classes.count)


def _mean_trunk_lean(truth: RenderedTruth) -> float:
    contacts = [c for side in SIDES for c in truth.contacts_of(side)]
    return float(np.mean([c["trunk_lean_stance_mean_3d_deg"] for c in contacts]))


def _tibia_angle(truth: RenderedTruth, side: Side, contact: Contact) -> float:
    instant = contact["td_s"] + LOADING_S
    return -float(np.interp(instant, truth.time_s, truth.angles_deg[f"{side}_shank_angle_3d"]))


def _hip_extension(truth: RenderedTruth, side: Side, contact: Contact) -> float:
    start_s = contact["td_s"] + LATE_STANCE * contact["contact_time_s"]
    instants = np.linspace(start_s, contact["to_s"] + AFTER_TOE_OFF_S, 30)
    return float(np.max(-np.interp(instants, truth.time_s, truth.angles_deg[f"{side}_thigh_angle_3d"])))


_PER_CONTACT: dict[str, Callable[[RenderedTruth, Side, Contact], float]] = {
    "contact_time": lambda _, __, c: 1000 * c["contact_time_s"],
    "foot_inclination_ic": lambda _, __, c: c["foot_strike_angle_deg"],
    "knee_flexion_ic": lambda _, __, c: c["knee_flexion_at_td_3d_deg"],
    "knee_flexion_peak_stance": lambda _, __, c: c["peak_knee_flexion_stance_3d_deg"],
    "overstride": lambda truth, __, c: 100 * c["heel_ahead_of_midhip_at_td_m"] / truth.leg_length_m,
    "tibia_angle_loading": _tibia_angle,
    "hip_extension_late_stance": _hip_extension,
}
