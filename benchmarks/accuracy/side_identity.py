"""Left and right on rendered clips: exchanged on purpose, repaired by the product, compared with the exact points.

Three patterns of exchange are laid over what the pose model gave (its own exchanges included): single pictures, bursts
of two to eight pictures, and whole half-strides from one passing of the feet to the next. Either the leg points below
the hips change names or all points of the body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.rendered import mis_sided_share
from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.gait.naming.cleaning import clean_track
from evenstride.gait.naming.sides import exchange_points
from evenstride.model import PoseTrack

Pattern = Literal["as the model gave it", "single pictures", "bursts", "half-strides"]
Extent = Literal["legs", "body"]
INJECTED_SHARES = (0.01, 0.05, 0.10, 0.20)
SEEDS = (1, 2, 3)
#: A clip with more pictures than this unclear is refused by the product.
REFUSED_ABOVE = 0.25
LEG_POINTS = ("knee", "ankle", "heel", "toe")


@dataclass(frozen=True)
class SideIdentityRow:
    """One clip with one injection.

    Shares are of pictures, 0..1. ``before`` and ``after`` count pictures in which both feet lie clearly nearer to the
    other foot's true place, without and with the repair; ``unclear`` is what the product says of itself.
    """

    clip: str
    view: str
    pattern: Pattern
    extent: Extent
    injected: float
    seed: int
    before: float
    after: float
    unclear: float

    @property
    def refused(self) -> bool:
        return self.unclear > REFUSED_ABOVE


def score_clip_identity(track: PoseTrack, truth: RenderedTruth, *, quick: bool = False) -> list[SideIdentityRow]:
    """All rows of one clip."""
    rows = [_row(track, truth, "as the model gave it", "legs", 0.0, 0)]
    for seed in SEEDS[:1] if quick else SEEDS:
        for share in (INJECTED_SHARES[0], INJECTED_SHARES[-1]) if quick else INJECTED_SHARES:
            for pattern in ("single pictures", "bursts", "half-strides"):
                where = draw_exchanged(track, truth, pattern, share, np.random.default_rng([seed, round(1000 * share)]))
                for extent in ("legs", "body"):
                    rows.append(_row(_exchanged(track, where, extent), truth, pattern, extent, share, seed))
    return rows


def draw_exchanged(
    track: PoseTrack, truth: RenderedTruth, pattern: Pattern, share: float, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """(time,) the pictures in which names are exchanged; at least one."""
    count = len(track)
    where = np.zeros(count, dtype=bool)
    wanted = max(1, round(share * count))
    if pattern == "single pictures":
        where[rng.choice(count, wanted, replace=False)] = True
        return where
    bounds = _passings(track, truth)
    while where.sum() < wanted:
        if pattern == "bursts":
            start, length = int(rng.integers(count - 1)), int(rng.integers(2, 9))
            where[start : start + length] = True
        else:
            which = int(rng.integers(len(bounds) - 1))
            where[bounds[which] : bounds[which + 1]] = True
    return where


def _passings(track: PoseTrack, truth: RenderedTruth) -> NDArray[np.intp]:
    """Pictures at which the feet truly pass each other: along the picture from the side, in height from behind."""
    axis = 0 if truth.near_side is not None else 1
    apart = truth.point_at("left_ankle", track.time_s)[:, axis] - truth.point_at("right_ankle", track.time_s)[:, axis]
    turns = np.flatnonzero(np.diff(np.sign(apart - np.median(apart))) != 0) + 1
    return np.concatenate([[0], turns, [len(track)]])


def _exchanged(track: PoseTrack, where: NDArray[np.bool_], extent: Extent) -> PoseTrack:
    names = LEG_POINTS if extent == "legs" else tuple(n.removeprefix("left_") for n in track.keypoints if "left_" in n)
    return exchange_points(track, where, names)


def _row(
    track: PoseTrack, truth: RenderedTruth, pattern: Pattern, extent: Extent, injected: float, seed: int
) -> SideIdentityRow:
    clean = clean_track(track)
    view = "side" if truth.near_side is not None else "rear"
    return SideIdentityRow(
        clip=truth.clip,
        view=view,
        pattern=pattern,
        extent=extent,
        injected=injected,
        seed=seed,
        before=mis_sided_share(track, truth),
        after=mis_sided_share(clean.track, truth),
        unclear=clean.unclear_share,
    )
