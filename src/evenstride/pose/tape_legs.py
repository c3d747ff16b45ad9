"""Which of the spots on a standing leg are tape marks: a chain of four, or a pair that nothing can be confused with.

Upper lower leg to sole: ``calf, achilles, heel_top, heel_bottom``. The gap between the lower leg's marks and the heel's
is as wide as the one on the heel, so of three marks nobody can say which one is missing: three are not read.
All lengths in trunk lengths (`tape_body`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.tape_blobs import Spot
from evenstride.pose.tape_body import BodyLine
from evenstride.pose.tape_pairs import contrast_quality, is_within, likeness

CHAIN = ("calf", "achilles", "heel_top", "heel_bottom")
#: Gaps of the chain from above: 15 to 20 cm on the lower leg, then 5 to 10, then 6 to 7 on the heel counter; shorter
#: where the leg points towards the camera.
GAPS = ((0.20, 0.55), (0.06, 0.30), (0.06, 0.22))
#: Where the calf's mark lies below the knee, and the heel's marks about the ankle, with the pose model's error.
CALF_BELOW_KNEE = (0.10, 0.70)
HEEL_BELOW_ANKLE = (-0.16, 0.48)
MOST_OFF_SHANK = 0.16
#: Sideways over down from one mark to the next.
MOST_SLANT = 0.4
#: Quality that a chain loses per trunk length by which it is bent: 0.02 to 0.04 is usual, 0.1 is the other leg's mark.
BEND_COST = 4.0
#: A spot this like a pair's could be one of the chain.
LIKE = 0.5

Marks = dict[str, tuple[Spot, float]]


def choose_leg_marks(spots: Sequence[Spot], shank: BodyLine) -> Marks:
    """Name -> mark and how sure that is, 0..1: all four, one pair, or none.

    Parameters
    ----------
    shank : knee to ankle of a leg that stands.
    """
    if len(spots) < 2:
        return {}
    places = shank.place(np.stack([spot.xy_px for spot in spots]))
    order = [int(i) for i in np.argsort(places[:, 0]) if abs(places[i, 1]) <= MOST_OFF_SHANK]
    ordered, places = [spots[i] for i in order], places[order]
    ankle = shank.length_px / shank.trunk_px
    chain, quality = _best_chain(ordered, places, ankle)
    if not chain:
        chain, quality = _only_pair(ordered, places, ankle)
    return {name: (ordered[i], quality) for name, i in chain.items()}


def _best_chain(spots: Sequence[Spot], places: NDArray[np.float64], ankle: float) -> tuple[dict[str, int], float]:
    """Number of the spot of each of the four marks, and the chain's quality: that of its weakest link.

    Of several chains, as where the other leg's marks are near, the surest and straightest one.
    """
    links = [_links(spots, places, gap) for gap in GAPS]
    best: dict[str, int] = {}
    best_quality, best_rank = 0.0, -np.inf
    for (calf, achilles), first in links[0].items():
        if not is_within(float(places[calf, 0]), CALF_BELOW_KNEE):
            continue
        for (upper, top), second in links[1].items():
            if upper != achilles:
                continue
            for (middle, bottom), third in links[2].items():
                if middle != top or not _is_heel(places[[top, bottom]], ankle):
                    continue
                numbers = (calf, achilles, top, bottom)
                quality = min(first, second, third, likeness(spots[calf], spots[bottom]))
                rank = quality - BEND_COST * _bend(places[list(numbers)])
                if quality > 0 and rank > best_rank:
                    best, best_quality, best_rank = dict(zip(CHAIN, numbers, strict=True)), quality, rank
    return best, best_quality


def _only_pair(spots: Sequence[Spot], places: NDArray[np.float64], ankle: float) -> tuple[dict[str, int], float]:
    """The surest pair on heel or lower leg without a third spot of its kind."""
    best: dict[str, int] = {}
    best_quality = 0.0
    for names, gap in ((CHAIN[:2], GAPS[0]), (CHAIN[2:], GAPS[2])):
        for (upper, lower), quality in _links(spots, places, gap).items():
            is_leg = names == CHAIN[:2]
            is_placed = (
                is_within(float(places[upper, 0]), CALF_BELOW_KNEE)
                if is_leg
                else _is_heel(places[[upper, lower]], ankle)
            )
            if is_placed and quality > best_quality and not _has_like(spots, upper, lower):
                best, best_quality = {names[0]: upper, names[1]: lower}, quality
    return best, best_quality


def _links(
    spots: Sequence[Spot], places: NDArray[np.float64], gap: tuple[float, float]
) -> dict[tuple[int, int], float]:
    """Pairs (upper, lower) of like spots that lie one below the other at such a distance -> quality."""
    links = {}
    for upper in range(len(spots)):
        for lower in range(upper + 1, len(spots)):
            down, aside = (float(d) for d in places[lower] - places[upper])
            if not is_within(float(np.hypot(down, aside)), gap) or abs(aside) > MOST_SLANT * down:
                continue
            quality = contrast_quality(spots[upper], spots[lower]) * likeness(spots[upper], spots[lower])
            if quality > 0:
                links[upper, lower] = quality
    return links


def _bend(places: NDArray[np.float64]) -> float:
    """How far the inner marks of a chain (mark, along and across) lie beside the line through its ends."""
    share = (places[:, 0] - places[0, 0]) / (places[-1, 0] - places[0, 0])
    line = places[0, 1] + share * (places[-1, 1] - places[0, 1])
    return float(np.abs(places[:, 1] - line).max())


def _is_heel(places: NDArray[np.float64], ankle: float) -> bool:
    return all(is_within(float(along) - ankle, HEEL_BELOW_ANKLE) for along in places[:, 0])


def _has_like(spots: Sequence[Spot], a: int, b: int) -> bool:
    others = (spot for i, spot in enumerate(spots) if i not in (a, b))
    return any(likeness(spots[a], spot) > LIKE or likeness(spots[b], spot) > LIKE for spot in others)
