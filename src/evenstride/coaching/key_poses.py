"""What a signal is at the key poses of a movement: where a repetition starts and how far it goes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Movement

_SIDES = ("left", "right")


def key_values(signal: str, movement: Movement, *, side: str | None = None) -> tuple[float, float]:
    """A counting signal at the start and at the end of the way out, in its unit.

    Parameters
    ----------
    side : whose joint it is; None takes the mean of both.

    Raises
    ------
    ValueError : no key pose tells this signal.
    """
    start, work = (_value(signal, movement.angles_deg(pose), side) for pose in ("start", "work"))
    return start, work


def _value(signal: str, angles_deg: dict[str, float], side: str | None) -> float:
    sides = _SIDES if side is None else (side,)
    values = [_of_side(signal, angles_deg, each) for each in sides]
    return sum(values) / len(values)


def _of_side(signal: str, angles_deg: dict[str, float], side: str) -> float:
    def of(joint: str) -> float:
        return angles_deg[f"{side}_{joint}_deg"]

    match signal:
        case "knee_flexion_deg":
            return of("knee_flexion")
        case "elbow_flexion_deg":
            return of("elbow_flexion")
        case "hip_flexion_deg":
            return _from_straight_deg(of("hip_flexion"), of("hip_abduction"))
        case "arm_raise_deg":
            return _from_straight_deg(of("shoulder_flexion"), of("shoulder_abduction"))
        case "foot_lift_deg":
            return of("toe_extension")
    raise ValueError(f"No key pose tells the signal '{signal}'.")


def _from_straight_deg(flexion_deg: float, abduction_deg: float) -> float:
    """Angle in space of two turns, of which the second is taken after the first."""
    cosine = math.cos(math.radians(flexion_deg)) * math.cos(math.radians(abduction_deg))
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
