"""Truth of the rendered clips: exact points, angles and contacts per frame."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side

#: Canonical keypoint -> rendered point, where the names differ.
POINT_NAMES = {"toe": "toe_tip", "calf": "calf_mid"}


@dataclass(frozen=True)
class RenderedTruth:
    """One rendered clip.

    Attributes
    ----------
    time_s : (time,) middle of each exposure.
    points_px : canonical keypoint -> (time, xy) in the image, also while hidden.
    points_m : the same points -> (time, xyz) in space: x running direction, y to the runner's left, z up.
    angles_deg : name -> (time,), names (``left_knee_flexion_3d``) and signs as in the rendered data's README.
    contacts : every ground contact with ``side``, ``td_s``, ``to_s``, ``complete`` and its angles.
    recording : subject and speed in m/s of the recorded run that moves the figure, played at ``playback_rate``.
    near_side : None for clips from behind.
    """

    clip: str
    video: Path
    body: str
    recording: tuple[int, float]
    playback_rate: float
    time_s: NDArray[np.float64]
    fps: float
    near_side: Side | None
    faces_right: bool
    surface: str
    speed_mps: float
    yaw_deg: float
    px_per_m: float
    stature_m: float
    leg_length_m: float
    points_px: Mapping[str, NDArray[np.float64]]
    points_m: Mapping[str, NDArray[np.float64]]
    angles_deg: Mapping[str, NDArray[np.float64]]
    contacts: tuple[Mapping[str, Any], ...]
    summary: Mapping[str, Any]

    @property
    def height_px(self) -> float:
        """The runner's stature in the image."""
        return self.px_per_m * self.stature_m

    def point_at(self, name: str, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        """(time, xy) of a keypoint in the image at other instants than the clip's own, on straight lines between."""
        xy = self.points_px[name]
        return np.stack([np.interp(time_s, self.time_s, xy[:, axis]) for axis in (0, 1)], axis=1)

    def leg_of(self, side: Side) -> str:
        """``near`` or ``far`` in a side view, the side itself seen from behind."""
        if self.near_side is None:
            return side
        return "near" if side == self.near_side else "far"

    def contacts_of(self, side: Side, *, complete: bool = True) -> list[Mapping[str, Any]]:
        """Contacts of one foot, those wholly inside the clip unless told otherwise."""
        return [c for c in self.contacts if c["side"] == side and (c["complete"] or not complete)]


def list_rendered_clips(folder: Path, view: str = "side") -> list[str]:
    """Names of the clips of ``INDEX.csv`` whose view starts with ``view``."""
    with (folder / "INDEX.csv").open(newline="") as stream:
        return [row["clip"] for row in csv.DictReader(stream) if row["view"].startswith(view)]


def load_rendered_truth(folder: Path, clip: str) -> RenderedTruth:
    """The truth beside ``<clip>.mp4``."""
    document = json.loads((folder / f"{clip}.truth.json").read_text())
    frames, view = document["frames"], document["view"]
    sides: dict[str, Side | None] = {"side_L": "left", "side_R": "right"}
    return RenderedTruth(
        clip=clip,
        video=folder / f"{clip}.mp4",
        body=str(document["body"]["id"]),
        recording=_recording(document["motion"]["source"]),
        playback_rate=float(document["motion"].get("rate") or 1.0),
        time_s=np.array(frames["time_s"]),
        fps=float(document["fps"]),
        near_side=sides.get(view),
        faces_right=document["runs_towards"] == "image right",
        surface=document["surface"],
        speed_mps=float(document["speed_mps"]),
        yaw_deg=float(document["camera"]["yaw_off_axis_deg"]),
        px_per_m=float(document["camera"]["px_per_m_at_runner"]),
        stature_m=float(document["body"]["stature_m"]),
        leg_length_m=float(document["body"]["leg_length_m"]),
        points_px={_canonical(name): np.array(xy, dtype=float) for name, xy in frames["points_2d_px"].items()},
        points_m={_canonical(name): np.array(xyz, dtype=float) for name, xyz in frames["points_3d_m"].items()},
        angles_deg={name: np.array(deg, dtype=float) for name, deg in frames["angles_deg"].items() if deg is not None},
        contacts=tuple(document["events"]),
        summary=document["summary"],
    )


def _canonical(name: str) -> str:
    side, _, point = name.partition("_")
    return next((f"{side}_{ours}" for ours, theirs in POINT_NAMES.items() if point == theirs), name)


def _recording(source: str) -> tuple[int, float]:
    """``S2_25`` -> subject 2, 2.5 m/s."""
    subject, speed = source.removeprefix("S").split("_")
    return int(subject), int(speed) / 10
