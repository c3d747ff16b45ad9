"""Ground reaction force of a trial, as the platforms gave it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side


@dataclass(frozen=True)
class Platform:
    """One force platform, or the force under one foot.

    Attributes
    ----------
    name : as in the file.
    force_n : (time, xyz) newtons in the laboratory's own axes; of either sign (action or reaction). No NaN.
    side : the foot whose force it is where the file says so; None for a platform under both.
    """

    name: str
    force_n: NDArray[np.float64]
    side: Side | None = None


@dataclass(frozen=True)
class ForceRecording:
    """All platforms of a trial on one clock.

    Attributes
    ----------
    time_s : (time,) seconds on the clock of the markers (0 at their first frame); evenly spaced, increasing.
    source : name of the file the force comes from.
    """

    time_s: NDArray[np.float64]
    platforms: tuple[Platform, ...]
    source: str
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.platforms or any(len(each.force_n) != len(self.time_s) for each in self.platforms):
            raise ValueError("Expected at least one platform, each with a force for every instant.")

    @property
    def rate_hz(self) -> float:
        """Samples a second."""
        return float((len(self.time_s) - 1) / (self.time_s[-1] - self.time_s[0]))

    def vertical_n(self) -> NDArray[np.float64]:
        """(platform, time) vertical force, + upwards on the runner.

        Vertical is the laboratory axis that carries most of the force, and + the way most of it points: somebody who
        runs is held up against gravity, while forward and sideways forces cancel over a stride.
        """
        total_n = np.sum([each.force_n for each in self.platforms], axis=0)
        mean_n = total_n.mean(axis=0)
        axis = int(np.argmax(np.abs(mean_n)))
        sign = 1.0 if mean_n[axis] >= 0 else -1.0
        return np.stack([sign * each.force_n[:, axis] for each in self.platforms])
