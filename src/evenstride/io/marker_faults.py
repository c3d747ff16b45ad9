"""What is wrong with a trial's markers, put right where the body tells how, and said.

=====================================  ============================================================
Fault                                  What is done
=====================================  ============================================================
Two labels with one track              the second is left out
A marker that never moves              left out, where the feet do move
A label on another part of the body    left out: at a height where that part never is, or not rigid
                                       with the rest of its segment
Front and back of the pelvis           exchanged back where the feet point the other way
Left and right of all, or of a pair    exchanged back where the left one lies on the right
First and fifth metatarsal exchanged   exchanged back where the fifth lies on the inner side
One corner of the pelvis missing       mirrored from the other three
The heel's marker missing              another marker of the heel
Gaps                                   stay gaps; said where they are long
=====================================  ============================================================

Everything is done to what was given, in this order; positions are never made up but by the two mirrors.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import SIDES, Side, other

Array = NDArray[np.float64]
Points = dict[str, Array]

#: A body in motion moves every marker by more than this; metres, our choice.
_STILL_M, _FEET_MOVE_M = 0.002, 0.10
#: Two labels closer than this throughout are one marker.
_SAME_M = 1e-4
#: Height of a part over that of the pelvis, the floor at 0: no runner's median lies outside (our choice, generous).
_HEIGHTS: dict[str, tuple[float, float]] = {
    "thigh": (0.35, 1.05),
    "knee": (0.30, 0.80),
    "shank": (0.10, 0.65),
    "ankle": (0.02, 0.40),
    "heel": (-0.05, 0.40),
    "mt": (-0.10, 0.40),
    "toe": (-0.10, 0.40),
    "shoulder": (1.10, 2.00),
}
#: Markers on one segment keep their distances to this, soft tissue and the bend of the toes included.
_RIGID_M = 0.05
_SEGMENTS = (("thigh",), ("shank",), ("heel", "mt", "toe"))
#: The left marker of a pair this far to the right of the right one is exchanged; feet may cross by a few centimetres.
_EXCHANGED_M = 0.05
_LONG_GAPS = 0.05
_PELVIS = ("asis", "psis")


def leave_out_strays(roles: Points) -> list[str]:
    """Take doubled, still and misplaced markers out of ``roles`` (``left_heel`` -> (time, xyz)); words for each."""
    said = [*_doubled(roles), *_still(roles)]
    said.extend(_at_wrong_height(roles))
    said.extend(_not_rigid(roles))
    return said


def exchange_sides_back(roles: Points, up: Array) -> list[str]:
    """Put front and back of the pelvis, and left and right, right in ``roles``; words for what was done.

    Parameters
    ----------
    up : (xyz,) unit vector in the axes of the markers.
    """
    said = []
    forward = _feet_forward(roles, up)
    if forward is not None and _pelvis_forward(roles) @ forward < 0:
        for side in SIDES:
            _exchange(roles, f"{side}_asis", f"{side}_psis")
        said.append("Front and back markers of the pelvis are exchanged, the feet say; they were exchanged back.")
    ahead = _pelvis_forward(roles) if forward is None else forward
    right = np.cross(ahead - (ahead @ up) * up, up)
    right /= np.linalg.norm(right)
    across = {
        name: float(np.nanmean((roles[f"right_{name}"] - roles[f"left_{name}"]) @ right)) for name in _pairs(roles)
    }
    wrong = [name for name, metres in across.items() if metres < -_EXCHANGED_M]
    clear = [name for name, metres in across.items() if abs(metres) > _EXCHANGED_M]
    if wrong and len(wrong) > 0.5 * len(clear):
        for name in across:
            _exchange(roles, f"left_{name}", f"right_{name}")
        said.append("Left and right are exchanged in the labels; all markers were exchanged back.")
        wrong = [name for name in clear if name not in wrong]
    for name in wrong:
        _exchange(roles, f"left_{name}", f"right_{name}")
        said.append(f"The left and right {_words(name)} markers are exchanged; they were exchanged back.")
    return said


def exchange_metatarsals(roles: Points) -> Iterator[str]:
    """Put the metatarsal markers right where they are exchanged, or where one has the other's label.

    In the world frame (z to the runner's right).
    """
    for side, outward in (("left", -1.0), ("right", 1.0)):
        first, fifth = roles.get(f"{side}_mt1"), roles.get(f"{side}_mt5")
        if fifth is None:
            continue
        reference = roles[f"{side}_heel"] if first is None else first
        if not np.nanmean(outward * (fifth - reference)[:, 2]) < 0:
            continue
        roles[f"{side}_mt1"] = fifth
        if first is None:
            del roles[f"{side}_mt5"]
            yield f"The {side} foot's fifth metatarsal marker lies on the inner side; it was taken for the first one."
        else:
            roles[f"{side}_mt5"] = first
            yield f"The {side} foot's first and fifth metatarsal markers are exchanged; they were exchanged back."


def stand_in(roles: Points) -> Iterator[str]:
    """Give ``roles`` a corner of the pelvis or a heel that is missing, where others tell where it is."""
    for side in SIDES:
        if f"{side}_heel" not in roles:
            stand = next((name for name in (f"{side}_heel_side", f"{side}_heel_top") if name in roles), None)
            if stand is not None:
                roles[f"{side}_heel"] = roles[stand]
                yield f"No marker at the back of the {side} heel; {_words(stand)} stands for it."
    for front, back in (_PELVIS, _PELVIS[::-1]):
        for side in SIDES:
            mirrored = _mirrored(roles, front, back, side)
            if mirrored is None:
                continue
            name = f"{side}_{back}"
            known = roles.get(name)
            filled = mirrored if known is None else np.where(np.isfinite(known), known, mirrored)
            new = np.isfinite(filled).all(axis=1).sum() - (0 if known is None else np.isfinite(known).all(axis=1).sum())
            if new > _LONG_GAPS * len(filled):
                yield (
                    f"The {_words(name)} marker is missing in {100 * new / len(filled):.0f} % of the trial; it was "
                    + ("mirrored from the other three of the pelvis there.")
                )
            roles[name] = filled


def long_gaps(roles: Points) -> list[str]:
    """Words for markers that are missing in more than 5 % of the trial."""
    shares = {name: 1.0 - float(np.isfinite(track).all(axis=1).mean()) for name, track in roles.items()}
    long = [f"{_words(name)} {100 * share:.0f} %" for name, share in sorted(shares.items()) if share > _LONG_GAPS]
    return [f"Gaps: missing for part of the trial: {', '.join(long)}."] if long else []


def _doubled(roles: Points) -> Iterator[str]:
    for one, two in combinations(sorted(roles), 2):
        if one in roles and two in roles and _is_same(roles[one], roles[two]):
            del roles[two]
            yield f"The {_words(one)} and {_words(two)} markers have one track; the second was left out."


def _is_same(one: Array, two: Array) -> bool:
    both = np.isfinite(one).all(axis=1) & np.isfinite(two).all(axis=1)
    return bool(both.any()) and float(np.abs(one[both] - two[both]).max()) < _SAME_M


def _still(roles: Points) -> Iterator[str]:
    spans = {
        name: float(np.nanmax(np.nanmax(track, axis=0) - np.nanmin(track, axis=0))) for name, track in roles.items()
    }
    if max((span for name, span in spans.items() if name.endswith("heel")), default=0.0) < _FEET_MOVE_M:
        return
    for name, span in spans.items():
        if span < _STILL_M:
            del roles[name]
            yield f"The {_words(name)} marker never moves; it was left out."


def _at_wrong_height(roles: Points) -> Iterator[str]:
    pelvis = [roles[name] for name in _names(roles, _PELVIS)]
    feet = [roles[name] for name in _names(roles, ("heel", "mt", "toe"))]
    if not pelvis or not feet:
        return
    up = vertical(roles)
    top = float(np.median([np.nanmedian(track @ up) for track in pelvis]))
    floor = float(np.median([np.nanpercentile(track @ up, 5) for track in feet]))
    for name in list(roles):
        low, high = next((band for part, band in _HEIGHTS.items() if name.split("_", 1)[1].startswith(part)), (-9, 9))
        share = (float(np.nanmedian(roles[name] @ up)) - floor) / (top - floor)
        if not low <= share <= high:
            del roles[name]
            yield (
                f"The {_words(name)} marker lies at {100 * share:.0f} % of the height of the pelvis, where it is not; "
                "it was left out. Check the labels."
            )


def _not_rigid(roles: Points) -> Iterator[str]:
    for side in SIDES:
        for parts in _SEGMENTS:
            names = [name for name in _names(roles, parts) if name.startswith(side)]
            while len(names) >= 3:
                apart = {name: _looseness(roles, name, names) for name in names}
                worst = max(apart, key=lambda name: apart[name])
                if not apart[worst] > _RIGID_M:
                    break
                names.remove(worst)
                del roles[worst]
                yield f"The {_words(worst)} marker does not move with the rest of its segment; it was left out."


def _looseness(roles: Points, name: str, names: list[str]) -> float:
    """Median over the other markers of a segment of how the distance to them varies, metres."""
    distances = [np.linalg.norm(roles[name] - roles[each], axis=1) for each in names if each != name]
    return float(np.median([np.nanstd(each) if np.isfinite(each).any() else 0.0 for each in distances]))


def vertical(roles: Points) -> Array:
    """(xyz,) the laboratory axis, with its sign, along which the pelvis lies above the feet."""
    pelvis = np.mean([np.nanmean(roles[name], axis=0) for name in _names(roles, _PELVIS)], axis=0)
    feet = np.mean([np.nanmean(roles[name], axis=0) for name in _names(roles, ("heel", "mt", "toe"))], axis=0)
    return nearest_axis(pelvis - feet)


def nearest_axis(direction: Array) -> Array:
    """The laboratory axis, with its sign, that a direction follows most."""
    axis = np.zeros(3)
    i = int(np.argmax(np.abs(direction)))
    axis[i] = np.sign(direction[i])
    return axis


def _feet_forward(roles: Points, up: Array) -> Array | None:
    """(xyz,) the level direction from heels to forefeet; None where a foot has no marker in front."""
    ahead = []
    for side in SIDES:
        heel = roles.get(f"{side}_heel")
        front = [roles[f"{side}_{name}"] for name in ("mt1", "mt5", "toe") if f"{side}_{name}" in roles]
        ahead += [] if heel is None else [np.nanmean(each - heel, axis=0) for each in front]
    if not ahead:
        return None
    mean = np.mean(ahead, axis=0)
    return np.asarray(nearest_axis(mean - (mean @ up) * up))


def _pelvis_forward(roles: Points) -> Array:
    front, back = (
        np.mean([np.nanmean(roles[f"{side}_{name}"], axis=0) for side in SIDES if f"{side}_{name}" in roles], axis=0)
        for name in _PELVIS
    )
    return np.asarray(front - back)


def _mirrored(roles: Points, front: str, back: str, side: Side) -> Array | None:
    """One corner of the pelvis from its opposite and the whole pair in front of (or behind) it."""
    pair = [roles.get(f"{each}_{front}") for each in SIDES]
    opposite = roles.get(f"{other(side)}_{back}")
    if pair[0] is None or pair[1] is None or opposite is None:
        return None
    across = pair[1] - pair[0]
    across = across / np.linalg.norm(across, axis=1, keepdims=True)
    beside = np.sum((opposite - 0.5 * (pair[0] + pair[1])) * across, axis=1, keepdims=True)
    return np.asarray(opposite - 2 * beside * across)


def _pairs(roles: Points) -> list[str]:
    """Roles that both sides have at some time together."""
    return [
        name.removeprefix("left_")
        for name in roles
        if name.startswith("left_")
        and (opposite := roles.get(name.replace("left_", "right_", 1))) is not None
        and np.isfinite(roles[name] + opposite).all(axis=1).any()
    ]


def _exchange(roles: Points, one: str, two: str) -> None:
    first, second = roles.pop(one, None), roles.pop(two, None)
    if second is not None:
        roles[one] = second
    if first is not None:
        roles[two] = first


def _names(roles: Points, parts: tuple[str, ...]) -> list[str]:
    return [name for name in roles if name.split("_", 1)[1].startswith(parts)]


def _words(name: str) -> str:
    return name.replace("_", " ")
