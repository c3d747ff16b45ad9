"""What is known of a keypoint source's own habits, and how far its numbers can be trusted.

A pose model's heel is not the heel of the shoe: it lies a little ahead of it and moves along the shoe through the
step. The constants here were measured on rendered clips with exact truth (``docs/accuracy.md`` has the tables) and are
kept to what holds over all of them; nothing here is fitted to a runner, a body or a clip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class KeypointHabits:
    """How one keypoint source sees a runner from the side.

    Attributes
    ----------
    contact_offset_s, toe_off_offset_s : added to initial contacts and toe-offs. See Notes.
    flat_foot_share : how much of the heel-to-toe line's angle in flat stance is taken off at contact. 1 for points
        fixed to the shoe (markers); 0 for a model whose line tips over again once the foot bears weight.
    heel_ahead_leg : how far the heel point lies ahead of the back of the shoe at contact, in hip-to-ankle lengths.
    near_error, far_error : measure id -> one standard deviation of the error that averaging over steps does not remove,
        in the measure's unit.

    Notes
    -----
    A force plate calls it contact at 50 N; on the rendered clips contact is the sole within 2 mm of the ground, which
    by exact points comes 18 ms later on average (ten clips, -4 to +40 ms). Which of the two a clip's viewer means
    cannot be told, so for points read from pictures we stay between them: 10 ms after the force plate's instant.
    Toe-off, too, is seen later than the force plate ends: 6 ms on the rendered clips and about half a frame (17 ms) in
    a hand-labelled real clip; we take 8 ms.
    """

    contact_offset_s: float = 0.0
    toe_off_offset_s: float = 0.0
    flat_foot_share: float = 1.0
    heel_ahead_leg: float = 0.0
    near_error: Mapping[str, float] = field(default_factory=dict)
    far_error: Mapping[str, float] = field(default_factory=dict)


_VIEW_ERROR_NEAR = {
    "cadence": 0.1,
    "step_time": 5.0,
    "contact_time": 14.0,
    "flight_time": 14.0,
    "duty_factor": 2.0,
    "foot_inclination_ic": 3.0,
    "tibia_angle_loading": 4.5,
    "knee_flexion_ic": 4.0,
    "knee_flexion_peak_stance": 4.5,
    "hip_extension_late_stance": 3.0,
    "trunk_lean": 2.6,
    "overstride": 5.0,
}
_VIEW_ERROR_FAR = {
    **_VIEW_ERROR_NEAR,
    "contact_time": 18.0,
    "flight_time": 18.0,
    "duty_factor": 2.5,
    "foot_inclination_ic": 5.0,
    "tibia_angle_loading": 5.0,
    "knee_flexion_ic": 5.0,
    "knee_flexion_peak_stance": 9.0,
    "hip_extension_late_stance": 4.0,
}

MARKERS_OR_UNKNOWN = KeypointHabits(near_error=_VIEW_ERROR_NEAR, far_error=_VIEW_ERROR_FAR)
BLAZEPOSE = KeypointHabits(
    contact_offset_s=0.010,
    toe_off_offset_s=0.008,
    flat_foot_share=0.0,
    heel_ahead_leg=0.023,
    near_error={**_VIEW_ERROR_NEAR, "foot_inclination_ic": 6.0},
    far_error={**_VIEW_ERROR_FAR, "foot_inclination_ic": 6.5},
)
_BY_SOURCE_PREFIX: Mapping[str, KeypointHabits] = {"blazepose": BLAZEPOSE}


def habits_of(source: str) -> KeypointHabits:
    """The habits of `PoseTrack.source`; those of points fixed to the body for a source not measured here."""
    return next(
        (habits for prefix, habits in _BY_SOURCE_PREFIX.items() if source.startswith(prefix)), MARKERS_OR_UNKNOWN
    )
