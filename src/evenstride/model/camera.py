"""How the camera stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What the tilt was read from: upright lines of the scene, the runner's own symmetry over many strides, or nothing.
TiltSource = Literal["scene", "symmetry", "assumed"]


@dataclass(frozen=True)
class CameraTilt:
    """How far the camera was turned about its own axis, and up or down.

    Attributes
    ----------
    roll_deg : turn of the camera about its viewing axis; + the camera was turned clockwise as seen from behind it, so
        that upright things lean to the left in the picture (their upper end at smaller x).
    roll_error_deg : one standard deviation.
    pitch_deg : + the camera looks down; None where it was not found.
    source : what it was read from.
    """

    roll_deg: float
    roll_error_deg: float
    pitch_deg: float | None = None
    source: TiltSource = "assumed"


#: A phone on a tripod or leant against something, set up by eye (our assumption).
ASSUMED_LEVEL = CameraTilt(roll_deg=0.0, roll_error_deg=2.0)
