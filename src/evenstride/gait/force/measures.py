"""The measures a force platform carries, under the ids and definitions that clips have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.force.contacts import ForceContacts
from evenstride.gait.force.loading import body_weight_n, loading_rate_bw_s, peak_force_bw
from evenstride.gait.measures import Estimate, MeasureContext, summarise_measures
from evenstride.gait.time_measures import cadence_estimate, duty_factor_pct
from evenstride.model import Measure, Step
from evenstride.model.gait import SIDES, Side
from evenstride.signals.statistics import Summary, summarise_trimmed
from evenstride.units import ms_from_s

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: Force in body weights rests on the mean force of the trial: it was 1 to 4 % below the scales on 36 treadmill runs,
#: so that values lie 3 % higher than with the weight on the scales.
WEIGHT_ERROR = 0.032
#: RMSE of the loading rate beside published values of 36 treadmill runs, 7 % of it: where the impact peak is put.
LOADING_RATE_ERROR = 0.07


def summarise_force_measures(
    contacts: ForceContacts, *, rate_hz: float, source: str, knowledge: Knowledge
) -> tuple[Measure, ...]:
    """Every measure of knowledge as a force platform gives it; what it does not carry is refused with that reason."""
    context = MeasureContext(source=source, true_fps=rate_hz, view="force")
    return summarise_measures(ForceReader.of(contacts), knowledge=knowledge, context=context)


@dataclass(frozen=True)
class ForceReader:
    """Reads measures from contacts on a force platform.

    ``loading`` : measure id -> (contact,) value of every contact.
    """

    steps: tuple[Step, ...]
    contacts: ForceContacts
    loading: dict[str, NDArray[np.float64]]

    @classmethod
    def of(cls, contacts: ForceContacts) -> ForceReader:
        """With the loading of every contact read."""
        weight_n = body_weight_n(contacts)
        loading = {
            "peak_vgrf": peak_force_bw(contacts, weight_n),
            "valr": loading_rate_bw_s(contacts, weight_n),
        }
        return cls(assemble_steps(contacts.to_events()), contacts, loading)

    def reason_against(self, definition: MeasureDefinition, side: Side | None) -> str | None:  # noqa: ARG002
        """Nothing beyond the rate."""
        return None

    def estimate(self, definition: MeasureDefinition, side: Side | None) -> Estimate | None:
        """The measure of one side."""
        if definition.id == "cadence":
            return cadence_estimate(self.steps)
        if definition.id == "symmetry_index":
            return self._difference_pct()
        if definition.id in self.loading:
            return self._load(definition.id, side)
        summary = self._of_steps(definition.id, side)
        if summary is None:
            return None
        return Estimate(summary.mean, summary, self._timing_error(definition.id, side))

    def _of_steps(self, measure_id: str, side: Side | None) -> Summary | None:
        return summarise_trimmed([_step_value(measure_id, step) for step in self.steps if side in (None, step.side)])

    def _timing_error(self, measure_id: str, side: Side | None) -> float:
        """The instants' error, alike at every step; between contacts of two feet it cancels and only samples count."""
        error_ms = 1000 * self.contacts.error_s
        if measure_id == "step_time":
            return error_ms / max(sum(step.side == side for step in self.steps), 1) ** 0.5
        both_ms = error_ms * 2**0.5
        if measure_id != "duty_factor":
            return both_ms
        strides = summarise_trimmed([step.stride_time_s or np.nan for step in self.steps])
        return float("nan") if strides is None else 100 * both_ms / (1000 * strides.mean)

    def _load(self, measure_id: str, side: Side | None) -> Estimate | None:
        is_left = self.contacts.is_left
        summary = summarise_trimmed(self.loading[measure_id][is_left if side == "left" else ~is_left])
        if summary is None:
            return None
        own = LOADING_RATE_ERROR if measure_id == "valr" else 0.0
        return Estimate(summary.mean, summary, summary.mean * float(np.hypot(WEIGHT_ERROR, own)))

    def _difference_pct(self) -> Estimate | None:
        """Left-right difference of contact time in per cent of the mean of both.

        A zero that is off moves both sides alike, so the error is that of the steps alone.
        """
        left, right = (self._of_steps("contact_time", side) for side in SIDES)
        if left is None or right is None or left.sd is None or right.sd is None:
            return None
        per_ms = 100.0 / (0.5 * (left.mean + right.mean))
        value = per_ms * abs(left.mean - right.mean)
        count = min(left.n, right.n)
        sd = per_ms * float(np.hypot(left.sd / left.n**0.5, right.sd / right.n**0.5)) * count**0.5
        return Estimate(value, Summary(value, sd, count), 0.0)


def with_force(measures: tuple[Measure, ...], by_force: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """The measures of a view of the same steps, those that the force carries taken from it."""
    known = {(each.id, each.side): each for each in by_force if each.status != "refused"}
    return tuple(
        replace(known[each.id, each.side], source=each.source) if (each.id, each.side) in known else each
        for each in measures
    )


def _step_value(measure_id: str, step: Step) -> float:
    """One step's value of a measure of time, in the measure's unit; NaN where the step lacks an instant."""
    if measure_id == "duty_factor":
        return duty_factor_pct(step)
    seconds = {
        "contact_time": step.contact_time_s,
        "flight_time": step.flight_time_s,
        "step_time": step.step_time_s,
    }.get(measure_id)
    return np.nan if seconds is None else ms_from_s(seconds)
