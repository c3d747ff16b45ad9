"""What a laboratory's files hold once they are read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.model.force import ForceRecording


class MarkerFileError(InputError):
    """The recording of a motion laboratory cannot be used."""

    code = "bad_marker_file"


@dataclass(frozen=True)
class MarkerRecording:
    """Markers of one trial.

    Attributes
    ----------
    rate_hz : samples a second.
    markers_m : label -> (time, xyz) metres in the laboratory's own axes, NaN in gaps.
    warnings : sentences about what was found and changed.
    start_s : the file's own time of the first sample; its force file counts on the same clock.
    """

    rate_hz: float
    markers_m: dict[str, NDArray[np.float64]]
    warnings: tuple[str, ...] = ()
    start_s: float = 0.0

    @property
    def time_s(self) -> NDArray[np.float64]:
        """(time,) seconds from the first sample."""
        count = len(next(iter(self.markers_m.values())))
        return np.arange(count) / self.rate_hz


@dataclass(frozen=True)
class LaboratoryTrial:
    """Markers of a trial and the force under the feet where it was recorded, on one clock from 0."""

    markers: MarkerRecording
    force: ForceRecording | None = None
