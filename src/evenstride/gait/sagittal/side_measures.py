"""Steps of a side view to measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from evenstride.gait.keypoint_habits import KeypointHabits, Leg, habits_of
from evenstride.gait.measures import GIVEN_HEIGHT_ERROR, Estimate, MeasureContext, summarise_measures
from evenstride.gait.sagittal.sole_inclination import ERROR_DEG as SOLE_ERROR_DEG
from evenstride.gait.sagittal.step_values import PER_STEP, SideRecording, speed_legs_per_s, vertical_oscillation_leg
from evenstride.gait.sagittal.strike import classify_strike
from evenstride.gait.time_measures import cadence_estimate, leg_m, scaled
from evenstride.model import Measure
from evenstride.model.gait import SIDES, Side
from evenstride.signals.statistics import Summary, summarise_trimmed

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition


def summarise_side_measures(
    recording: SideRecording, *, knowledge: Knowledge, context: MeasureContext
) -> tuple[Measure, ...]:
    """Every measure of knowledge from a side view; see `summarise_measures`."""
    context = replace(context, view="side", speed_mps=estimate_speed_mps(recording, context))
    return summarise_measures(SideReader(recording, context), knowledge=knowledge, context=context)


def estimate_speed_mps(recording: SideRecording, context: MeasureContext) -> float | None:
    """Running speed from the standing foot and the runner's (or an assumed) height; good to about 10 %."""
    legs = summarise_trimmed([speed_legs_per_s(recording, step) for step in recording.steps])
    scale = habits_of(recording.track.source).scale("step_length")
    return None if legs is None else legs.mean * leg_m(context) * scale


def error_of(measure_id: str, side: Side | None, recording: SideRecording) -> float:
    """Standard deviation of the error that stays however many steps are seen: view, model, event bias."""
    if measure_id == "foot_inclination_ic" and side is not None and recording.sole.covers(side):
        return SOLE_ERROR_DEG
    return habits_of(recording.track.source).error(measure_id, leg_of(side, recording))


def leg_of(side: Side | None, recording: SideRecording) -> Leg:
    """Which leg a measure is of, as the camera sees it."""
    if side is None:
        return "both"
    return "near" if side == recording.view.near_side else "far"


@dataclass(frozen=True)
class SideReader:
    """Reads the measures of a side view."""

    recording: SideRecording
    context: MeasureContext

    def reason_against(self, definition: MeasureDefinition, side: Side | None) -> str | None:  # noqa: ARG002
        """Nothing beyond view and frame rate."""
        return None

    def estimate(self, definition: MeasureDefinition, side: Side | None) -> Estimate | None:
        """The measure of one side."""
        if definition.kind == "class":
            return self._strike(definition, side)
        whole = {
            "cadence": self._cadence,
            "vertical_oscillation": self._vertical_oscillation_cm,
            "step_length": self._step_length_m,
            "symmetry_index": self._symmetry_pct,
        }
        if definition.id in whole:
            return whole[definition.id]()
        summary = self._of_steps(definition.id, side)
        if summary is None:
            return None
        doubts = self._habits.bias_doubts(
            definition.id, leg_of(side, self.recording), name=definition.short_name, unit=definition.unit
        )
        return Estimate(summary.mean, summary, error_of(definition.id, side, self.recording), doubts)

    @property
    def _habits(self) -> KeypointHabits:
        return habits_of(self.recording.track.source)

    def _length(self, measure_id: str, legs: Summary, leg_lengths: float) -> Estimate:
        """A measure in leg lengths as a length, its known bias taken off.

        The measured share of error holds a given height's own error, which `scaled` adds.
        """
        share = self._habits.error(measure_id, "both")
        by_height = 0.0 if self.context.measured_leg_m else GIVEN_HEIGHT_ERROR
        own_share = max(share**2 - by_height**2, 0.0) ** 0.5
        factor = leg_lengths * leg_m(self.context) * self._habits.scale(measure_id)
        return scaled(legs, factor, self.context, error_of_length=own_share)

    def _of_steps(self, measure_id: str, side: Side | None) -> Summary | None:
        read = PER_STEP.get(measure_id)
        if read is None:
            return None
        steps = (step for step in self.recording.steps if side in (None, step.side))
        return summarise_trimmed([read(self.recording, step) for step in steps])

    def _cadence(self) -> Estimate | None:
        return cadence_estimate(self.recording.steps)

    def _vertical_oscillation_cm(self) -> Estimate | None:
        legs = summarise_trimmed([vertical_oscillation_leg(self.recording, step) for step in self.recording.steps])
        if legs is None:
            return None
        return self._length("vertical_oscillation", legs, 100.0)

    def _step_length_m(self) -> Estimate | None:
        """Speed of the hips over the standing foot times the step time."""
        speeds = summarise_trimmed([speed_legs_per_s(self.recording, step) for step in self.recording.steps])
        times = summarise_trimmed([step.step_time_s or np.nan for step in self.recording.steps])
        if speeds is None or times is None:
            return None
        length = self._length("step_length", speeds, times.mean)
        if self._habits.planted_toe:
            return length
        doubt = "Rests on the speed of the standing foot, good to about 10 %; the treadmill's display is better."
        return replace(length, doubts=(*length.doubts, doubt))

    def _symmetry_pct(self) -> Estimate | None:
        """Left-right difference of contact time in per cent of the mean of both."""
        left, right = (self._of_steps("contact_time", side) for side in SIDES)
        if left is None or right is None or left.sd is None or right.sd is None:
            return None
        mean = 0.5 * (left.mean + right.mean)
        sd = 100.0 / mean * float(np.hypot(left.sd, right.sd))
        errors = [error_of("contact_time", side, self.recording) for side in SIDES]
        value = 100.0 * abs(left.mean - right.mean) / mean
        return Estimate(
            value,
            Summary(value, sd, min(left.n, right.n)),
            100.0 / mean * float(np.hypot(errors[0], errors[1])),
            (
                "The contact detector shows about two thirds of a small difference between the legs, and one camera "
                "sees one leg well; film the other side too before comparing them.",
            ),
        )

    def _strike(self, definition: MeasureDefinition, side: Side | None) -> Estimate | None:
        """The class of the foot's first contact, from the same angle as the foot inclination and its error."""
        angle = self._of_steps("foot_inclination_ic", side)
        if angle is None:
            return None
        error_deg = float(np.hypot(error_of("foot_inclination_ic", side, self.recording), angle.standard_error or 0.0))
        value = classify_strike(angle.mean, error_deg, definition.classes)
        near_limit = (
            f"The foot lands at {angle.mean:.0f} ± {error_deg:.0f} degrees: too near a limit to name one class.",
        )
        return Estimate(value, angle, None, near_limit if value == "uncertain" else ())
