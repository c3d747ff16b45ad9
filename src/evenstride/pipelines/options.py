"""What the runner says about a recording."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.model.camera import FilmedFrom
from evenstride.model.gait import Side


@dataclass(frozen=True)
class AnalysisOptions:
    """What the runner says about a recording.

    Attributes
    ----------
    height_m : scales lengths; None assumes an adult's height and says so.
    recorded_fps : pictures per second at which the camera recorded, for slow motion; None trusts the file.
    near_side : the runner's side the camera saw; None reads it from the picture.
    filmed_from : where the camera stood; None reads it from the picture.
    """

    height_m: float | None = None
    recorded_fps: float | None = None
    near_side: Side | None = None
    filmed_from: FilmedFrom | None = None
