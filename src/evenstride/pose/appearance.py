"""What a person wears, roughly: enough to tell the runner from somebody else, not to know anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import Picture, PoseEstimate

#: Zones of the body as stretches of a line between points: from, to, where it starts and ends on that line.
_ZONES: tuple[tuple[str, str, float, float], ...] = (
    ("shoulder", "hip", 0.15, 0.45),
    ("shoulder", "hip", 0.55, 0.85),
    ("hip", "knee", 0.15, 0.55),
)
#: Samples along and across a zone, and half the width of a zone as a fraction of its line.
_SAMPLES = (8, 5)
_HALF_WIDTH = 0.1
#: Spread of a zone's colour between pictures of one person before any was seen (an arm swings across the trunk), how
#: many looks that guess is worth, and the least that shade and folds make.
_USUAL_SPREAD, _USUAL_LOOKS, _LEAST_SPREAD = 40.0, 4.0, 15.0


@dataclass(frozen=True)
class Appearance:
    """Colours of one person over several looks.

    Attributes
    ----------
    colours : (zone, rgb) mean over the looks, 0..255.
    spread : (zone,) standard deviation of a channel between looks.
    looks : how many looks it rests on.
    """

    colours: NDArray[np.float64]
    spread: NDArray[np.float64]
    looks: int

    @classmethod
    def from_looks(cls, looks: Iterable[NDArray[np.float64]]) -> Appearance | None:
        """Sum up (zone, rgb) looks; None when there are none."""
        stack = np.array(list(looks))
        if not len(stack):
            return None
        colours = stack.mean(axis=0)
        squares = ((stack - colours) ** 2).mean(axis=-1).sum(axis=0)
        variance = (_USUAL_LOOKS * _USUAL_SPREAD**2 + squares) / (_USUAL_LOOKS + len(stack))
        return cls(colours, np.maximum(np.sqrt(variance), _LEAST_SPREAD), len(stack))

    def distance(self, look: NDArray[np.float64]) -> float:
        """How far a (zone, rgb) look is from this person, in spreads: about 1 for the person, 2 and more for others."""
        squares = ((look - self.colours) ** 2).mean(axis=-1)
        return float(np.sqrt(np.mean(squares / self.spread**2)))

    def learn(self, look: NDArray[np.float64], *, most_looks: int) -> Appearance:
        """With one more look; old ones fade beyond ``most_looks``, since light changes along a path."""
        weight = 1.0 / (min(self.looks, most_looks) + 1)
        squares = ((look - self.colours) ** 2).mean(axis=-1)
        usual_weight = 1.0 / (min(self.looks, most_looks) + _USUAL_LOOKS + 1)
        variance = (1 - usual_weight) * self.spread**2 + usual_weight * squares
        colours = (1 - weight) * self.colours + weight * look
        return Appearance(colours, np.maximum(np.sqrt(variance), _LEAST_SPREAD), self.looks + 1)


def describe_appearance(
    picture: Picture, estimate: PoseEstimate, keypoints: Sequence[str]
) -> NDArray[np.float64] | None:
    """One look: (zone, rgb) mean colours 0..255 of upper and lower trunk and thighs; None where they are not inside."""
    middle = {name: _middle(estimate, keypoints, name) for name in ("shoulder", "hip", "knee")}
    samples = np.stack([_zone_samples(middle[a], middle[b], start, end) for a, b, start, end in _ZONES])
    size_px = np.array([picture.width_px, picture.height_px])
    if not np.all(np.isfinite(samples)) or np.any(samples < 0) or np.any(samples >= size_px):
        return None
    x0, y0 = np.floor(samples.min(axis=(0, 1))).astype(int)
    x1, y1 = np.floor(samples.max(axis=(0, 1))).astype(int) + 1
    patch = picture.rgb_region(int(x0), int(y0), int(x1), int(y1))
    column, row = np.moveaxis(np.floor(samples).astype(int) - (x0, y0), -1, 0)
    return patch[row, column].astype(float).mean(axis=1)


def _middle(estimate: PoseEstimate, keypoints: Sequence[str], point: str) -> NDArray[np.float64]:
    sides = [keypoints.index(f"{side}_{point}") for side in ("left", "right")]
    return estimate.xy_px[sides].mean(axis=0)


def _zone_samples(
    begin: NDArray[np.float64], end: NDArray[np.float64], from_part: float, to_part: float
) -> NDArray[np.float64]:
    """(sample, xy) grid on a zone."""
    line = end - begin
    along = np.linspace(from_part, to_part, _SAMPLES[0])[:, None, None]
    across = np.linspace(-_HALF_WIDTH, _HALF_WIDTH, _SAMPLES[1])[None, :, None]
    return (begin + along * line + across * np.array([-line[1], line[0]])).reshape(-1, 2)
