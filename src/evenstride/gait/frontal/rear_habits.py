"""What is known of points seen from behind: how late an instant is read, how far a measure is off, what is not carried.

Unless said otherwise, constants were measured on nine rendered clips with exact truth (six bodies, nine recorded
runners, 30 and 60 pictures a second, yaw -8 to 8 degrees, roll -3 to 4 degrees); docs/accuracy.md has the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RearError:
    """How well one measure was read, and what its error hangs on.

    Attributes
    ----------
    sd : one standard deviation of what averaging over steps does not remove, in the measure's unit (a share of the
        value for ``vertical_oscillation``), bodies left out one by one; without the parts of roll and yaw below.
    share : of the value itself, besides ``sd``: where the scale is not the runner's own.
    per_roll_deg, per_yaw_deg : change of the value for each degree of roll or yaw that is not taken off.
    """

    sd: float
    share: float = 0.0
    per_roll_deg: float = 0.0
    per_yaw_deg: float = 0.0


@dataclass(frozen=True)
class RearHabits:
    """How one keypoint source sees a runner from behind.

    Attributes
    ----------
    leg_seen_share : leg length that its points give over the true one.
    yaw_deg_per_drift_leg : yaw for a drift of the standing foot to image right by one leg length (as seen) a stance.
    trunk_over_stance_deg : how much too far its trunk line leans towards the standing leg: the middle of its hip points
        goes with the thigh.
    errors : measure id -> error.
    refused : measure id -> why these points do not carry it.
    """

    leg_seen_share: float = 1.0
    yaw_deg_per_drift_leg: float = -66.0
    trunk_over_stance_deg: float = 0.0
    errors: Mapping[str, RearError] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


#: The trunk falls fastest this long after the force plate reads 50 N, and is lowest this long before the middle of the
#: plate's stance: means over 1128 contacts of 16 laboratory runners at 2 to 5 m/s (between runs 8 ms, within a run
#: 3 ms, shorter the faster the run; none missed). On the rendered clips, which had no part in this, the fastest fall is
#: 7 to 11 ms after a contact that is itself seen 18 ms after the plate's.
FASTEST_FALL_AFTER_CONTACT_S = 0.031
LOW_BEFORE_MIDDLE_S = 0.011
#: Errors of the instants: on the rendered clips 13 ms (5 ms within a clip, 12 ms between clips) and 22 ms.
CONTACT_ERROR_S = 0.013
TOE_OFF_ERROR_S = 0.022

#: Square root of the mean square error of the yaw, with the factor from the other bodies (blazepose -75 to -85), and by
#: what share it may be too large or small because the foot travels more or less far.
YAW_ERROR_DEG = 1.1
YAW_ERROR_SHARE = 0.15
#: A camera put up by eye behind the runner (our assumption), where no drift could be read.
UNKNOWN_YAW_ERROR_DEG = 5.0

#: Middle of the trunk ahead of the standing heel over its height above it, in mid-stance (0.19 to 0.31 on nine runs).
TRUNK_AHEAD_OF_HEEL = 0.24
#: Roll from the runner's symmetry: error 0.5 degrees on nine clips. Their trunks are made up, so a runner who carries
#: the trunk to one side is not among them; we state 0.8.
SYMMETRY_ERROR_DEG = 0.8

#: For the pelvis the reading is the smaller part: on 16 laboratory runners the line of the two marks and the line of
#: the hip joints, which knowledge names, differed by 2.3 to 2.7 degrees from runner to runner. The window between the
#: knees is given in hip widths of a usual body; of the runner's own, as estimated from the pelvis's markers there, it
#: would be 16 to 22 % wider.
_ERRORS = {
    "cadence": RearError(0.5),
    "step_time": RearError(9.0),
    "vertical_oscillation": RearError(0.10),
    "lateral_trunk_lean": RearError(0.8, per_roll_deg=1.0, per_yaw_deg=0.10),
    "pelvic_drop": RearError(2.7, per_roll_deg=1.0),
    "hip_adduction": RearError(3.0, per_yaw_deg=0.31),
    "knee_window": RearError(6.5, share=0.22, per_yaw_deg=1.1),
    "base_of_support": RearError(0.9, per_roll_deg=1.5, per_yaw_deg=0.40),
    "heel_eversion": RearError(1.4, per_yaw_deg=0.30),
    "fppa_running": RearError(1.9, per_yaw_deg=0.70),
    "foot_progression": RearError(2.7, per_yaw_deg=1.0),
}
_KNEE_NOT_CARRIED = (
    "From behind a pose model draws the knee towards where knees usually are: on nine runs with known truth the angle "
    "was off by 2.6 degrees on average and by up to 8, about as much as runners differ. Look at the picture itself."
)
_FOOT_NOT_CARRIED = (
    "From behind the toes are hidden and a pose model guesses them: on nine runs with known truth its guess said "
    "nothing about the foot's direction (r = 0.1). Look at the picture itself."
)
_FOOT_ENDS_AT_BALL = (
    "The foot's direction needs the tip of the shoe, and a laboratory's markers often end at the ball of the foot."
)

#: Points fixed to the body; their errors are those of exact points through the same formulas.
FIXED_POINTS = RearHabits(errors=_ERRORS)
#: A pose model that was not measured here: no habit is taken off, and what the measured one does not carry is refused.
POSE_MODEL = RearHabits(
    errors=_ERRORS, refused={"fppa_running": _KNEE_NOT_CARRIED, "foot_progression": _FOOT_NOT_CARRIED}
)
#: Markers of a laboratory: joints as good as fixed points, but the foremost one often lies on the ball of the foot.
LABORATORY = RearHabits(errors=_ERRORS, refused={"foot_progression": _FOOT_ENDS_AT_BALL})
BLAZEPOSE = RearHabits(
    leg_seen_share=0.94,
    yaw_deg_per_drift_leg=-80.0,
    trunk_over_stance_deg=0.65,
    errors=POSE_MODEL.errors,
    refused=POSE_MODEL.refused,
)
_BY_SOURCE_PREFIX: Mapping[str, RearHabits] = {
    "blazepose": BLAZEPOSE,
    "markers": FIXED_POINTS,
    "laboratory:": LABORATORY,
}


def rear_habits_of(source: str) -> RearHabits:
    """The habits of `PoseTrack.source`."""
    return next((habits for prefix, habits in _BY_SOURCE_PREFIX.items() if source.startswith(prefix)), POSE_MODEL)
