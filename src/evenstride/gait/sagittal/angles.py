"""Joint and segment angles of a side view over time, signs as in knowledge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import SideView, middle_runner_frame, runner_frame
from evenstride.model import AngleCurves, PoseTrack
from evenstride.model.gait import SIDES, Side
from evenstride.signals.angles import signed_flexion_deg, slope_deg, tilt_from_vertical_deg
from evenstride.signals.filters import low_pass

#: Trunk and thigh carry little above 8 to 10 Hz, knee and shank 12 Hz, the foot 18 Hz (our choice).
CUT_OFF_HZ = {"trunk_lean": 8.0, "thigh_angle": 10.0, "knee_flexion": 12.0, "shank_angle": 12.0, "foot_pitch": 18.0}


def compute_angle_curves(track: PoseTrack, view: SideView) -> AngleCurves:
    """Sagittal angles of both legs and the trunk.

    Parameters
    ----------
    track : cleaned track.

    Returns
    -------
    Curves in degrees on the track's clock: ``<side>_knee_flexion`` (0 straight, + bent), ``<side>_thigh_angle``
    (+ knee ahead of hip), ``<side>_shank_angle`` (+ knee ahead of ankle), ``<side>_foot_pitch`` (+ toes up, of the
    line from heel to toe, not yet corrected for the shoe) and ``trunk_lean`` (+ forward).

    Notes
    -----
    Projected angles in the image plane. Zero-lag low-pass, see `CUT_OFF_HZ`; gaps stay gaps.
    """
    angles = {"trunk_lean": _trunk_lean_deg(track, view)}
    for side in SIDES:
        for name, curve in _leg_angles_deg(track, view, side).items():
            angles[f"{side}_{name}"] = curve
    smooth = {
        name: low_pass(track.time_s, curve, cut_off_hz=CUT_OFF_HZ[name.removeprefix("left_").removeprefix("right_")])
        for name, curve in angles.items()
    }
    return AngleCurves(track.time_s, smooth)


def _trunk_lean_deg(track: PoseTrack, view: SideView) -> NDArray[np.float64]:
    return tilt_from_vertical_deg(
        middle_runner_frame(track, view, "shoulder") - middle_runner_frame(track, view, "hip")
    )


def _leg_angles_deg(track: PoseTrack, view: SideView, side: Side) -> dict[str, NDArray[np.float64]]:
    hip, knee, ankle, heel, toe = (
        runner_frame(track, view, f"{side}_{name}") for name in ("hip", "knee", "ankle", "heel", "toe")
    )
    return {
        "knee_flexion": signed_flexion_deg(hip, knee, ankle),
        "thigh_angle": -tilt_from_vertical_deg(hip - knee),
        "shank_angle": tilt_from_vertical_deg(knee - ankle),
        "foot_pitch": _unwrapped(slope_deg(toe - heel)),
    }


def _unwrapped(angle_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Foot pitch between -200 and 160 degrees: a foot in swing may pass the vertical with the toes down."""
    return np.where(angle_deg > 160.0, angle_deg - 360.0, angle_deg)
