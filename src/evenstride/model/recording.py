"""What was recorded: one file, its clock and what was noticed about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.camera import CameraTilt

RecordingKind = Literal["video", "keypoints", "run"]


@dataclass(frozen=True)
class Recording:
    """One recording and its clock.

    Attributes
    ----------
    time_s : (time,) container time of every distinct picture, strictly increasing, starting at 0, edit list
        applied; doubled pictures are left out (``repeated_frame_count``). Of a watch's run, time of every sample.
    width_px, height_px : size as shown, rotation applied; 0 for a watch's run, which has no pictures.
    fps_nominal : 1 / median frame interval of ``time_s``.
    slow_motion_factor : how many times slower than life the file plays, by its metadata or the runner; None unknown.
    cut_times_s : instants at which the picture changes as a whole (an edited clip).
    camera_motion_px_s : typical speed of the background; None where it was not measured.
    is_panned : whether the camera turned along with the runner.
    recorded_at : when it was recorded, as the file says; of a clip the start or the end, by the phone. None unknown.
    tilt : how the camera was turned, as the scene's lines tell; None where they do not, or were not seen.
    warnings : sentences for the person who filmed.
    """

    id: str
    path: str
    sha256: str
    kind: RecordingKind
    width_px: int
    height_px: int
    time_s: NDArray[np.float64]
    rotation_deg: int = 0
    codec: str = ""
    repeated_frame_count: int = 0
    slow_motion_factor: float | None = None
    cut_times_s: tuple[float, ...] = ()
    camera_motion_px_s: float | None = None
    is_panned: bool = False
    tilt: CameraTilt | None = None
    recorded_at: datetime | None = None
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.time_s.ndim != 1 or np.any(np.diff(self.time_s) <= 0):
            raise ValueError("Expected one strictly increasing clock for the pictures of a recording.")

    @property
    def frame_count(self) -> int:
        return len(self.time_s)

    @property
    def fps_nominal(self) -> float:
        return float(1.0 / np.median(np.diff(self.time_s))) if len(self.time_s) > 1 else 0.0

    @property
    def duration_s(self) -> float:
        if len(self.time_s) < 2:
            return 0.0
        return float(self.time_s[-1] - self.time_s[0] + np.median(np.diff(self.time_s)))

    @property
    def timestamps(self) -> Literal["constant", "variable"]:
        """Whether frame intervals differ by more than a tenth of a frame (at least 1 ms, a coarse container clock)."""
        if len(self.time_s) < 3:
            return "constant"
        interval_s = np.diff(self.time_s)
        tolerance_s = max(0.1 * float(np.median(interval_s)), 0.001)
        return "variable" if float(np.ptp(interval_s)) > 2 * tolerance_s else "constant"
