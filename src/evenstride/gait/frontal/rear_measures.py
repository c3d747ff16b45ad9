"""Steps of a rear or front view to measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from evenstride.gait.frontal.angles import PELVIS_POINTS, REARFOOT_POINTS, shows
from evenstride.gait.frontal.rear_habits import RearError, rear_habits_of
from evenstride.gait.frontal.rear_step_values import (
    PER_REAR_STEP,
    RearRecording,
    RearStepValue,
    base_of_support_leg,
    rear_oscillation_leg,
)
from evenstride.gait.measures import Estimate, MeasureContext, summarise_measures
from evenstride.gait.time_measures import cadence_estimate, leg_m, scaled
from evenstride.model import CameraTilt, Measure, Step
from evenstride.model.gait import Side
from evenstride.signals.statistics import summarise_trimmed

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

NO_ERROR = RearError(0.0)
#: What no clip from behind or in front gives, though its view is named: measure id -> why.
_NEVER: Mapping[str, str] = {
    "heel_whip": (
        "No keypoint shows how the sole turns, and there is no run with known truth to check a reading against. Look "
        "at the picture itself."
    ),
    "symmetry_index": (
        "It compares contact times, and these cannot be timed from behind or in front. Film both sides one after the "
        "other."
    ),
}
#: Measures that need points no pose model gives, and the sets of points of which one is enough.
_NEEDED_POINTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "pelvic_drop": tuple((point,) for point in PELVIS_POINTS),
    "hip_adduction": tuple((point,) for point in PELVIS_POINTS),
    "heel_eversion": (REARFOOT_POINTS,),
}
_NOT_SHOWN: Mapping[str, str] = {
    "pelvic_drop": (
        "The tilt of the pelvis is not in a pose model's hip points: on nine runs with known truth they go with the "
        "thighs and the clothes."
    ),
    "hip_adduction": "It needs the tilt of the pelvis, which is not in a pose model's hip points.",
    "heel_eversion": "No pose model shows the back of the heel and of the lower leg.",
}


def summarise_rear_measures(
    recording: RearRecording, tilt: CameraTilt, *, knowledge: Knowledge, context: MeasureContext
) -> tuple[Measure, ...]:
    """Every measure of knowledge from a view along the running direction; see `summarise_measures`.

    Parameters
    ----------
    tilt : by which the recording was levelled; its error goes into the errors of the measures.
    """
    context = replace(context, view=recording.view.seen_from)
    return summarise_measures(RearReader(recording, tilt, context), knowledge=knowledge, context=context)


@dataclass(frozen=True)
class RearReader:
    """Reads the measures of a view along the running direction."""

    recording: RearRecording
    tilt: CameraTilt
    context: MeasureContext

    def reason_against(self, definition: MeasureDefinition, side: Side | None) -> str | None:  # noqa: ARG002
        """Why these points do not carry a measure; None where they do."""
        if definition.id in _NEVER:
            return _NEVER[definition.id]
        if not self._has_points(definition.id):
            return f"{_NOT_SHOWN[definition.id]} {definition.how_to_film}"
        return rear_habits_of(self.recording.track.source).refused.get(definition.id)

    def estimate(self, definition: MeasureDefinition, side: Side | None) -> Estimate | None:
        """The measure of one side."""
        if definition.id == "cadence":
            return self._with_error(cadence_estimate(self.recording.steps), "cadence")
        if definition.id == "vertical_oscillation":
            return self._in_leg_lengths(rear_oscillation_leg, side, self._error_of("vertical_oscillation").sd)
        if definition.id == "base_of_support":
            return self._with_error(self._in_leg_lengths(base_of_support_leg, side, 0.0), definition.id)
        read = PER_REAR_STEP.get(definition.id)
        if read is None:
            return None
        summary = summarise_trimmed([read(self.recording, step) for step in self._steps(side)])
        return None if summary is None else Estimate(summary.mean, summary, self.error_of(definition.id, summary.mean))

    def error_of(self, measure_id: str, value: float = 0.0) -> float:
        """Standard deviation of the error that stays however many steps are seen: points, scale, roll and yaw."""
        known = self._error_of(measure_id)
        return float(
            np.linalg.norm(
                [
                    known.sd,
                    known.share * value,
                    known.per_roll_deg * self.tilt.roll_error_deg,
                    known.per_yaw_deg * self.recording.view.yaw_error_deg,
                ]
            )
        )

    def _has_points(self, measure_id: str) -> bool:
        wanted = _NEEDED_POINTS.get(measure_id)
        return wanted is None or any(shows(self.recording.track, *points) for points in wanted)

    def _error_of(self, measure_id: str) -> RearError:
        return rear_habits_of(self.recording.track.source).errors.get(measure_id, NO_ERROR)

    def _steps(self, side: Side | None) -> list[Step]:
        return [step for step in self.recording.steps if side in (None, step.side)]

    def _with_error(self, found: Estimate | None, measure_id: str) -> Estimate | None:
        """The estimate with what is known of the points added to its error."""
        if found is None:
            return None
        return replace(found, error=float(np.hypot(found.error or 0.0, self.error_of(measure_id))))

    def _in_leg_lengths(self, read: RearStepValue, side: Side | None, error_of_length: float) -> Estimate | None:
        """A length in centimetres, by the runner's height."""
        legs = summarise_trimmed([read(self.recording, step) for step in self._steps(side)])
        if legs is None:
            return None
        return scaled(legs, 100.0 * leg_m(self.context), self.context, error_of_length=error_of_length)
