"""How an exercise is watched: which signal makes its repetitions, what counts as a fault, where the camera stands.

Signals are computed by `evenstride.coaching.signals`; their values at the start and at the end of a repetition come
from the key poses of the movement that a watch names: an exercise is drawn, done and counted by the same numbers.

=====================  ===============================================================================================
signal                 what it is
=====================  ===============================================================================================
knee_flexion_deg       0 straight; the mean of both legs where both are seen
hip_flexion_deg        180 less the angle shoulder-hip-knee; lying, negative beyond the line
elbow_flexion_deg      0 straight; in the picture's plane
arm_raise_deg          upper arm against trunk, 0 beside it, 180 overhead; in the picture's plane
foot_lift_deg          heel over toe against the floor, from any side, less the same at the start of the set
hip_height             middle of the hips over the lower ankle, as a share of the same while standing
trunk_lean_deg         trunk against the vertical, + forwards
trunk_side_lean_deg    trunk against the vertical across the picture, + toward the runner's right
trunk_rise_deg         how far the trunk left the line it had at the start of the set, either way
chest_turn_deg         turn of the shoulder line against that at the start of the set, by its width
knee_inside_deg        angle by which the knee leaves the line from hip to ankle across the picture, + inwards
knee_inward_deg        the same across the body (turn and shortening told apart), less the same while standing
knee_gap               distance between the knees over that between the ankles, less how far off they are while standing
weight_shift           middle of the hips beside the middle of the ankles, as a share of the distance of the ankles
hip_sag                how far the hip hangs below the line from shoulder to ankle, as a share of that line
body_bend_deg          180 less the angle shoulder-hip-ankle
thigh_above_deg        thigh against the horizontal, + above it
=====================  ===============================================================================================
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import Entry, IdOf, Listed, Quantity, ScreenId, Sourced, Statement, Text
from evenstride.knowledge.schema.exercise import RedFlagId

MovementId = Annotated[str, IdOf("movement")]
Signal = Literal[
    "knee_flexion_deg",
    "hip_flexion_deg",
    "elbow_flexion_deg",
    "arm_raise_deg",
    "foot_lift_deg",
    "hip_height",
    "trunk_lean_deg",
    "trunk_side_lean_deg",
    "trunk_rise_deg",
    "chest_turn_deg",
    "knee_inside_deg",
    "knee_inward_deg",
    "knee_gap",
    "weight_shift",
    "hip_sag",
    "body_bend_deg",
    "thigh_above_deg",
]
#: What a check of tempo looks at beside the signals, seconds.
Timing = Literal["out_s", "back_s", "hold_s"]
#: upright: the trunk is; standing: on a leg that is about straight as well.
Posture = Literal["upright", "standing", "kneeling", "lying"]
BodyPart = Literal["head", "shoulders", "arms", "hips", "knees", "feet"]


class CameraAdvice(Entry):
    """Where the phone stands. ``yaw_deg``: how far the body may be turned from facing the camera (90 is the side)."""

    text: Text
    view: Literal["front", "side"]
    yaw_deg: Quantity
    distance_m: Quantity
    must_see: Annotated[tuple[BodyPart, ...], Field(min_length=1)]


class Repetition(Entry):
    """What makes a repetition.

    ``least_share`` is the smallest excursion that counts, as a share of the way between the key poses; after the
    first one half of their own median excursion counts where that is more. ``also`` must change with it, by at
    least ``also_least``. ``whose``: ``lower_foot`` reads the signal of the side whose foot is on the floor,
    ``planted_foot`` counts only where one foot stays and the other travels.
    """

    signal: Signal
    least_share: float = Field(gt=0, lt=1)
    least_s: float = Field(gt=0)
    also: Signal | None = None
    also_least: float | None = None
    whose: Literal["both", "lower_foot", "planted_foot"] = "both"
    hold_within_deg: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _names_the_least_change(self) -> Self:
        if (self.also is None) != (self.also_least is None):
            raise ValueError("also and also_least go together")
        return self


class FormCheck(Listed, Sourced):
    """One fault: where a signal, or the time of a part of the repetition, passes a limit by more than its error.

    Attributes
    ----------
    when : ``peak`` takes the median around the end of the way out, ``rep`` the value that is passed for a tenth of the
        repetition, ``start`` the median before the first repetition; a timing has none.
    error : what the pose step leaves uncertain in this signal at this view, in its unit; a fault needs more than
        limit plus error. ``error_source`` says how it was measured, or that it is ours.
    yaw_deg : the turns of the body at which the view carries the signal.
    rank : 1 is said first.
    """

    signal: Signal | Timing
    when: Literal["peak", "rep", "start"] | None = None
    of: Literal["both", "support"] = "both"
    above: float | None = None
    below: float | None = None
    error: float = Field(ge=0)
    error_source: Statement
    yaw_deg: Quantity
    rank: int = Field(ge=1, le=9)
    fault: Text
    cue: Text

    @model_validator(mode="after")
    def _has_one_limit_and_a_moment(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("expected either above or below")
        if (self.when is None) != self.is_timing:
            raise ValueError("a signal is read at a moment (when), a timing is not")
        return self

    @property
    def is_timing(self) -> bool:
        """Whether it is about how long a part of the repetition takes."""
        return self.signal in ("out_s", "back_s", "hold_s")


class FormWatch(Listed, Sourced):
    """How one exercise, variation or add-on is watched; ``id`` is that of its movement.

    ``by`` timer: the camera sees too little to count, ``unseen`` says what and why. ``stays`` follows the movement.
    """

    movement: MovementId
    by: Literal["camera", "timer"]
    posture: Posture | None = None
    camera: CameraAdvice | None = None
    repetition: Repetition | None = None
    checks: tuple[FormCheck, ...] = ()
    unseen: Annotated[tuple[Statement, ...], Field(min_length=1)]
    prompts: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_complete_for_the_camera(self) -> Self:
        given = (self.posture, self.camera, self.repetition)
        if (self.by == "camera") != all(part is not None for part in given) or (self.by == "timer" and any(given)):
            raise ValueError("a watch by camera has posture, camera and repetition, one by timer has none of them")
        if self.id != self.movement:
            raise ValueError("the id of a watch is that of its movement")
        return self


class HoldRule(Entry):
    """A position that is held: a signal kept inside a limit, which its error widens."""

    signal: Signal
    above: float | None = None
    below: float | None = None
    error: float = Field(ge=0)
    error_source: Statement

    @model_validator(mode="after")
    def _has_one_limit(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("expected either above or below")
        return self


class LegsApart(Sourced):
    """A position of somebody who lies: one hip bent by ``held_deg`` or more, the other by ``hangs_deg`` or less.

    Both are 180 less the angle shoulder-hip-knee in the picture's plane; ``text`` says the position in words.
    """

    text: Text
    held_deg: float
    hangs_deg: float

    @model_validator(mode="after")
    def _lies_apart(self) -> Self:
        if self.hangs_deg >= self.held_deg:
            raise ValueError("expected the hanging leg's hip to be less bent than the held one's")
        return self


class ScreenProtocol(Listed, Sourced):
    """How a home screen becomes a score; ``id`` is that of the screen, which holds the steps, norms and limits.

    Attributes
    ----------
    scored_by : ``camera`` where the keypoints carry the score from that view, ``timer`` where somebody else has to see
        the end, ``hand`` where it is measured with a tape or counted. A score by hand can be given for each of them.
    stage : when it is done: what moves first, then how it is steered, then how long it lasts, hops last.
    sides : whether each side has a score of its own, or one is of both at once.
    value : what becomes the score. ``reps``: their number; ``angle_at_ends``: the signal at the ends of the middle
        three repetitions; ``hold_s``: seconds until a rule is broken; ``angle_held``: the signal in the steadiest
        three seconds; ``entered``: by hand alone.
    signal, error : what is read for an angle, and what the pose step leaves uncertain in it.
    read_while : the position in which it is read, where there is one beside the posture.
    start, work : the repetition's signal at its two ends.
    lost_s : how long a rule may be broken before the hold is over; ``warnings``: how often before that.
    beats_per_min, beats_per_rep : of the metronome.
    left_right_least, left_right_share : the difference between the sides that counts, in the unit or as a share.
    """

    screen: ScreenId
    scored_by: Literal["camera", "timer", "hand"]
    stage: Literal["mobility", "control", "endurance", "hop"]
    sides: Literal["each_side", "both_at_once"] = "each_side"
    value: Literal["reps", "angle_at_ends", "hold_s", "angle_held", "entered"]
    camera: CameraAdvice | None = None
    posture: Posture | None = None
    repetition: Repetition | None = None
    start: float | None = None
    work: float | None = None
    signal: Signal | None = None
    error: float | None = Field(default=None, ge=0)
    read_while: LegsApart | None = None
    holds: tuple[HoldRule, ...] = ()
    lost_s: float = Field(default=0.0, ge=0)
    warnings: int = Field(default=0, ge=0, le=1)
    most_s: float | None = Field(default=None, gt=0)
    beats_per_min: float | None = Field(default=None, gt=0)
    beats_per_rep: int | None = Field(default=None, ge=1)
    left_right_least: Quantity | None = None
    left_right_share: Quantity | None = None
    unseen: Annotated[tuple[Statement, ...], Field(min_length=1)]
    asked_by: Annotated[tuple[RedFlagId, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_complete_for_its_value(self) -> Self:
        needed: dict[str, tuple[object, ...]] = {
            "reps": (self.repetition, self.start, self.work),
            "angle_at_ends": (self.repetition, self.start, self.work, self.signal, self.error),
            "hold_s": (self.holds or None,),
            "angle_held": (self.signal, self.error),
        }
        if self.scored_by == "camera" and None in (self.camera, self.posture, *needed.get(self.value, ())):
            raise ValueError(f"a screen by camera whose score is '{self.value}' lacks something for it")
        if (self.beats_per_min is None) != (self.beats_per_rep is None):
            raise ValueError("beats_per_min and beats_per_rep go together")
        if self.id != self.screen:
            raise ValueError("the id of a protocol is that of its screen")
        return self
