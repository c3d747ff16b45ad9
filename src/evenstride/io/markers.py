"""Markers of a laboratory to a runner's points in our world frame, and to what three cameras would see of them.

World frame: x forward (direction of running), y up, z to the runner's right, metres.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Which axis is up, which is forward     told by the body: pelvis above the feet, toes ahead of the heels
Exchanged, misplaced, still or doubled see `evenstride.io.marker_faults`
An ankle without enough markers        put where it lies on the other foot; said
No marker on a joint                   the point about which the segments turn stands for it; said
Toes without a marker at their tip     the front metatarsal markers stand for the toe
=====================================  ============================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.values import MarkerFileError, MarkerRecording
from evenstride.io.marker_faults import (
    exchange_metatarsals,
    exchange_sides_back,
    leave_out_strays,
    long_gaps,
    nearest_axis,
    stand_in,
    vertical,
)
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side, other
from evenstride.signals.marker_joints import compute_hip_centres, locate_turning_point

Points = dict[str, NDArray[np.float64]]
Camera = Literal["left", "right", "rear"]
CAMERAS: tuple[Camera, ...] = ("left", "right", "rear")

#: What markers are called, side and separators taken off, in small letters: our name -> words of laboratories (RBDS's
#: labels, Plug-in Gait's, and plain words).
WORDS: dict[str, tuple[str, ...]] = {
    "asis": ("asis", "asi"),
    "psis": ("psis", "psi"),
    "shoulder": ("sho", "shoulder", "acromion", "ac", "acr"),
    "knee_outer": ("knee", "kne", "kneelateral", "lateralknee", "lfe", "lek"),
    "knee_inner": ("kneemedial", "knm", "medialknee", "mkne", "kneem", "mfe", "mek"),
    "ankle_outer": ("ankle", "ank", "anklelateral", "lateralankle", "lm", "lmal"),
    "ankle_inner": ("anklemedial", "ankm", "medialankle", "mank", "mm", "mmal", "med"),
    "heel": ("heel", "hee", "heelbottom", "calc", "cal", "calcaneus"),
    "heel_top": ("heeltop",),
    "heel_side": ("heellateral",),
    "toe": ("toe", "toetip", "bigtoe", "hallux", "mt2", "mth2"),
    "mt1": ("mt1", "mth1"),
    "mt5": ("mt5", "mth5"),
    **{
        f"thigh{i}": words
        for i, words in enumerate(
            (
                ("thightoplateral", "thi", "thi1", "th1"),
                ("thightopmedial", "thi2", "th2"),
                ("thighbottomlateral", "thi3", "th3"),
                ("thighbottommedial", "thi4", "th4"),
            )
        )
    },
    **{
        f"shank{i}": words
        for i, words in enumerate(
            (
                ("shanktoplateral", "tib", "tib1", "tb1"),
                ("shanktopmedial", "tib2", "tb2"),
                ("shankbottomlateral", "tib3", "tb3"),
                ("shankbottommedial", "tib4", "tb4"),
            )
        )
    },
}
_ROLE_OF = {word: role for role, words in WORDS.items() for word in words}
_THIGH = tuple(f"thigh{i}" for i in range(4))
_SHANK = tuple(f"shank{i}" for i in range(4))
_FOOT = ("heel", "heel_top", "heel_side", "mt1", "mt5", "toe")
_NEEDED = ("hip", "knee", "ankle", "heel", "toe")
#: Pixels in a metre of the pictures that the cameras take.
PX_PER_M = 1000.0
_MARGIN_M = 0.2


@dataclass(frozen=True)
class MarkerRunner:
    """A runner's points in the world frame.

    Attributes
    ----------
    time_s : (time,) seconds.
    points_m : keypoint name -> (time, xyz), NaN in gaps.
    turning : joints found by the movement of their segments, not by markers: their place across the runner is rough.
    warnings : sentences about what was found and changed.
    """

    time_s: NDArray[np.float64]
    points_m: Points
    turning: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def marker_role(label: str) -> tuple[Side, str] | None:
    """Side and role of a marker by its label, None where it has none here.

    Examples
    --------
    >>> marker_role("L.Heel.Bottom"), marker_role("RASI"), marker_role("C7")
    (('left', 'heel'), ('right', 'asis'), None)
    """
    words = re.sub(r"[^a-z0-9]", "", label.lower())
    for prefix, side in (("left", SIDES[0]), ("right", SIDES[1]), ("l", "left"), ("r", "right")):
        if words.startswith(prefix) and words[len(prefix) :] in _ROLE_OF:
            return ("left" if side == "left" else "right"), _ROLE_OF[words[len(prefix) :]]
    return None


def to_runner(recording: MarkerRecording) -> MarkerRunner:
    """The runner in the markers.

    Raises
    ------
    MarkerFileError
        Pelvis or feet are not marked, or a joint can be found in no way.
    """
    roles = _roles(recording.markers_m)
    warnings = [*recording.warnings, *stand_in(roles)]
    _require(roles, [f"{side}_{role}" for side in SIDES for role in ("asis", "psis", "heel")])
    warnings += leave_out_strays(roles)
    _require(roles, [f"{side}_{role}" for side in SIDES for role in ("asis", "psis", "heel")])
    up = vertical(roles)
    warnings += exchange_sides_back(roles, up)
    roles = _in_world_frame(roles, up)
    warnings += [*exchange_metatarsals(roles), *long_gaps(roles)]
    points: Points = {}
    hips = compute_hip_centres(*(roles[f"{side}_{role}"] for role in ("asis", "psis") for side in SIDES))
    turning: list[str] = []
    for i, side in enumerate(SIDES):
        points[f"{side}_hip"] = hips[:, i]
        points |= _surface_points(roles, side)
        for joint, segments in (("knee", (_THIGH, _SHANK)), ("ankle", (_SHANK, _FOOT))):
            found = _joint(roles, side, joint, segments)
            if found is not None:
                points[f"{side}_{joint}"], is_turning = found
                if is_turning:
                    turning.append(f"{side}_{joint}")
    for side in SIDES:
        if f"{side}_ankle" not in points:
            points[f"{side}_ankle"] = _ankle_as_on_the_other_foot(points, side)
            turning.append(f"{side}_ankle")
            warnings.append(f"Too few markers for the {side} ankle; it was put where it lies on the other foot.")
    if turning:
        warnings.append(
            f"No markers on {', '.join(name.replace('_', ' ') for name in turning)}; found by how the segments turn, "
            "which is rough across the runner."
        )
    return MarkerRunner(recording.time_s, points, tuple(turning), tuple(warnings))


def film_markers(runner: MarkerRunner, camera: Camera, *, source: str) -> PoseTrack:
    """What a camera far away, level and square to the runner, sees of the points: (time, keypoint, xy) pixels.

    From the left the runner faces the left edge of the picture, from behind z goes to the right edge. A thousand
    pixels are a metre.
    """
    across = {"left": np.array([-1.0, 0.0, 0.0]), "right": np.array([1.0, 0.0, 0.0]), "rear": np.array([0.0, 0.0, 1.0])}
    down = np.array([0.0, -1.0, 0.0])
    names = tuple(runner.points_m)
    xyz = np.stack([runner.points_m[name] for name in names], axis=1)
    xy_m = np.stack([xyz @ across[camera], xyz @ down], axis=-1)
    corner_m = np.nanmin(xy_m, axis=(0, 1)) - _MARGIN_M
    size = np.nanmax(xy_m, axis=(0, 1)) + _MARGIN_M - corner_m
    return PoseTrack(
        time_s=runner.time_s,
        xy_px=PX_PER_M * (xy_m - corner_m),
        visibility=np.isfinite(xy_m).all(axis=-1).astype(float),
        keypoints=names,
        image_size_px=(int(np.ceil(PX_PER_M * size[0])), int(np.ceil(PX_PER_M * size[1]))),
        source=source,
    )


def _roles(markers: Mapping[str, NDArray[np.float64]]) -> Points:
    """``left_asis`` and so on -> (time, xyz); markers that are never seen are left out."""
    found: Points = {}
    for label, track in markers.items():
        role = marker_role(label)
        if role is not None and np.isfinite(track).any():
            found.setdefault(f"{role[0]}_{role[1]}", track)
    return found


def _require(roles: Points, names: Iterable[str]) -> None:
    missing = [name.replace("_", " ") for name in names if name not in roles]
    if missing:
        raise MarkerFileError(
            f"Expected markers of a runner's pelvis and feet; not found: {', '.join(missing)}. Known are the names of "
            "Plug-in Gait (LASI, RHEE), and words such as L.ASIS and R.Heel."
        )


def _in_world_frame(roles: Points, up: NDArray[np.float64]) -> Points:
    """Axes told by the body, and the same points in them."""
    ahead = np.mean([np.nanmean(roles[f"{side}_asis"] - roles[f"{side}_psis"], axis=0) for side in SIDES], axis=0)
    forward = nearest_axis(ahead - (ahead @ up) * up)
    axes = np.stack([forward, up, np.cross(forward, up)], axis=1)
    return {name: track @ axes for name, track in roles.items()}


def _joint(
    roles: Points, side: Side, joint: str, segments: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[NDArray[np.float64], bool] | None:
    """(time, xyz) centre of a knee or ankle, and whether it was found by movement; None for an ankle without either.

    Raises
    ------
    MarkerFileError
        Nothing tells where the knee is.
    """
    outer, inner = roles.get(f"{side}_{joint}_outer"), roles.get(f"{side}_{joint}_inner")
    if outer is not None and inner is not None:
        return 0.5 * (outer + inner), False
    clusters = [[roles[f"{side}_{role}"] for role in segment if f"{side}_{role}" in roles] for segment in segments]
    if min(map(len, clusters)) >= 3:
        return locate_turning_point(*(np.stack(cluster, axis=1) for cluster in clusters)), True
    if outer is not None:
        return outer, True
    if joint == "ankle":
        return None
    raise MarkerFileError(
        f"Expected markers on both sides of the {side} {joint}, or three on each segment beside it; found neither."
    )


def _ankle_as_on_the_other_foot(points: Points, side: Side) -> NDArray[np.float64]:
    """(time, xyz) an ankle by where the other one lies on its foot, seen from the side; over the middle of its shoe.

    Raises
    ------
    MarkerFileError
        The other foot does not show it either.
    """
    opposite = f"{other(side)}_ankle"
    if opposite not in points:
        raise MarkerFileError(
            f"Expected markers on both sides of an ankle, or three on a foot and its shank; the {side} ankle and the "
            "other one have neither."
        )
    heel, along, upward = _sole_axes(points, other(side))
    place = points[opposite] - heel
    ahead_m, above_m = (float(np.nanmedian(np.sum(place * axis, axis=1))) for axis in (along, upward))
    heel, along, upward = _sole_axes(points, side)
    return np.asarray(heel + ahead_m * along + above_m * upward)


def _sole_axes(points: Points, side: Side) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Heel, and unit vectors from heel to toe and at right angles to it, in the plane seen from the side."""
    heel = points[f"{side}_heel"]
    along = (points[f"{side}_toe"] - heel) * np.array([1.0, 1.0, 0.0])
    along = along / np.linalg.norm(along, axis=1, keepdims=True)
    return heel, along, np.stack([-along[:, 1], along[:, 0], np.zeros(len(along))], axis=1)


def _surface_points(roles: Points, side: Side) -> Points:
    """Points of pelvis, shoulder and shoe that are markers themselves; the ball of the foot where no toe is marked."""
    wanted = {
        "asis": "asis",
        "psis": "psis",
        "shoulder": "shoulder",
        "heel": "heel",
        "heel_bottom": "heel",
        "heel_top": "heel_top",
    }
    if f"{side}_heel_top" not in roles:
        del wanted["heel_bottom"]
    found = {f"{side}_{name}": roles[f"{side}_{role}"] for name, role in wanted.items() if f"{side}_{role}" in roles}
    front = [roles[f"{side}_{role}"] for role in ("mt1", "mt5") if f"{side}_{role}" in roles]
    if f"{side}_toe" in roles:
        front = [roles[f"{side}_toe"]]
    if not front:
        raise MarkerFileError(f"Expected a marker on the {side} toe or metatarsals, found none.")
    return found | {f"{side}_toe": np.mean(front, axis=0)}
