"""How a body stands, kneels or lies in an exercise: key poses as joint angles, what it rests on, and its props.

Signs and zeros. All angles are degrees, all of them 0 when standing upright with hanging arms and level feet.

==========================  ==========================================================================================
trunk lean                  hip-to-shoulder line against vertical, + forwards; -90 on the back, +90 on the front
trunk side lean             whole body toward one side, + to the right; +90 lying on the right side
trunk turn                  the pelvis about the vertical, + to the left
trunk side bend             chest against pelvis, + to the right
trunk rotation              shoulder line against pelvis, + to the left
neck flexion                head against trunk, + chin to chest
hip flexion                 thigh against trunk, + forwards
hip abduction               thigh away from the other leg
hip rotation                thigh about its own axis, + outwards (toes out; with a bent knee the foot goes inwards)
knee flexion                0 straight, + bent
ankle dorsiflexion          0 with the foot square to the shank, + toes up
toe extension               toes against the forefoot, + up
arch                        how much the forefoot bends down on the rearfoot, + higher arch
shoulder flexion            upper arm against trunk, + forwards, 180 overhead
shoulder abduction          upper arm away from the trunk
shoulder rotation           upper arm about its own axis, + outwards
elbow flexion               0 straight, + bent
==========================  ==========================================================================================

Three turns in one joint are taken in the order flexion, abduction, rotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import Entry, ExerciseId, Id, Listed, ScreenId, Sourced, Text

PoseName = Literal["start", "work", "end"]
#: What can carry weight; a plural is both sides.
Contact = Literal[
    "feet",
    "left_foot",
    "right_foot",
    "heels",
    "left_heel",
    "right_heel",
    "toes",
    "left_toes",
    "right_toes",
    "knees",
    "left_knee",
    "right_knee",
    "insteps",
    "left_instep",
    "right_instep",
    "seat",
    "left_hip",
    "right_hip",
    "back",
    "upper_back",
    "front",
    "head",
    "forearms",
    "left_forearm",
    "right_forearm",
    "hands",
    "left_hand",
    "right_hand",
]
#: A joint, or the middle between two.
Joint = Literal[
    "head",
    "mid_shoulder",
    "mid_hip",
    "mid_knee",
    "mid_ankle",
    "mid_hand",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "left_hand",
    "left_hip",
    "left_knee",
    "left_ankle",
    "left_heel",
    "right_shoulder",
    "right_elbow",
    "right_wrist",
    "right_hand",
    "right_hip",
    "right_knee",
    "right_ankle",
    "right_heel",
    "left_toe",
    "right_toe",
    "left_ball",
    "right_ball",
    "left_arch",
    "right_arch",
]
#: From the joint nearer the trunk to the next one.
Segment = Literal["left_thigh", "right_thigh", "left_shank", "right_shank", "trunk"]


class TrunkAngles(Entry):
    """How the trunk lies in space and bends; see the table of the module."""

    lean_deg: float | None = None
    side_lean_deg: float | None = None
    turn_deg: float | None = None
    side_bend_deg: float | None = None
    rotation_deg: float | None = None
    neck_flexion_deg: float | None = None


class LegAngles(Entry):
    """One leg, or both."""

    hip_flexion_deg: float | None = None
    hip_abduction_deg: float | None = None
    hip_rotation_deg: float | None = None
    knee_flexion_deg: float | None = None
    ankle_dorsiflexion_deg: float | None = None
    toe_extension_deg: float | None = None
    arch_deg: float | None = None


class ArmAngles(Entry):
    """One arm, or both."""

    shoulder_flexion_deg: float | None = None
    shoulder_abduction_deg: float | None = None
    shoulder_rotation_deg: float | None = None
    elbow_flexion_deg: float | None = None


class StepLift(Entry):
    """How much further a leg bends half way to a pose, so that its foot clears the floor."""

    leg: Literal["left", "right"]
    hip_flexion_deg: float = Field(gt=0)
    knee_flexion_deg: float = Field(gt=0)


class KeyPose(Entry):
    """One pose of a movement, how long getting there takes and how long it is held.

    Angles that are not given are those of the pose it is ``like``, and 0 where there is none. ``legs`` and ``arms``
    are both sides; a side of its own comes after.
    """

    name: PoseName
    plain: Text
    reach_s: float = Field(gt=0)
    hold_s: float = Field(default=0.0, ge=0)
    like: PoseName | None = None
    lift: StepLift | None = None
    rests_on: tuple[Contact, ...] = ()
    trunk: TrunkAngles | None = None
    legs: LegAngles | None = None
    left_leg: LegAngles | None = None
    right_leg: LegAngles | None = None
    arms: ArmAngles | None = None
    left_arm: ArmAngles | None = None
    right_arm: ArmAngles | None = None

    def stated_deg(self) -> dict[str, float]:
        """The angles this pose states, by full name, e.g. ``right_knee_flexion_deg``."""
        return {name: angle_deg for group in _GROUPS for name, angle_deg in self._of_group(group)}

    def _of_group(self, group: str) -> Iterator[tuple[str, float]]:
        angles = getattr(self, group)
        if angles is None:
            return
        for name in type(angles).model_fields:
            angle_deg = getattr(angles, name)
            if angle_deg is not None:
                yield from ((f"{prefix}_{name}", angle_deg) for prefix in _PREFIXES[group])


_PREFIXES = {
    "trunk": ("trunk",),
    **dict.fromkeys(("legs", "arms"), ("left", "right")),
    **{f"{side}_{limb}": (side,) for side in ("left", "right") for limb in ("leg", "arm")},
}
_GROUPS = tuple(_PREFIXES)
#: Every joint angle of a pose, by full name.
ANGLE_NAMES: tuple[str, ...] = (
    *(f"trunk_{name}" for name in TrunkAngles.model_fields),
    *(f"{side}_{name}" for side in ("left", "right") for name in (*LegAngles.model_fields, *ArmAngles.model_fields)),
)


class Prop(Entry):
    """A thing that belongs to a movement, placed by a joint or along a segment (``along`` 0 at its upper end).

    ``offset_m`` (forwards, up, right in the room) shifts it from there; ``on_floor`` sets it on the floor below;
    ``is_fixed`` leaves it where it was in the start pose; ``carries`` says that the body lies on it.
    A ``block`` and a ``table`` reach from the floor up to where they are placed; a table lies behind it.
    ``along_work`` and ``along_end`` tell where the body has rolled to by then.
    """

    kind: Literal[
        "lacrosse_ball", "small_ball", "foam_roller", "band", "wall", "chair", "mat", "pad", "step", "block", "table"
    ]
    at: Joint | Segment
    along: float = Field(default=0.5, ge=0, le=1)
    along_work: float | None = Field(default=None, ge=0, le=1)
    along_end: float | None = Field(default=None, ge=0, le=1)
    offset_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    on_floor: bool = False
    is_fixed: bool = False
    carries: bool = False


class Arrow(Entry):
    """Which way a joint goes from one pose to the next: along its own path, or a push that hardly moves.

    ``leaves``: only on the way from this pose.
    """

    joint: Joint
    push: Literal["forwards", "backwards", "up", "down", "left", "right"] | None = None
    both_ways: bool = False
    leaves: Literal["start", "work"] | None = None


class Camera(Entry):
    """Where the drawing is seen from: 0 the runner's right side, 90 from the front; and how far above level."""

    turn_deg: float = Field(ge=-90, le=120)
    raise_deg: float = Field(ge=0, le=40)


class StatedAngle(Entry):
    """Which angle of which pose shows an angle that the exercise asks for.

    ``what`` is the exercise's own wording. Where the exercise counts otherwise, its angle is ``from_deg`` plus ours,
    or, ``turned``, ``from_deg`` less ours: shoulder-hip-knee is 180 less the hip flexion.
    """

    what: Text
    pose: PoseName
    angle: Text
    from_deg: float = 0.0
    turned: bool = False

    def counted_deg(self, angles_deg: dict[str, float]) -> float:
        """The angle of a pose as the exercise counts it."""
        ours_deg = angles_deg[self.angle]
        return self.from_deg - ours_deg if self.turned else self.from_deg + ours_deg

    @model_validator(mode="after")
    def _names_an_angle(self) -> Self:
        if self.angle not in ANGLE_NAMES:
            raise ValueError(f"no joint angle '{self.angle}'")
        return self


class PosedMovement(Listed, Sourced):
    """Key poses that are drawn, and by which a made-up body moves.

    ``works``: the side that is shown working; the other side is its mirror image. ``stays``: the contact that does
    not travel over the floor. ``floor_below_m``: how far the floor lies below what carries the body, where that is a
    table or a step. ``source`` is where the angles come from that are not stated elsewhere.
    """

    name: Text
    view: Literal["side", "front", "rear"]
    works: Literal["left", "right", "both"]
    stays: Contact
    shows: Literal["body", "foot"] = "body"
    floor_below_m: float = Field(default=0.0, ge=0)
    camera: Camera
    poses: Annotated[tuple[KeyPose, ...], Field(min_length=3, max_length=3)]
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    @model_validator(mode="after")
    def _goes_from_start_to_end(self) -> Self:
        if [pose.name for pose in self.poses] != ["start", "work", "end"]:
            raise ValueError("expected the poses start, work, end in this order")
        known: set[str] = set()
        for pose in self.poses:
            if pose.like is not None and pose.like not in known:
                raise ValueError(f"pose '{pose.name}' is like '{pose.like}', which does not come before it")
            known.add(pose.name)
            if self.stays not in self.rests_on(pose.name):
                raise ValueError(f"'{self.stays}' stays, but pose '{pose.name}' does not rest on it")
        return self

    def pose(self, name: str) -> KeyPose:
        """The key pose of this name."""
        return next(pose for pose in self.poses if pose.name == name)

    def angles_deg(self, name: str) -> dict[str, float]:
        """Every joint angle of a pose by full name (`ANGLE_NAMES`), degrees."""
        pose = self.pose(name)
        before = self.angles_deg(pose.like) if pose.like else dict.fromkeys(ANGLE_NAMES, 0.0)
        return before | pose.stated_deg()

    def rests_on(self, name: str) -> tuple[str, ...]:
        """What carries the body in a pose."""
        pose = self.pose(name)
        if pose.rests_on or pose.like is None:
            return pose.rests_on
        return self.rests_on(pose.like)


class Movement(PosedMovement):
    """The key poses of one exercise, or of one of its variations (``part``); ``stated`` are its own angles."""

    exercise: ExerciseId
    part: Id | None = None
    stated: tuple[StatedAngle, ...] = ()


class ScreenMovement(PosedMovement):
    """The key poses of a home screen; ``id`` is that of the screen."""

    screen: ScreenId

    @model_validator(mode="after")
    def _is_named_as_its_screen(self) -> Self:
        if self.id != self.screen:
            raise ValueError("the id of a screen's movement is that of its screen")
        return self


def mirrored_deg(angles_deg: dict[str, float]) -> dict[str, float]:
    """The same pose done with the other side: left and right limbs change places, the trunk turns the other way."""
    turned = {f"trunk_{name}" for name in ("side_lean_deg", "turn_deg", "side_bend_deg", "rotation_deg")}
    other = {"left": "right", "right": "left", "trunk": "trunk"}
    swapped = {}
    for name, angle_deg in angles_deg.items():
        part, rest = name.split("_", 1)
        swapped[f"{other[part]}_{rest}"] = -angle_deg if name in turned else angle_deg
    return swapped
