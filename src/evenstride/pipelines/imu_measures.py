"""What a motion sensor shows as measures of the knowledge; the rest is refused and says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.gait.inertial.shin_impacts import SMALLEST_CHANGE_G, summarise_impacts
from evenstride.gait.inertial.trunk_gait import Estimate, TrunkGait
from evenstride.gait.measures import refused_measure
from evenstride.model import Measure
from evenstride.model.gait import SIDES, Side
from evenstride.model.run_analysis import RunQuantity
from evenstride.pipelines.imu_run import PLACE_WORDS, ImuGait

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: 95 % of the differences between two runs with the same standard error stay below this many of them.
_MDC_FACTOR = 1.96 * 2**0.5
#: From this share of landings at the end of the range on, the mean peak is too low to tell.
_MOST_SATURATED = 0.05
SENSOR_IS_BLIND = "A motion sensor does not show it."
NO_RUNNING = "No running was found in this file: no steady rhythm of 132 to 255 steps a minute."
_OTHER_RUNNERS = (
    "Contact from the sacrum was compared with a force plate in one runner only; the error is that of a published "
    "study of 100 runners with a like method."
)
_EXTRAPOLATED = "It lies outside of the contact times that the method was fitted on (180 to 255 ms)."
_COARSE_SIDES = "A sensor at the sacrum shows great differences only, and not which foot is which."
_PUT_ON_ANEW = "Only your own values with the same sensor in the same place can be compared; there is no limit."
_SPEED = "Speed, ground and shoes change it more than anything else, and a sensor alone does not know them."
_CUT_OFF = "landings reach the end of the sensor's range, so the peaks are cut off. Use a range of 30 g or more."


def imu_measures(gait: ImuGait, drifts: Sequence[Measure], *, knowledge: Knowledge) -> tuple[Measure, ...]:
    """Every measure of the knowledge.

    A sensor on the trunk does not tell left from right: what has sides comes for both feet together (``side=None``),
    and the sides are refused.

    Parameters
    ----------
    drifts : of `fatigue.assess_fatigue`; they are taken over by id.
    """
    by_id = {drift.id: drift for drift in drifts}
    measures: list[Measure] = []
    for definition in knowledge.measures.values():
        if definition.id in by_id:
            measures.append(by_id[definition.id])
            continue
        measures += _of_definition(definition, gait)
    return tuple(measures)


def imu_quantities(gait: ImuGait) -> tuple[RunQuantity, ...]:
    """The same numbers as quantities of a run, in its words."""
    minutes = round(gait.running_s / 60)
    device = PLACE_WORDS[gait.recording.place or "sacrum"]
    found: list[tuple[str, str, Side | None, Estimate]] = []
    if gait.trunk is not None:
        trunk = gait.trunk
        found = [
            ("cadence", "steps/min", None, trunk.cadence_spm),
            ("contact_time", "ms", None, trunk.contact_time_ms),
            ("flight_time", "ms", None, trunk.flight_time_ms),
            ("duty_factor", "%", None, trunk.duty_factor_pct),
            ("step_time", "ms", None, trunk.step_time_ms),
            ("stride_time", "ms", None, trunk.stride_time_ms),
        ]
    elif gait.impacts is not None:
        summary, error = summarise_impacts(gait.impacts)
        found = [("impact", "g", gait.recording.side, Estimate(summary.mean, error, summary.sd, summary.n))]
    return tuple(
        RunQuantity(name, unit, side, device, "acceleration", "derived", each.value, each.standard_error, None, minutes)
        for name, unit, side, each in found
    )


def _of_definition(definition: MeasureDefinition, gait: ImuGait) -> list[Measure]:
    has_sides = definition.sides == "per_side"
    sides: tuple[Side | None, ...] = SIDES if has_sides else (None,)
    reason = _reason_against(definition, gait)
    if reason is not None:
        return [_refused(definition, side, gait, reason) for side in sides]
    if gait.trunk is not None:
        return _of_trunk(definition, gait.trunk, gait, sides)
    return [_of_shin(definition, gait, side) for side in sides]


def _reason_against(definition: MeasureDefinition, gait: ImuGait) -> str | None:
    """Why a sensor at that place cannot carry a measure; None where it can."""
    if "imu" not in definition.views:
        return f"{SENSOR_IS_BLIND} {definition.how_to_film}"
    if gait.trunk is None and gait.impacts is None:
        return NO_RUNNING
    if definition.standing_at_fps(gait.recording.rate_hz) == "refused":
        needed = definition.low_confidence_fps or definition.min_fps
        return f"Expected at least {needed:g} samples a second for it, got {gait.recording.rate_hz:.0f}."
    return None


def _of_trunk(
    definition: MeasureDefinition, trunk: TrunkGait, gait: ImuGait, sides: tuple[Side | None, ...]
) -> list[Measure]:
    found: dict[str, tuple[Estimate | None, tuple[str, ...]]] = {
        "cadence": (trunk.cadence_spm, ()),
        "step_time": (trunk.step_time_ms, ()),
        "contact_time": (trunk.contact_time_ms, _contact_doubts(trunk)),
        "flight_time": (trunk.flight_time_ms, _contact_doubts(trunk)),
        "duty_factor": (trunk.duty_factor_pct, _contact_doubts(trunk)),
        "symmetry_index": (trunk.contact_difference_pct, (_COARSE_SIDES,)),
    }
    estimate, doubts = found.get(definition.id, (None, ()))
    if estimate is None:
        reason = f"A sensor at the sacrum does not show it. {definition.how_to_film}"
        return [_refused(definition, side, gait, reason) for side in sides]
    together = _measure(definition, None, gait, estimate, doubts)
    if sides == (None,):
        return [together]
    one_foot = "A sensor at the sacrum does not tell which foot is which; the value of both feet together is given."
    return [together, *(_refused(definition, side, gait, one_foot) for side in sides)]


def _of_shin(definition: MeasureDefinition, gait: ImuGait, side: Side | None) -> Measure:
    impacts = gait.impacts
    if definition.id == "cadence" and impacts is not None:
        cadence = impacts.cadence_spm
        return _measure(definition, None, gait, Estimate(cadence, 0.01 * cadence, None, 2 * impacts.count), ())
    if definition.id not in ("peak_tibial_acceleration", "peak_tibial_acceleration_change") or impacts is None:
        return _refused(definition, side, gait, f"A sensor at a shin does not show it. {definition.how_to_film}")
    if side != gait.recording.side:
        return _refused(definition, side, gait, f"The sensor was worn on the other leg. {definition.how_to_film}")
    if impacts.saturated_frac > _MOST_SATURATED:
        return _refused(definition, side, gait, f"{100 * impacts.saturated_frac:.0f} % of the {_CUT_OFF}")
    if definition.id == "peak_tibial_acceleration":
        summary, error = summarise_impacts(impacts)
        estimate = Estimate(summary.mean, error, summary.sd, summary.n)
        return _measure(definition, side, gait, estimate, (_PUT_ON_ANEW, _SPEED), mdc=SMALLEST_CHANGE_G)
    if gait.change is None:
        return _refused(
            definition, side, gait, "Expected earlier sessions, or at least 50 landings of this one, as a baseline."
        )
    change = gait.change
    estimate = Estimate(change.change_pct, change.standard_error_pct, None, change.n_landings)
    doubts = (f"Against {change.baseline} ({change.baseline_g:.1f} g).", _SPEED)
    return _measure(definition, side, gait, estimate, doubts, mdc=change.smallest_change_pct)


def _contact_doubts(trunk: TrunkGait) -> tuple[str, ...]:
    return (_OTHER_RUNNERS, *((_EXTRAPOLATED,) if trunk.is_contact_extrapolated else ()))


def _measure(
    definition: MeasureDefinition,
    side: Side | None,
    gait: ImuGait,
    estimate: Estimate,
    doubts: tuple[str, ...],
    *,
    mdc: float | None = None,
) -> Measure:
    slow = definition.standing_at_fps(gait.recording.rate_hz) == "low_confidence"
    reasons = (*doubts, *((f"{gait.recording.rate_hz:.0f} samples a second are few for it.",) if slow else ()))
    return Measure(
        id=definition.id,
        side=side,
        value=estimate.value,
        unit=definition.unit,
        standard_error=estimate.standard_error,
        n_steps=estimate.n_steps,
        sd_between_steps=estimate.sd_between_steps,
        status="low_confidence" if reasons else "ok",
        source=gait.recording.id,
        reasons=reasons,
        mdc=_MDC_FACTOR * estimate.standard_error if mdc is None else mdc,
    )


def _refused(definition: MeasureDefinition, side: Side | None, gait: ImuGait, reason: str) -> Measure:
    return refused_measure(definition, side, gait.recording.id, (reason,))
