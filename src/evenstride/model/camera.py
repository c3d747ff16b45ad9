"""How the camera stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: From where the runner says a clip was filmed.
FilmedFrom = Literal["side", "rear", "front"]
#: What the tilt was read from: upright lines of the scene, the runner's own symmetry over many strides, the axes of a
#: laboratory, or nothing.
TiltSource = Literal["scene", "symmetry", "laboratory", "assumed"]


@dataclass(frozen=True)
class CameraTilt:
    """How far the camera was turned about its own axis, up or down, and past the way the runner runs.

    Attributes
    ----------
    roll_deg : turn of the camera about its viewing axis; + the camera was turned clockwise as seen from behind it, so
        that upright things lean to the left in the picture (their upper end at smaller x).
    roll_error_deg : one standard deviation.
    pitch_deg : + the camera looks down; None where it was not found.
    source : what it was read from.
    yaw_deg : angle from the camera's axis to the lines that lead away from it under the runner (edges of a belt or a
        lane): + they lead to image right. In a view from behind or from the front that is how far it is off square;
        from the side it means nothing. None where it was not found.
    yaw_error_deg : one standard deviation; None with ``yaw_deg``.
    """

    roll_deg: float
    roll_error_deg: float
    pitch_deg: float | None = None
    source: TiltSource = "assumed"
    yaw_deg: float | None = None
    yaw_error_deg: float | None = None


#: A phone on a tripod or leant against something, set up by eye (our assumption).
ASSUMED_LEVEL = CameraTilt(roll_deg=0.0, roll_error_deg=2.0)
#: A camera put into a laboratory's own axes, whose vertical is calibrated (error: our assumption).
LEVEL_BY_LABORATORY = CameraTilt(roll_deg=0.0, roll_error_deg=0.2, pitch_deg=0.0, source="laboratory")
