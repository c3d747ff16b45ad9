"""What a coach needs to know about an exercise, taken together from its watch, its movement and its dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.coaching.key_poses import key_values
from evenstride.coaching.phases import PhaseScale

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import FormCheck, FormWatch, ScreenProtocol
    from evenstride.knowledge.schema.form_watch import CameraAdvice, Repetition

#: Standard error of a counting signal's extremes, in its unit. The knee: root mean square at depth on squats filmed
#: with motion capture from in front and aside. The others: points off by 1.2 % of body height over their segments.
SIGNAL_ERROR = {
    "knee_flexion_deg": 5.5,
    "hip_flexion_deg": 5.0,
    "elbow_flexion_deg": 7.0,
    "arm_raise_deg": 5.0,
    "foot_lift_deg": 6.0,
}


#: Body parts without which a signal cannot be read.
_PARTS_OF_SIGNAL: dict[str, tuple[str, ...]] = {
    "knee_flexion_deg": ("hips", "knees", "feet"),
    "hip_flexion_deg": ("shoulders", "hips", "knees"),
    "elbow_flexion_deg": ("shoulders", "arms"),
    "foot_lift_deg": ("feet",),
}


@dataclass(frozen=True)
class WatchPlan:
    """One exercise, variation or screen as the camera watches it.

    Attributes
    ----------
    stays : the contact that does not travel, by the movement's name for it.
    scale : values of the counting signal at the key poses.
    hold_s : seconds an end is to be held, None where it is not held.
    also_read : further signals that somebody wants to have.
    """

    exercise_id: str
    part_id: str | None
    name: str
    posture: str
    stays: str
    scale: PhaseScale
    repetition: Repetition
    camera: CameraAdvice
    checks: tuple[FormCheck, ...]
    unseen: tuple[str, ...]
    hold_s: float | None = None
    also_read: tuple[str, ...] = ()

    @property
    def needed_parts(self) -> tuple[str, ...]:
        """Parts of the body that have to be seen for a repetition to be counted."""
        return _PARTS_OF_SIGNAL[self.repetition.signal]

    @property
    def signals(self) -> tuple[str, ...]:
        """Every signal that is read, the counting one first."""
        also = () if self.repetition.also is None else (self.repetition.also,)
        checked = (check.signal for check in self.checks if not check.is_timing)
        return tuple(dict.fromkeys((self.repetition.signal, *also, *checked, *self.also_read)))


def plan_watch(watch: FormWatch, knowledge: Knowledge) -> WatchPlan:
    """The plan of a watch by camera.

    Raises
    ------
    ValueError : the watch is one by timer.
    """
    if watch.repetition is None or watch.camera is None or watch.posture is None:
        raise ValueError(f"'{watch.id}' is watched by timer.")
    movement = knowledge.movements[watch.movement]
    exercise = knowledge.exercises[movement.exercise]
    part = exercise.part(movement.part)
    worker = movement.works if watch.repetition.whose == "lower_foot" and movement.works != "both" else None
    start, work = key_values(watch.repetition.signal, movement, side=worker)
    hold = part.dose_article.hold_s
    return WatchPlan(
        exercise_id=exercise.id,
        part_id=movement.part,
        name=movement.name,
        posture=watch.posture,
        stays=movement.stays,
        scale=PhaseScale(start, work, watch.repetition.least_share, watch.repetition.least_s),
        repetition=watch.repetition,
        camera=watch.camera,
        checks=watch.checks,
        unseen=tuple(each.text for each in watch.unseen),
        hold_s=hold.value if hold is not None else None,
    )


def plan_screen(protocol: ScreenProtocol, knowledge: Knowledge) -> WatchPlan:
    """The plan of a screen that counts repetitions by camera.

    Raises
    ------
    ValueError : the screen is not counted by camera.
    """
    if protocol.repetition is None or protocol.camera is None or protocol.posture is None:
        raise ValueError(f"'{protocol.id}' is not counted by camera.")
    if protocol.start is None or protocol.work is None:
        raise ValueError(f"'{protocol.id}' names no ends of a repetition.")
    scale = PhaseScale(protocol.start, protocol.work, protocol.repetition.least_share, protocol.repetition.least_s)
    return WatchPlan(
        exercise_id=protocol.screen,
        part_id=None,
        name=knowledge.screens[protocol.screen].name,
        posture=protocol.posture,
        stays="upper_back" if protocol.posture == "lying" else "feet",
        scale=scale,
        repetition=protocol.repetition,
        camera=protocol.camera,
        checks=(),
        unseen=tuple(each.text for each in protocol.unseen),
        also_read=() if protocol.signal is None else (protocol.signal,),
    )
