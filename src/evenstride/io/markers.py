"""Markers of a laboratory to a runner's points in our world frame, and to what three cameras would see of them.

World frame: x forward (direction of running), y up, z to the runner's right, metres.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Which axis is up, which is forward     told by the body: pelvis above the feet, toes ahead of the heels
First and fifth metatarsal exchanged   exchanged back where the fifth lies on the inner side; said
Left and right exchanged               refused where the left pelvis marker is on the right; said
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

from evenstride.io.c3d import MarkerFileError, MarkerRecording
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side
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
    "heel": ("heel", "hee", "heelbottom", "calc", "calcaneus"),
    "heel_top": ("heeltop",),
    "heel_side": ("heellateral",),
    "toe": ("toe", "toetip", "bigtoe", "hallux", "mt2", "mth2"),
    "mt1": ("mt1", "mth1"),
    "mt5": ("mt5", "mth5"),
    **{
        f"thigh{i}": words
        for i, words in enumerate(
            (
                ("thightoplateral", "thi", "thi1"),
                ("thightopmedial", "thi2"),
                ("thighbottomlateral", "thi3"),
                ("thighbottommedial", "thi4"),
            )
        )
    },
    **{
        f"shank{i}": words
        for i, words in enumerate(
            (
                ("shanktoplateral", "tib", "tib1"),
                ("shanktopmedial", "tib2"),
                ("shankbottomlateral", "tib3"),
                ("shankbottommedial", "tib4"),
            )
        )
    },
}
_ROLE_OF = {word: role for role, words in WORDS.items() for word in words}
_THIGH = tuple(f"thigh{i}" for i in range(4))
_SHANK = tuple(f"shank{i}" for i in range(4))
_FOOT = ("heel", "heel_top", "heel_side", "mt1", "mt5", "toe")
_NEEDED = ("hip", "knee", "ankle", "heel", "toe")
_PX_PER_M = 1000.0
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
        Pelvis or feet are not marked, a joint can be found in no way, or left and right are exchanged.
    """
    roles = _roles(recording.markers_m)
    _require(roles, [f"{side}_{role}" for side in SIDES for role in ("asis", "psis", "heel")])
    roles = _in_world_frame(roles)
    warnings = [*recording.warnings, *_exchange_metatarsals(roles)]
    points: Points = {}
    hips = compute_hip_centres(*(roles[f"{side}_{role}"] for role in ("asis", "psis") for side in SIDES))
    turning: list[str] = []
    for i, side in enumerate(SIDES):
        points[f"{side}_hip"] = hips[:, i]
        for joint, segments in (("knee", (_THIGH, _SHANK)), ("ankle", (_SHANK, _FOOT))):
            points[f"{side}_{joint}"], is_turning = _joint(roles, side, joint, segments)
            if is_turning:
                turning.append(f"{side}_{joint}")
        points |= _surface_points(roles, side)
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
        xy_px=_PX_PER_M * (xy_m - corner_m),
        visibility=np.isfinite(xy_m).all(axis=-1).astype(float),
        keypoints=names,
        image_size_px=(int(np.ceil(_PX_PER_M * size[0])), int(np.ceil(_PX_PER_M * size[1]))),
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


def _in_world_frame(roles: Points) -> Points:
    """Axes told by the body, and the same points in them."""

    def mean(*names: str) -> NDArray[np.float64]:
        return np.mean([np.nanmean(roles[f"{side}_{name}"], axis=0) for side in SIDES for name in names], axis=0)

    up = _nearest_axis(mean("asis", "psis") - mean("heel"))
    ahead = mean("asis") - mean("psis")
    forward = _nearest_axis(ahead - (ahead @ up) * up)
    right = np.cross(forward, up)
    across = np.nanmean(roles["right_asis"] - roles["left_asis"], axis=0) @ right
    if not across > 0:
        raise MarkerFileError(
            "Expected the right pelvis markers on the right of the left ones; they lie on the left. Left and right are "
            "exchanged in the labels, or front and back."
        )
    axes = np.stack([forward, up, right], axis=1)
    return {name: track @ axes for name, track in roles.items()}


def _nearest_axis(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """The laboratory axis, with its sign, that a direction follows most."""
    axis = np.zeros(3)
    i = int(np.argmax(np.abs(direction)))
    axis[i] = np.sign(direction[i])
    return axis


def _exchange_metatarsals(roles: Points) -> Iterable[str]:
    """Put the first and fifth metatarsal markers right where they are exchanged, or where one has the other's label."""
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


def _joint(
    roles: Points, side: Side, joint: str, segments: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[NDArray[np.float64], bool]:
    """(time, xyz) centre of a knee or ankle, and whether it was found by movement."""
    outer, inner = roles.get(f"{side}_{joint}_outer"), roles.get(f"{side}_{joint}_inner")
    if outer is not None and inner is not None:
        return 0.5 * (outer + inner), False
    clusters = [[roles[f"{side}_{role}"] for role in segment if f"{side}_{role}" in roles] for segment in segments]
    if min(map(len, clusters)) >= 3:
        return locate_turning_point(*(np.stack(cluster, axis=1) for cluster in clusters)), True
    if outer is not None:
        return outer, True
    raise MarkerFileError(
        f"Expected markers on both sides of the {side} {joint}, or three on each segment beside it; found neither."
    )


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
