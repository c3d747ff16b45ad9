"""Angles in the frontal plane, as a camera behind the runner sees them; signs as in knowledge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.model import AngleCurves, PoseTrack
from evenstride.model.gait import SIDES, Side
from evenstride.signals.angles import slope_deg, tilt_from_vertical_deg
from evenstride.signals.filters import low_pass

#: Trunk and pelvis carry little above 8 Hz, the legs 10 Hz, the heel 15 Hz (our choice).
CUT_OFF_HZ = {
    "trunk_lateral": 8.0,
    "pelvic_obliquity": 8.0,
    "hip_adduction": 10.0,
    "knee_frontal": 10.0,
    "rearfoot": 15.0,
}
#: Image frame to a frame with x to the runner's right and y up.
RIGHT_AND_UP = np.array([1.0, -1.0])
#: Turns an angle that is + to the runner's right into one that is + towards the midline.
INWARD_SIGN: dict[Side, float] = {"left": 1.0, "right": -1.0}

#: Points of the pelvis that show its tilt: the dimples at the back, the bony points in front.
PELVIS_POINTS = ("psis", "asis")
REARFOOT_POINTS = ("heel_top", "heel_bottom", "calf", "achilles")
#: A heel tilted further than this against the leg is a mark taken for another.
MOST_REARFOOT_DEG = 45.0
#: A point seen in less of the clip than this is not there; a mark on the heel is hidden while the foot swings.
LEAST_SHOWN_SHARE = 0.15


def shows(track: PoseTrack, *points: str) -> bool:
    """Whether the track has these points of both sides in enough of its pictures."""
    names = [f"{side}_{point}" for point in points for side in SIDES]
    return all(float(np.isfinite(track.point(name)[:, 0]).mean()) >= LEAST_SHOWN_SHARE for name in names)


def compute_frontal_curves(track: PoseTrack) -> AngleCurves:
    """Frontal angles of trunk, pelvis and both legs.

    Parameters
    ----------
    track : cleaned and levelled, seen from behind (`evenstride.gait.camera.rear_view.as_seen_from_behind`).

    Returns
    -------
    Curves in degrees on the track's clock: ``<side>_knee_frontal`` (thigh against shank, + knee on the inner side of
    the line from hip to ankle, valgus) and ``trunk_lateral`` (+ to the runner's right). With `PELVIS_POINTS` also
    ``pelvic_obliquity`` (+ left side higher) and ``<side>_hip_adduction`` (+ thigh towards the midline, against the
    pelvis); with `REARFOOT_POINTS` ``<side>_rearfoot`` (+ eversion, heel against shank).

    Notes
    -----
    Projected angles in the image plane. Zero-lag low-pass, see `CUT_OFF_HZ`; gaps stay gaps.
    """
    angles = {"trunk_lateral": tilt_from_vertical_deg(_line(track.middle("hip"), track.middle("shoulder")))}
    pelvis = next((name for name in PELVIS_POINTS if shows(track, name)), None)
    if pelvis is not None:
        angles["pelvic_obliquity"] = -slope_deg(_line(track.point(f"left_{pelvis}"), track.point(f"right_{pelvis}")))
    for side in SIDES:
        angles[f"{side}_knee_frontal"] = _knee_frontal_deg(track, side)
        if pelvis is not None:
            angles[f"{side}_hip_adduction"] = _hip_adduction_deg(track, side, angles["pelvic_obliquity"])
        if shows(track, *REARFOOT_POINTS):
            angles[f"{side}_rearfoot"] = _rearfoot_deg(track, side)
    smooth = {name: low_pass(track.time_s, curve, cut_off_hz=_cut_off_hz(name)) for name, curve in angles.items()}
    return AngleCurves(track.time_s, smooth)


def _cut_off_hz(name: str) -> float:
    return CUT_OFF_HZ[name.removeprefix("left_").removeprefix("right_")]


def _line(start_px: NDArray[np.float64], end_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time, xy) from one point to another, x to the runner's right, y up."""
    return (end_px - start_px) * RIGHT_AND_UP


def _tilt_inward_deg(track: PoseTrack, side: Side, lower: str, upper: str) -> NDArray[np.float64]:
    """Lean of a segment from its lower end, + its upper end nearer to the midline."""
    line = _line(track.point(f"{side}_{lower}"), track.point(f"{side}_{upper}"))
    return INWARD_SIGN[side] * tilt_from_vertical_deg(line)


def _knee_frontal_deg(track: PoseTrack, side: Side) -> NDArray[np.float64]:
    return _tilt_inward_deg(track, side, "ankle", "knee") - _tilt_inward_deg(track, side, "knee", "hip")


def _hip_adduction_deg(track: PoseTrack, side: Side, left_higher_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    thigh_deg = -_tilt_inward_deg(track, side, "knee", "hip")
    return thigh_deg + INWARD_SIGN[side] * left_higher_deg


def _rearfoot_deg(track: PoseTrack, side: Side) -> NDArray[np.float64]:
    heel = _tilt_inward_deg(track, side, "heel_bottom", "heel_top")
    tilt_deg = heel - _tilt_inward_deg(track, side, "achilles", "calf")
    return np.where(np.abs(tilt_deg) <= MOST_REARFOOT_DEG, tilt_deg, np.nan)
