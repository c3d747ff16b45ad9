"""Reader of the treadmill runs of Hamner & Delp 2013, J Biomech 46:780, doi 10.1016/j.jbiomech.2012.11.024.

TRC markers at 100 or 120 Hz and one force file per trial with each foot's own force. There is no standing trial and no
knee or ankle marker here: the knee is the point about which thigh and shank turn, the shoe is laid out where the foot
is flat in mid-stance, and the ankle sits on the shoe where it does on average in the 24 standing feet of RBDS. Stature
is the mean of the published group.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy import marker_geometry as geometry
from benchmarks.accuracy.lab_trial import LabTrial, assign_sides, detect_loaded_intervals
from evenstride.model.gait import SIDES
from evenstride.signals.marker_joints import compute_hip_centres, locate_turning_point

Markers = dict[str, NDArray[np.float64]]

#: Ten men, 1.77 (SD 0.04) m.
STATURE_M = 1.77
#: The fifth metatarsal marker is missing; both belts carry load at once.
LEFT_OUT = ("subject04_Run_5", "subject03_Run_2")
#: Foot length over stature (Winter 2009, table 4.1); the shoe adds 25 mm.
SHOE_LENGTH_M = 0.152 * STATURE_M + 0.025
#: Ankle ahead of the heel over the shoe's length (SD 0.009) and above the ground (SD 5 mm), measured in RBDS.
ANKLE_AHEAD_SHOE = 0.248
ANKLE_HEIGHT_M = 0.111
#: The shoulder's centre lies below the marker on the acromion.
SHOULDER_DROP_M = 0.05


def read_hamner(folder: Path) -> Iterator[LabTrial]:
    """Every trial listed in ``truth.csv`` but the two of `LEFT_OUT`."""
    with (folder / "truth.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            name = f"{row['subject']}_Run_{row['speed_mps']}"
            if name not in LEFT_OUT:
                yield read_hamner_trial(folder / f"{name}.trc", folder / f"{name}_grf.mot", row["subject"])


def read_hamner_trial(markers_file: Path, force_file: Path, subject: str) -> LabTrial:
    """One trial from its marker and its force file."""
    time_s, markers = read_trc(markers_file)
    loaded_s = _loaded_s(force_file)
    points = _legs(markers, time_s, loaded_s)
    points |= _arms(markers)
    initial, off = assign_sides(loaded_s, points, time_s)
    centre = np.nanmean(points["left_hip"][:, 0])
    for xyz in points.values():
        xyz[:, 0] -= centre
    speed_mps = float(markers_file.stem.rsplit("_", 1)[1])
    return LabTrial(
        markers_file.stem, "hamner", f"hamner_{subject}", speed_mps, STATURE_M, time_s, points, initial, off
    )


def read_trc(path: Path) -> tuple[NDArray[np.float64], Markers]:
    """(time,) seconds and marker name -> (time, xyz) metres of a TRC file; empty cells and zeros are NaN."""
    with path.open() as stream:
        header = [next(stream) for _ in range(5)]
        names = [name.strip() for name in header[3].split("\t")[2:] if name.strip()]
        table = np.genfromtxt(
            (line for line in stream if line.strip()), delimiter="\t", usecols=range(2 + 3 * len(names))
        )
    xyz = table[:, 2:].reshape(len(table), len(names), 3) / 1000.0
    xyz = np.where(np.all(xyz == 0, axis=2, keepdims=True), np.nan, xyz)
    return table[:, 1], {name: xyz[:, i].copy() for i, name in enumerate(names)}


def _loaded_s(path: Path) -> NDArray[np.float64]:
    """(contact, 2) from the sum of both belts' force: feet that step on the other belt are not counted twice."""
    with path.open() as stream:
        for line in stream:
            if line.strip() == "endheader":
                break
        names = next(stream).split()
        table = np.loadtxt(stream)
    rate_hz = float((len(table) - 1) / (table[-1, 0] - table[0, 0]))
    force_n = table[:, names.index("L_ground_force_vy")] + table[:, names.index("R_ground_force_vy")]
    return detect_loaded_intervals(force_n, rate_hz) + table[0, 0]


def _legs(markers: Markers, time_s: NDArray[np.float64], loaded_s: NDArray[np.float64]) -> Markers:
    points: Markers = {}
    rate_hz = float(1.0 / np.median(np.diff(time_s)))
    hips = compute_hip_centres(markers["LASI"], markers["RASI"], markers["LPSI"], markers["RPSI"])
    for i, side in enumerate(SIDES):
        letter = side[0].upper()
        thigh = _stack(markers, [f"{letter}TH1", f"{letter}TH2", f"{letter}TH3"])
        shank = _stack(markers, [f"{letter}TB1", f"{letter}TB2", f"{letter}TB3"])
        foot = _stack(markers, [f"{letter}CAL", f"{letter}TOE", f"{letter}MT5"])
        points[f"{side}_hip"] = hips[:, i].copy()
        points[f"{side}_psis"] = markers[f"{letter}PSI"].copy()
        points[f"{side}_knee"] = locate_turning_point(thigh, shank)
        flat = _flat_frames(time_s, loaded_s, foot)
        shoe = _shoe(foot, flat, rate_hz)
        points |= {f"{side}_{name}": xyz for name, xyz in zip(("heel", "toe", "ankle"), shoe, strict=True)}
    return points


def _stack(markers: Markers, names: list[str]) -> NDArray[np.float64]:
    return np.stack([markers[name] for name in names if name in markers], axis=1)


def _flat_frames(
    time_s: NDArray[np.float64], loaded_s: NDArray[np.float64], foot: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Frames at two fifths of this foot's contacts: those in which its toe marker is low."""
    instants = loaded_s[:, 0] + 0.4 * np.ptp(loaded_s, axis=1)
    frames = np.searchsorted(time_s, instants[(instants > time_s[0]) & (instants < time_s[-1])])
    toe_m = foot[frames, 1, 1]
    return frames[toe_m < np.nanmin(foot[:, 1, 1]) + 0.05]


def _shoe(foot: NDArray[np.float64], flat: NDArray[np.intp], rate_hz: float) -> tuple[NDArray[np.float64], ...]:
    """Back and tip of the shoe and the ankle, from the mean place of the three markers on the flat foot."""
    standing = np.nanmean(foot[flat] - foot[flat][:, :1], axis=0)
    standing[:, 1] += np.nanmedian(foot[flat][:, 0, 1])
    heel_marker, toe_marker = standing[0], standing[1]
    ahead = (toe_marker - heel_marker) * np.array([1.0, 0.0, 1.0])
    ahead /= np.linalg.norm(ahead)
    floor = np.array([1.0, 0.0, 1.0])
    heel = heel_marker * floor + geometry.MARKER_RADIUS_M * ahead + [0.0, geometry.HEEL_HEIGHT_M, 0.0]
    tip = heel + SHOE_LENGTH_M * ahead + [0.0, geometry.TOE_TIP_HEIGHT_M - geometry.HEEL_HEIGHT_M, 0.0]
    ball = heel + (tip - heel) / geometry.SHOE_TO_BALL_LENGTH
    ankle = heel * floor + ANKLE_AHEAD_SHOE * SHOE_LENGTH_M * ahead + [0.0, ANKLE_HEIGHT_M, 0.0]
    carried = geometry.transfer_points(standing, foot, np.stack([heel, ball, tip, ankle]))
    return carried[:, 0], geometry.bend_toes(carried[:, 1], carried[:, 2], rate_hz=rate_hz), carried[:, 3]


def _arms(markers: Markers) -> Markers:
    points: Markers = {}
    for side in SIDES:
        letter = side[0].upper()
        points[f"{side}_shoulder"] = markers[f"{letter}ACR"] - [0.0, SHOULDER_DROP_M, 0.0]
        for joint, ends in (("elbow", ("LEL", "MEL")), ("wrist", ("FAradius", "FAulna"))):
            if all(f"{letter}{end}" in markers for end in ends):
                points[f"{side}_{joint}"] = 0.5 * (markers[f"{letter}{ends[0]}"] + markers[f"{letter}{ends[1]}"])
    return points
