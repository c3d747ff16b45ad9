"""Each fault that a form check looks for, put into a made-up exercise: by other joint angles, moved points or tempo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenstride.reports.figures.kinematics import Points
from evenstride.testing_exercise import Angles, Performance


@dataclass(frozen=True)
class InjectedFault:
    """A check that has to find it, and the performance that holds it."""

    check_id: str
    performance: Performance


def adding(**by_deg: float) -> Callable[[Angles, float], Angles]:
    """Joint angles changed by so much at the end of the way out; ``legs_``, ``arms_`` stand for both sides."""
    wanted: dict[str, float] = {}
    for name, deg in by_deg.items():
        group, _, joint = name.partition("_")
        sides = {"legs": ("left", "right"), "arms": ("left", "right")}.get(group, (group,))
        wanted |= {f"{side}_{joint}_deg": deg for side in sides}
    return lambda angles, share: {name: value + share * wanted.get(name, 0.0) for name, value in angles.items()}


def always(**by_deg: float) -> Callable[[Angles, float], Angles]:
    """The same from the start on."""
    change = adding(**by_deg)
    return lambda angles, _share: change(angles, 1.0)


def knees_together(points: Points, share: float) -> Points:
    """Both knees moved inward until they are closer than the feet by a third."""
    moved = dict(points)
    middle = (points["left_knee"] + points["right_knee"]) / 2
    for side in ("left", "right"):
        ankle_out = float(points[f"{side}_ankle"][2] - middle[2])
        target = middle[2] + 0.65 * ankle_out
        moved[f"{side}_knee"] = points[f"{side}_knee"] + share * np.array([0, 0, target - points[f"{side}_knee"][2]])
    return moved


def support_knee_in(points: Points, share: float) -> Points:
    """The right knee moved 14 cm toward the other leg: about 33 degrees off the line from hip to ankle."""
    line = (points["right_hip"] + points["right_ankle"]) / 2
    shift = line[2] - points["right_knee"][2] - 0.14
    return points | {"right_knee": points["right_knee"] + share * np.array([0.0, 0.0, shift])}


def trunk_aside(points: Points, share: float) -> Points:
    """Everything above the hips turned about their middle by 24 degrees toward the runner's right; the legs stay."""
    turn = share * math.radians(24)
    legs = ("hip", "knee", "ankle", "heel", "ball", "toe", "arch", "pelvis")
    centre = points["mid_hip"]
    turned = dict(points)
    for name, at in points.items():
        if not name.endswith(legs):
            _, up, right = at - centre
            across = right * math.cos(turn) + up * math.sin(turn)
            turned[name] = centre + np.array([at[0] - centre[0], up * math.cos(turn) - right * math.sin(turn), across])
    return turned


def heels_up(points: Points, share: float) -> Points:
    """Both heels lifted by 9 cm."""
    return points | {
        f"{side}_heel": points[f"{side}_heel"] + share * np.array([0, 0.09, 0]) for side in ("left", "right")
    }


def weight_aside(points: Points, share: float) -> Points:
    """Everything above the knees moved aside by a third of the distance of the feet."""
    shift = 0.35 * abs(float(points["left_ankle"][2] - points["right_ankle"][2]))
    below = ("knee", "ankle", "heel", "ball", "toe", "arch")
    return {name: at if name.endswith(below) else at + share * np.array([0, 0, shift]) for name, at in points.items()}


_HURRIED = Performance(out_s=0.5)
_KNEE_IN = InjectedFault("knee_in", Performance(move=support_knee_in))
_STEP_BACK = (
    _KNEE_IN,
    InjectedFault("leans_aside", Performance(move=trunk_aside)),
    InjectedFault("too_fast_down", _HURRIED),
)
_DROPPED = Performance(back_s=0.35)

FAULTS: dict[str, tuple[InjectedFault, ...]] = {
    "inner_quad_squat": (
        InjectedFault("knees_in", Performance(move=knees_together)),
        InjectedFault("heels_lift", Performance(move=heels_up)),
        InjectedFault("chest_down", Performance(bend=adding(trunk_lean=30, legs_hip_flexion=30))),
        InjectedFault("weight_to_one_side", Performance(move=weight_aside)),
        InjectedFault("too_fast_down", _HURRIED),
    ),
    "kegel_ball_squeeze_bridge": (
        InjectedFault("hips_low", Performance(depth=0.35)),
        InjectedFault("hold_too_short", Performance(hold_s=1.5)),
        InjectedFault("feet_too_far", Performance(bend=always(legs_knee_flexion=-38))),
        InjectedFault("dropped", _DROPPED),
    ),
    "kegel_ball_squeeze_knees_to_chest": (
        InjectedFault("trunk_lifts", Performance(bend=adding(trunk_lean=28))),
        InjectedFault("not_far_enough", Performance(depth=0.45)),
        InjectedFault("swinging", _HURRIED),
    ),
    "glute_step_back": _STEP_BACK,
    "glute_step_back_straight": _STEP_BACK,
    "glute_step_back_twisting": (_KNEE_IN,),
    "glute_step_back_side_bending": (
        _KNEE_IN,
        InjectedFault("bend_too_small", Performance(bend=lambda a, _s: a | {"trunk_side_bend_deg": 0.0})),
    ),
    "kneeling_lat_pulldown": (
        InjectedFault("elbow_not_square", Performance(bend=adding(arms_elbow_flexion=-42))),
        InjectedFault("elbow_too_tight", Performance(bend=adding(arms_elbow_flexion=48))),
        InjectedFault("chest_down", Performance(bend=adding(trunk_lean=32, legs_hip_flexion=32))),
        InjectedFault("leans_back", Performance(bend=adding(trunk_lean=-32, legs_knee_flexion=32))),
    ),
    "calf_raise": (
        InjectedFault("knee_bends", Performance(bend=adding(right_knee_flexion=35, right_hip_flexion=17))),
        InjectedFault("dropped", _DROPPED),
    ),
    "calf_raise_bent_knee": (
        InjectedFault(
            "knee_straightens",
            Performance(bend=adding(right_knee_flexion=-30, right_hip_flexion=-17, right_ankle_dorsiflexion=-13)),
        ),
    ),
    "hamstring_bridge": (InjectedFault("dropped", _DROPPED),),
    "hamstring_bridge_single_leg": (InjectedFault("dropped", _DROPPED),),
}
