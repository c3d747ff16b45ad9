"""Steps to measures: a mean with its error, its count and its standing, or a refusal that says why and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from evenstride.gait.keypoint_habits import habits_of
from evenstride.gait.step_values import (
    JOINT_LEG_OVER_STATURE,
    PER_STEP,
    SideRecording,
    speed_legs_per_s,
    vertical_oscillation_leg,
)
from evenstride.gait.strike import classify_strike
from evenstride.model import Measure, Reference
from evenstride.model.gait import SIDES, Side
from evenstride.model.measure import MeasureStatus
from evenstride.signals.statistics import Summary, summarise_trimmed
from evenstride.units import spm_from_step_time

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: Steps per side for a stable mean (Dingenen et al. 2018, doi 10.1016/j.ptsp.2018.06.009) and the least we report.
STEPS_FOR_STABLE_MEAN = 7
LEAST_STEPS = 2
#: When the runner's height is not given: adults are 1.70 m, SD 0.10 m (our assumption), so lengths are good to 6 %.
ASSUMED_HEIGHT_M = 1.70
ASSUMED_HEIGHT_ERROR = 0.06
GIVEN_HEIGHT_ERROR = 0.03
#: 95 % of the differences between two recordings with the same standard error stay below this many of them.
MDC_FACTOR = 1.96 * 2**0.5
SPEED_ERROR = 0.10
#: The pose model damps the hips: on the rendered clips the bounce reads 11 % low on average (docs/accuracy.md).
OSCILLATION_ERROR = 0.10


@dataclass(frozen=True)
class MeasureContext:
    """What all measures of a recording share.

    Attributes
    ----------
    source : id of the recording.
    true_fps : pictures per second of life (frame rate times the slow-motion factor).
    refuse_all : a reason that stands against every measure, None when there is none.
    refuse_timing : a reason against everything that depends on the clock (slow motion of unknown speed).
    doubt : reasons why values are of low confidence throughout.
    speed_mps : running speed, to choose the reference found nearest to it; filled in by `summarise_measures`.
    """

    source: str
    true_fps: float
    height_m: float | None = None
    refuse_all: str | None = None
    refuse_timing: str | None = None
    doubt: tuple[str, ...] = ()
    speed_mps: float | None = None


@dataclass(frozen=True)
class _Estimate:
    """A value before its standing is decided; ``error`` does not shrink with more steps."""

    value: float
    summary: Summary
    error: float


def summarise_measures(
    recording: SideRecording, *, knowledge: Knowledge, context: MeasureContext
) -> tuple[Measure, ...]:
    """Every measure of knowledge, per side where it has sides, refused ones included.

    What a clip from the side cannot carry (another view, the whole run) is refused with that as its reason.
    """
    context = replace(context, speed_mps=estimate_speed_mps(recording, context))
    return tuple(_measure(definition, side, recording, context) for definition, side in _definitions_by_side(knowledge))


def refused_measures(*, knowledge: Knowledge, source: str, reason: str) -> tuple[Measure, ...]:
    """Every measure refused for one reason: not running, wrong view, nothing found."""
    return tuple(_refused(definition, side, source, [reason]) for definition, side in _definitions_by_side(knowledge))


def reason_against_side_view(definition: MeasureDefinition) -> str | None:
    """Why a clip from the side cannot carry a measure, and how to record it; None where it can.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> reason_against_side_view(load_knowledge().measures["heel_whip"]).split(". ")[0]
    'Seen from behind only'
    """
    if definition.is_in_a_side_view:
        return None
    if definition.span == "whole_run":
        return f"Needs the whole run. {definition.how_to_film}"
    seen_from = "from behind or in front" if "front" in definition.views else "from behind"
    return f"Seen {seen_from} only. {definition.how_to_film}"


def _definitions_by_side(knowledge: Knowledge) -> Iterator[tuple[MeasureDefinition, Side | None]]:
    for definition in knowledge.measures.values():
        sides: tuple[Side | None, ...] = SIDES if definition.sides == "per_side" else (None,)
        yield from ((definition, side) for side in sides)


def _measure(
    definition: MeasureDefinition,
    side: Side | None,
    recording: SideRecording,
    context: MeasureContext,
) -> Measure:
    against = [reason for reason in (context.refuse_all, reason_against_side_view(definition)) if reason]
    if against:
        return _refused(definition, side, context.source, against[:1])
    standing = definition.standing_at_fps(context.true_fps)
    if context.refuse_timing and definition.unit in ("ms", "steps/min", "%", "m"):
        against.append(context.refuse_timing)
    if standing == "refused":
        against.append(_too_slow(definition, context.true_fps))
    if against:
        return _refused(definition, side, context.source, against)
    if definition.kind == "class":
        return _strike_measure(definition, side, recording, context)
    estimate = _estimate(definition.id, side, recording, context)
    if estimate is None or estimate.summary.n < LEAST_STEPS:
        return _refused(definition, side, context.source, [_too_few(estimate, definition)])
    return _stated(definition, side, estimate, context)


def _stated(
    definition: MeasureDefinition,
    side: Side | None,
    estimate: _Estimate,
    context: MeasureContext,
) -> Measure:
    reasons = [*context.doubt, *_doubts(definition, estimate.summary.n, context)]
    status: MeasureStatus = "low_confidence" if reasons else "ok"
    between = estimate.summary.standard_error or 0.0
    standard_error = float(np.hypot(between, estimate.error))
    return Measure(
        id=definition.id,
        side=side,
        value=estimate.value,
        unit=definition.unit,
        standard_error=standard_error,
        n_steps=estimate.summary.n,
        sd_between_steps=estimate.summary.sd,
        status=status,
        source=context.source,
        reasons=tuple(reasons),
        mdc=MDC_FACTOR * standard_error,
        reference=_reference(definition, context.speed_mps),
    )


def estimate_speed_mps(recording: SideRecording, context: MeasureContext) -> float | None:
    """Running speed from the standing foot and the runner's (or an assumed) height; good to about 10 %."""
    legs = summarise_trimmed([speed_legs_per_s(recording, step) for step in recording.steps])
    return None if legs is None else legs.mean * _leg_m(context)


def _estimate(
    measure_id: str, side: Side | None, recording: SideRecording, context: MeasureContext
) -> _Estimate | None:
    if measure_id == "cadence":
        return _cadence(recording)
    if measure_id == "vertical_oscillation":
        return _vertical_oscillation_cm(recording, context)
    if measure_id == "step_length":
        return _step_length_m(recording, context)
    if measure_id == "symmetry_index":
        return _symmetry_pct(recording)
    summary = _of_steps(measure_id, side, recording)
    return None if summary is None else _Estimate(summary.mean, summary, error_of(measure_id, side, recording))


def error_of(measure_id: str, side: Side | None, recording: SideRecording) -> float:
    """Standard deviation of the error that stays however many steps are seen: view, model, event bias."""
    habits = habits_of(recording.track.source)
    is_near = side in (None, recording.view.near_side)
    return (habits.near_error if is_near else habits.far_error).get(measure_id, 0.0)


def _of_steps(measure_id: str, side: Side | None, recording: SideRecording) -> Summary | None:
    read = PER_STEP.get(measure_id)
    if read is None:
        return None
    return summarise_trimmed([read(recording, step) for step in recording.steps if side in (None, step.side)])


def _cadence(recording: SideRecording) -> _Estimate | None:
    """60 over the mean step time: 60 (n - 1) / (last contact - first contact) wherever no contact is missing."""
    steps = summarise_trimmed([step.step_time_s or np.nan for step in recording.steps])
    if steps is None:
        return None
    value = spm_from_step_time(steps.mean)
    per_second = value / steps.mean
    in_spm = Summary(value, None if steps.sd is None else steps.sd * per_second, steps.n)
    contact_error_s = float(np.median([step.contact_uncertainty_s for step in recording.steps]))
    return _Estimate(value, in_spm, contact_error_s * 2**0.5 / steps.n * per_second)


def _vertical_oscillation_cm(recording: SideRecording, context: MeasureContext) -> _Estimate | None:
    legs = summarise_trimmed([vertical_oscillation_leg(recording, step) for step in recording.steps])
    return None if legs is None else _scaled(legs, 100.0 * _leg_m(context), context, error_of_length=OSCILLATION_ERROR)


def _step_length_m(recording: SideRecording, context: MeasureContext) -> _Estimate | None:
    """Speed of the hips over the standing foot times the step time."""
    speeds = summarise_trimmed([speed_legs_per_s(recording, step) for step in recording.steps])
    times = summarise_trimmed([step.step_time_s or np.nan for step in recording.steps])
    if speeds is None or times is None:
        return None
    return _scaled(speeds, times.mean * _leg_m(context), context, error_of_length=SPEED_ERROR)


def _symmetry_pct(recording: SideRecording) -> _Estimate | None:
    """Left-right difference of contact time in per cent of the mean of both."""
    by_side = [_of_steps("contact_time", side, recording) for side in SIDES]
    left, right = by_side
    if left is None or right is None or left.sd is None or right.sd is None:
        return None
    mean = 0.5 * (left.mean + right.mean)
    n = min(left.n, right.n)
    sd = 100.0 / mean * float(np.hypot(left.sd, right.sd))
    errors = [error_of("contact_time", side, recording) for side in SIDES]
    error = 100.0 / mean * float(np.hypot(errors[0], errors[1]))
    value = 100.0 * abs(left.mean - right.mean) / mean
    return _Estimate(value, Summary(value, sd, n), error)


def _leg_m(context: MeasureContext) -> float:
    return JOINT_LEG_OVER_STATURE * (context.height_m or ASSUMED_HEIGHT_M)


def _scaled(summary: Summary, factor: float, context: MeasureContext, *, error_of_length: float) -> _Estimate:
    scaled = Summary(summary.mean * factor, None if summary.sd is None else summary.sd * factor, summary.n)
    scale_error = GIVEN_HEIGHT_ERROR if context.height_m else ASSUMED_HEIGHT_ERROR
    return _Estimate(scaled.mean, scaled, scaled.mean * float(np.hypot(scale_error, error_of_length)))


def _strike_measure(
    definition: MeasureDefinition,
    side: Side | None,
    recording: SideRecording,
    context: MeasureContext,
) -> Measure:
    """The class of the foot's first contact, from the same angle as the foot inclination and its error."""
    angle = _of_steps("foot_inclination_ic", side, recording)
    if angle is None or angle.n < LEAST_STEPS:
        return _refused(definition, side, context.source, ["Expected at least 2 landings of this foot; found fewer."])
    error_deg = float(np.hypot(error_of("foot_inclination_ic", side, recording), angle.standard_error or 0.0))
    value = classify_strike(angle.mean, error_deg, definition.classes)
    reasons = [*context.doubt, *_doubts(definition, angle.n, context)]
    return Measure(
        id=definition.id,
        side=side,
        value=value,
        unit=definition.unit,
        standard_error=None,
        n_steps=angle.n,
        sd_between_steps=None,
        status="low_confidence" if reasons or value == "uncertain" else "ok",
        source=context.source,
        reasons=tuple(reasons) or (_near_limit(angle.mean, error_deg) if value == "uncertain" else ()),
    )


def _near_limit(angle_deg: float, error_deg: float) -> tuple[str, ...]:
    return (f"The foot lands at {angle_deg:.0f} ± {error_deg:.0f} degrees: too near a limit to name one class.",)


def _doubts(definition: MeasureDefinition, n_steps: int, context: MeasureContext) -> Iterable[str]:
    if definition.standing_at_fps(context.true_fps) == "low_confidence":
        yield (
            f"Filmed at {context.true_fps:.0f} pictures a second; "
            f"{definition.min_fps:.0f} or more make this dependable."
        )
    if n_steps < STEPS_FOR_STABLE_MEAN:
        yield f"Rests on {n_steps} steps; {STEPS_FOR_STABLE_MEAN} or more give a stable mean."
    if definition.id in ("vertical_oscillation", "step_length") and not context.height_m:
        yield f"Scaled with an assumed height of {ASSUMED_HEIGHT_M:.2f} m; give the runner's height."
    if definition.id == "step_length":
        yield "Rests on the speed of the standing foot, good to about 10 %; the treadmill's display is better."
    if definition.id == "symmetry_index":
        yield (
            "The contact detector shows differences between the legs about half as large as they are, and one camera "
            "sees one leg well; film the other side too before comparing them."
        )


def _too_slow(definition: MeasureDefinition, fps: float) -> str:
    needed = definition.low_confidence_fps or definition.min_fps
    return f"Expected at least {needed:.0f} pictures a second, got {fps:.0f}. {definition.how_to_film}"


def _too_few(estimate: _Estimate | None, definition: MeasureDefinition) -> str:
    n = 0 if estimate is None else estimate.summary.n
    return f"Expected at least {LEAST_STEPS} steps in which it can be read, found {n}. {definition.how_to_film}"


def _refused(definition: MeasureDefinition, side: Side | None, source: str, reasons: Sequence[str]) -> Measure:
    return Measure(
        id=definition.id,
        side=side,
        value=None,
        unit=definition.unit,
        standard_error=None,
        n_steps=0,
        sd_between_steps=None,
        status="refused",
        source=source,
        reasons=tuple(reasons),
        reference=_reference(definition, None),
    )


def _reference(definition: MeasureDefinition, speed_mps: float | None) -> Reference | None:
    """The band found at the speed nearest to the runner's; the first of those at that speed."""
    bands = definition.references
    if not bands:
        return None
    band = bands[0]
    if speed_mps is not None:
        band = min(bands, key=lambda one: abs((one.speed_mps or speed_mps) - speed_mps))
    at = f" at {band.speed_mps:g} m/s" if band.speed_mps else ""
    return Reference(band.low, band.high, band.source, f"{band.population}{at}".strip())
