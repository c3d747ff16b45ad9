"""Tape painted onto the rendered clips: pictures in which the place of every mark is known exactly.

A mark is a disc on the skin or shoe at a truth point, turned with the body, smeared over the exposure, as bright as the
cloth around it happens to be lit, and then compressed once more together with the picture. It is not painted where the
disc faces away from the camera or the other leg stands before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Tape as sold, red green blue.
TAPE_COLOURS: dict[str, tuple[int, int, int]] = {
    "white": (238, 238, 234),
    "yellow": (245, 222, 45),
    "orange": (250, 118, 30),
    "pink": (245, 60, 145),
    "green": (60, 200, 85),
    "blue": (35, 95, 215),
}
#: Discs that face the camera less than this (cosine) are hidden behind the body's own curve.
LEAST_FACING = 0.25
#: Half the thickness of a lower leg or shoe that can stand before a mark.
LEG_RADIUS_M = 0.05
MOMENTS = 5
JPEG_QUALITY = 80
MARKS = ("psis", "heel_top", "heel_bottom", "achilles", "calf")
_TRUTH_POINT = {"calf": "calf_mid"}


@dataclass(frozen=True)
class Disc:
    """A mark through a clip, in the image.

    Attributes
    ----------
    centre_px : (time, xy).
    axes_px : (time, xy, 2) images of two perpendicular radii as columns.
    is_seen : (time,)
    """

    centre_px: NDArray[np.float64]
    axes_px: NDArray[np.float64]
    is_seen: NDArray[np.bool_]


@dataclass(frozen=True)
class TapeTruth:
    """Marks of a clip by keypoint name, and how long each picture was exposed."""

    discs: Mapping[str, Disc]
    time_s: NDArray[np.float64]
    exposure_s: float


def load_tape_truth(folder: Path, clip: str, *, diameter_m: float = 0.025) -> TapeTruth:
    """Discs of all marks of a rendered clip from behind."""
    document = json.loads((folder / f"{clip}.truth.json").read_text())
    points_m = {name: np.array(xyz, float) for name, xyz in document["frames"]["points_3d_m"].items()}
    camera = _Camera(
        np.array(document["camera"]["K"]),
        np.array(document["camera"]["R_world_to_cam"]),
        np.array(document["camera"]["t_world_to_cam"]),
    )
    discs = {}
    for side in ("left", "right"):
        for mark in MARKS:
            centre = points_m[f"{side}_{_TRUTH_POINT.get(mark, mark)}"]
            first, second = _radii(points_m, side, mark)
            covered = (
                np.zeros(len(centre), bool) if mark == "psis" else _behind_other_leg(points_m, side, centre, camera)
            )
            discs[f"{side}_{mark}"] = camera.see(centre, first, second, 0.5 * diameter_m, covered)
    time_s = np.array(document["frames"]["time_s"], float)
    return TapeTruth(discs, time_s, float(document["exposure_s"]))


def paint_tape(
    pixels: NDArray[np.uint8],
    truth: TapeTruth,
    row: int,
    colour: tuple[int, int, int],
    *,
    rng: np.random.Generator,
    marks: tuple[str, ...] = MARKS,
) -> NDArray[np.uint8]:
    """The picture (height, width, rgb) of one row of the truth with its marks, compressed once more."""
    painted = pixels.astype(np.float32)
    for name, disc in truth.discs.items():
        if name.split("_", 1)[1] in marks and disc.is_seen[row]:
            _paint_disc(painted, disc, truth, row, np.array(colour, float), rng)
    return _compressed(np.clip(painted, 0, 255).astype(np.uint8))


@dataclass(frozen=True)
class _Camera:
    """Pinhole: image = K (R world + t)."""

    k: NDArray[np.float64]
    r: NDArray[np.float64]
    t: NDArray[np.float64]

    def project(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        seen = (points_m @ self.r.T + self.t) @ self.k.T
        return np.asarray(seen[..., :2] / seen[..., 2:])

    @property
    def place_m(self) -> NDArray[np.float64]:
        return np.asarray(-self.r.T @ self.t)

    def see(
        self,
        centre: NDArray[np.float64],
        first: NDArray[np.float64],
        second: NDArray[np.float64],
        radius_m: float,
        covered: NDArray[np.bool_],
    ) -> Disc:
        middle = self.project(centre)
        axes = [self.project(centre + radius_m * axis) - middle for axis in (first, second)]
        facing = np.sum(np.cross(first, second) * _unit(self.place_m - centre), axis=-1)
        return Disc(middle, np.stack(axes, axis=-1), (facing > LEAST_FACING) & ~covered)


def _radii(
    points_m: Mapping[str, NDArray[np.float64]], side: str, mark: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two perpendicular unit vectors (time, xyz) in the mark's surface; first x second points out of the body."""
    if mark == "psis":
        to_right = _unit(points_m["right_psis"] - points_m["left_psis"])
        up = points_m["mid_shoulder"] - points_m["mid_hip"]
        return to_right, _unit(_across(up, to_right))
    if mark in ("heel_top", "heel_bottom"):
        up = _unit(points_m[f"{side}_heel_top"] - points_m[f"{side}_heel_bottom"])
        backwards = points_m[f"{side}_heel"] - points_m[f"{side}_toe_tip"]
    else:
        up = _unit(points_m[f"{side}_knee"] - points_m[f"{side}_ankle"])
        middle = 0.5 * (points_m[f"{side}_knee"] + points_m[f"{side}_ankle"])
        backwards = points_m[f"{side}_calf_mid"] - middle
    return up, np.cross(_unit(_across(backwards, up)), up)


def _behind_other_leg(
    points_m: Mapping[str, NDArray[np.float64]], side: str, centre: NDArray[np.float64], camera: _Camera
) -> NDArray[np.bool_]:
    """(time,) whether the other lower leg or shoe stands between the mark and the camera."""
    other = {"left": "right", "right": "left"}[side]
    covered = np.zeros(len(centre), bool)
    for upper, lower in (("knee", "ankle"), ("ankle", "toe_tip"), ("ankle", "heel")):
        ends = [points_m[f"{other}_{name}"] for name in (upper, lower)]
        for share in np.linspace(0, 1, 7):
            ball = ends[0] + share * (ends[1] - ends[0])
            ray = _unit(centre - camera.place_m)
            ahead = np.sum((ball - camera.place_m) * ray, axis=-1)
            miss = np.linalg.norm(ball - camera.place_m - ahead[:, None] * ray, axis=-1)
            nearer = ahead < np.linalg.norm(centre - camera.place_m, axis=-1) - LEG_RADIUS_M
            covered |= nearer & (miss < LEG_RADIUS_M)
    return covered


def _paint_disc(
    painted: NDArray[np.float32],
    disc: Disc,
    truth: TapeTruth,
    row: int,
    colour: NDArray[np.float64],
    rng: np.random.Generator,
) -> None:
    """Blend one mark into the picture."""
    moments_s = truth.time_s[row] + truth.exposure_s * (np.arange(MOMENTS) + 0.5 - MOMENTS / 2) / MOMENTS
    centres = np.stack([np.interp(moments_s, truth.time_s, disc.centre_px[:, axis]) for axis in (0, 1)], axis=-1)
    axes = disc.axes_px[row]
    reach = np.abs(axes).sum(axis=1).max() + np.ptp(centres, axis=0).max() + 3
    low = np.maximum(0, np.floor(disc.centre_px[row] - reach).astype(int))
    high = np.minimum((painted.shape[1], painted.shape[0]), np.ceil(disc.centre_px[row] + reach).astype(int))
    if np.any(high <= low):
        return
    x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
    cover = np.mean([_coverage(x, y, centre, axes) for centre in centres], axis=0)[..., None]
    window = painted[low[1] : high[1], low[0] : high[0]]
    light = window.mean() / max(1.0, float(np.median(window.max(axis=-1))))
    shade = np.clip(0.85 + 0.3 * (light - 0.8), 0.7, 1.0) * rng.normal(1.0, 0.02)
    grain = rng.normal(0.0, 2.0, window.shape)
    window[:] = (1 - cover) * window + cover * (shade * colour + grain)


def _coverage(
    x: NDArray[np.float64], y: NDArray[np.float64], centre: NDArray[np.float64], axes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(row, column) share of each pixel inside the ellipse, its edge one pixel soft."""
    u, v = np.linalg.inv(axes) @ np.stack([x.ravel() - centre[0], y.ravel() - centre[1]])
    radius = np.hypot(u, v).reshape(x.shape)
    # Gradient length of the radius turns it into pixels from the edge.
    steepness = np.hypot(*np.gradient(radius))
    return np.asarray(np.clip(0.5 + (1.0 - radius) / np.maximum(steepness, 1e-6), 0.0, 1.0))


def _compressed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    _, coded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _across(vectors: NDArray[np.float64], axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of the vectors perpendicular to a unit axis."""
    return np.asarray(vectors - np.sum(vectors * axis, axis=-1, keepdims=True) * axis)
