"""Reader of the RBDS treadmill runs (Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, CC BY 4.0).

C3D with markers at 150 Hz and one force platform at 300 Hz under both feet.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Gaps are zeros                         become NaN; a segment needs three markers
R.MT1 and R.MT5 swapped (RBDS001 T25)  swapped back wherever the fifth is not on the outer side
RBDS03 T25 lacks R.MT1, labels moved   R.ASY is the fifth, R.MT5 the first metatarsal marker
32 of 33 markers                       the segment is fitted with what is there
R.ASY often zero                       not used
Two feet on one platform               the foot whose markers are lower in mid-contact
=====================================  ============================================================
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
from evenstride.signals.marker_joints import compute_hip_centres

Markers = dict[str, NDArray[np.float64]]

THIGH = ("Thigh.Top.Lateral", "Thigh.Top.Medial", "Thigh.Bottom.Lateral", "Thigh.Bottom.Medial")
SHANK = ("Shank.Top.Lateral", "Shank.Top.Medial", "Shank.Bottom.Lateral", "Shank.Bottom.Medial")
FOOT = ("Heel.Bottom", "Heel.Top", "Heel.Lateral", "MT1", "MT5")
PELVIS = ("L.ASIS", "R.ASIS", "L.PSIS", "R.PSIS", "L.Iliac.Crest", "R.Iliac.Crest")
RELABEL = {"RBDS03runT25": {"R.MT1": "R.MT5", "R.MT5": "R.ASY"}}


def read_rbds(folder: Path, *, subject: int | None = None, speed_mps: float | None = None) -> Iterator[LabTrial]:
    """Every running trial of the folder listed in ``truth.csv``, or those of one subject and speed."""
    with (folder / "truth.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        name = Path(row["file"]).stem
        if subject not in (None, int(row["subject"])) or speed_mps not in (None, float(row["speed_mps"])):
            continue
        yield read_rbds_trial(
            folder / row["file"],
            folder / f"{name.split('run')[0]}static.c3d",
            subject=f"RBDS{int(row['subject']):03d}",
            speed_mps=float(row["speed_mps"]),
            height_m=float(row["height_cm"]) / 100,
        )


def read_rbds_trial(run: Path, static: Path, *, subject: str, speed_mps: float, height_m: float) -> LabTrial:
    """One running trial, its joints placed with the markers of the standing trial."""
    import ezc3d

    c3d = ezc3d.c3d(str(run), extract_forceplat_data=True)
    markers, rate_hz = _markers(c3d)
    markers = _relabelled(markers, run.stem)
    standing = {name: np.nanmean(xyz, axis=0) for name, xyz in _markers(ezc3d.c3d(str(static)))[0].items()}
    points = _keypoints(markers, standing, height_m, rate_hz)
    centre = np.nanmean(points["left_hip"][:, 0])
    for xyz in points.values():
        xyz[:, 0] -= centre
    force_n = c3d["data"]["platform"][0]["force"][1]
    contacts = detect_loaded_intervals(force_n, float(c3d["header"]["analogs"]["frame_rate"]))
    time_s = np.arange(len(points["left_hip"])) / rate_hz
    initial, off = assign_sides(contacts, points, time_s)
    return LabTrial(run.stem, "rbds", subject, speed_mps, height_m, time_s, points, initial, off)


def _markers(c3d: object) -> tuple[Markers, float]:
    parameters = c3d["parameters"]["POINT"]  # type: ignore[index]
    xyz = c3d["data"]["points"][:3] / 1000.0  # type: ignore[index]
    names = parameters["LABELS"]["value"][: xyz.shape[1]]
    missing = np.all(xyz == 0, axis=0)
    xyz = np.where(missing[None], np.nan, xyz)
    return {name: xyz[:, i].T.copy() for i, name in enumerate(names)}, float(parameters["RATE"]["value"][0])


def _relabelled(markers: Markers, trial: str) -> Markers:
    markers = markers | {name: markers[source] for name, source in RELABEL.get(trial, {}).items()}
    for letter, outward in (("L", -1.0), ("R", 1.0)):
        first, fifth = markers.get(f"{letter}.MT1"), markers.get(f"{letter}.MT5")
        if first is not None and fifth is not None and np.nanmean(outward * (fifth - first)[:, 2]) < 0:
            markers[f"{letter}.MT1"], markers[f"{letter}.MT5"] = fifth, first
    return markers


def _keypoints(markers: Markers, standing: Markers, height_m: float, rate_hz: float) -> Markers:
    points: Markers = {}
    asis_psis = _carried(markers, standing, PELVIS, np.stack([standing[name] for name in PELVIS[:4]]))
    hips = compute_hip_centres(*(asis_psis[:, i] for i in range(4)))
    for i, side in enumerate(SIDES):
        letter = side[0].upper()
        points[f"{side}_hip"] = hips[:, i].copy()
        points[f"{side}_psis"] = asis_psis[:, 2 + i].copy()
        points[f"{side}_knee"] = _joint(markers, standing, letter, THIGH, ("Knee", "Knee.Medial"))
        points[f"{side}_ankle"] = _joint(markers, standing, letter, SHANK, ("Ankle", "Ankle.Medial"))
        points[f"{side}_heel"], points[f"{side}_toe"] = _shoe(markers, standing, letter, rate_hz)
    points["left_shoulder"], points["right_shoulder"] = geometry.place_shoulders(
        points["left_hip"], points["right_hip"], height_m
    )
    return points


def _joint(
    markers: Markers, standing: Markers, letter: str, cluster: tuple[str, ...], ends: tuple[str, str]
) -> NDArray[np.float64]:
    """Middle between the outer and inner marker of the standing trial, carried by the segment above or below."""
    middle = 0.5 * (standing[f"{letter}.{ends[0]}"] + standing[f"{letter}.{ends[1]}"])
    return _carried(markers, standing, [f"{letter}.{name}" for name in cluster], middle[None])[:, 0]


def _shoe(
    markers: Markers, standing: Markers, letter: str, rate_hz: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Back and tip of the shoe: laid out on the standing foot, flat on the floor, then carried along."""
    heel_marker, ball_marker = standing[f"{letter}.Heel.Bottom"], standing[f"{letter}.MT2"]
    ahead = (ball_marker - heel_marker) * np.array([1.0, 0.0, 1.0])
    to_ball_m = float(np.linalg.norm(ahead)) - geometry.MARKER_RADIUS_M
    ahead /= np.linalg.norm(ahead)
    floor = np.array([1.0, 0.0, 1.0])
    heel = heel_marker * floor + geometry.MARKER_RADIUS_M * ahead + [0.0, geometry.HEEL_HEIGHT_M, 0.0]
    ball = ball_marker * floor + [0.0, geometry.TOE_TIP_HEIGHT_M, 0.0]
    tip = ball + (geometry.SHOE_TO_BALL_LENGTH - 1.0) * to_ball_m * ahead
    names = [f"{letter}.{name}" for name in FOOT]
    carried = _carried(markers, standing, names, np.stack([heel, ball, tip]))
    return carried[:, 0], geometry.bend_toes(carried[:, 1], carried[:, 2], rate_hz=rate_hz)


def _carried(
    markers: Markers, standing: Markers, names: tuple[str, ...] | list[str], attached: NDArray[np.float64]
) -> NDArray[np.float64]:
    names = [name for name in names if name in markers]
    reference = np.stack([standing[name] for name in names])
    return geometry.transfer_points(reference, np.stack([markers[name] for name in names], axis=1), attached)
