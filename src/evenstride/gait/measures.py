"""What all measures share, whatever the view: a mean with its error and standing, or a refusal that says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from evenstride.gait.stated_error import stated_error
from evenstride.model import Measure, Reference
from evenstride.model.gait import SIDES, Side
from evenstride.model.measure import MeasureStatus
from evenstride.signals.statistics import Summary

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: From where a clip was filmed, or what took its place, as far as measures are concerned.
ClipView = Literal["side", "rear", "front", "force"]

#: Steps per side for a stable mean (Dingenen et al. 2018, doi 10.1016/j.ptsp.2018.06.009) and the least we report.
STEPS_FOR_STABLE_MEAN = 7
LEAST_STEPS = 2
#: When the runner's height is not given: adults are 1.70 m, SD 0.10 m (our assumption), so lengths are good to 6 %.
ASSUMED_HEIGHT_M = 1.70
ASSUMED_HEIGHT_ERROR = 0.06
GIVEN_HEIGHT_ERROR = 0.03
#: 95 % of the differences between two recordings with the same standard error stay below this many of them.
MDC_FACTOR = 1.96 * 2**0.5
#: Units that mean nothing while the clip's clock is not known.
TIMED_UNITS = ("ms", "steps/min", "%", "m")
_PLACES: dict[ClipView, str] = {"side": "the side", "rear": "behind", "front": "in front"}


@dataclass(frozen=True)
class MeasureContext:
    """What all measures of a recording share.

    Attributes
    ----------
    source : id of the recording.
    true_fps : pictures per second of life (frame rate times the slow-motion factor).
    view : from where it was filmed.
    refuse_all : a reason that stands against every measure, None when there is none.
    refuse_timing : a reason against everything that depends on the clock (slow motion of unknown speed).
    doubt : reasons why values are of low confidence throughout.
    measured_leg_m : hip-to-ankle length where the recording carries metres; None scales by height.
    speed_mps : running speed, to choose the reference found nearest to it; None where it is not known.
    """

    source: str
    true_fps: float
    view: ClipView = "side"
    height_m: float | None = None
    refuse_all: str | None = None
    refuse_timing: str | None = None
    doubt: tuple[str, ...] = ()
    speed_mps: float | None = None
    measured_leg_m: float | None = None


@dataclass(frozen=True)
class Estimate:
    """A value before its standing is decided.

    Attributes
    ----------
    value : a number in the measure's unit, or the name of a class.
    summary : the steps it rests on.
    error : one standard deviation that does not shrink with more steps; None where errors do not apply (classes).
    doubts : reasons of its own why it is of low confidence.
    """

    value: float | str
    summary: Summary
    error: float | None
    doubts: tuple[str, ...] = ()


class MeasureReader(Protocol):
    """Reads the measures of one recording."""

    def reason_against(self, definition: MeasureDefinition, side: Side | None) -> str | None:
        """Why this recording cannot carry a measure that its view and frame rate would allow; None where it can."""
        ...

    def estimate(self, definition: MeasureDefinition, side: Side | None) -> Estimate | None:
        """The measure; None where no step shows it."""
        ...


def summarise_measures(reader: MeasureReader, *, knowledge: Knowledge, context: MeasureContext) -> tuple[Measure, ...]:
    """Every measure of knowledge, per side where it has sides, refused ones included.

    What a clip from this view cannot carry (another view, the whole run) is refused with that as its reason.
    """
    return tuple(_measure(definition, side, reader, context) for definition, side in _definitions_by_side(knowledge))


def refused_measures(*, knowledge: Knowledge, source: str, reason: str) -> tuple[Measure, ...]:
    """Every measure refused for one reason: not running, wrong view, nothing found."""
    return tuple(_refused(definition, side, source, [reason]) for definition, side in _definitions_by_side(knowledge))


def refused_measure(
    definition: MeasureDefinition,
    side: Side | None,
    source: str,
    reasons: Sequence[str],
    *,
    reference: Reference | None = None,
) -> Measure:
    """The measure that a recording cannot carry: no value, and why."""
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
        reference=reference,
    )


def reference_of(definition: MeasureDefinition, speed_mps: float | None) -> Reference | None:
    """The band found at the speed nearest to the runner's; the first of those at that speed."""
    bands = definition.references
    if not bands:
        return None
    band = bands[0]
    if speed_mps is not None:
        band = min(bands, key=lambda one: abs((one.speed_mps or speed_mps) - speed_mps))
    at = f" at {band.speed_mps:g} m/s" if band.speed_mps else ""
    return Reference(band.low, band.high, band.source, f"{band.population}{at}".strip())


def reason_against_view(definition: MeasureDefinition, view: ClipView) -> str | None:
    """Why a clip from this view cannot carry a measure, and how to record it; None where it can.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> measures = load_knowledge().measures
    >>> reason_against_view(measures["heel_whip"], "side").split(". ")[0]
    'Seen from behind only'
    >>> reason_against_view(measures["overstride"], "rear").split(". ")[0]
    'Seen from the side only'
    """
    if definition.span == "whole_run":
        return f"Needs the whole run. {definition.how_to_film}"
    if view in definition.views:
        return None
    if definition.views == ("force",):
        return f"Needs a force platform. {definition.how_to_film}"
    places = [place for seen_from, place in _PLACES.items() if seen_from in definition.views]
    if not places:
        return f"No camera shows it. {definition.how_to_film}"
    return f"Seen from {_either(places)} only. {definition.how_to_film}"


def few_steps_reason(n_steps: int) -> str:
    """What is said of a mean over fewer steps than make it stable."""
    return f"Rests on {n_steps} steps; {STEPS_FOR_STABLE_MEAN} or more give a stable mean."


def _either(places: Sequence[str]) -> str:
    return " or ".join(places).replace("from in", "in")


def _definitions_by_side(knowledge: Knowledge) -> Iterator[tuple[MeasureDefinition, Side | None]]:
    for definition in knowledge.measures.values():
        sides: tuple[Side | None, ...] = SIDES if definition.sides == "per_side" else (None,)
        yield from ((definition, side) for side in sides)


def _measure(
    definition: MeasureDefinition, side: Side | None, reader: MeasureReader, context: MeasureContext
) -> Measure:
    against = [reason for reason in (context.refuse_all, reason_against_view(definition, context.view)) if reason]
    if against:
        return _refused(definition, side, context.source, against[:1])
    own = reader.reason_against(definition, side)
    if own is not None:
        against.append(own)
    if context.refuse_timing and definition.unit in TIMED_UNITS:
        against.append(context.refuse_timing)
    if definition.standing_at_fps(context.true_fps) == "refused":
        against.append(_too_slow(definition, context.true_fps))
    if against:
        return _refused(definition, side, context.source, against)
    estimate = reader.estimate(definition, side)
    if estimate is None or estimate.summary.n < LEAST_STEPS:
        return _refused(definition, side, context.source, [_too_few(estimate, definition)])
    return _stated(definition, side, estimate, context)


def _stated(definition: MeasureDefinition, side: Side | None, estimate: Estimate, context: MeasureContext) -> Measure:
    reasons = [*context.doubt, *_doubts(definition, estimate.summary.n, context), *estimate.doubts]
    status: MeasureStatus = "low_confidence" if reasons else "ok"
    standard_error = None
    if estimate.error is not None:
        standard_error = stated_error(estimate.summary, estimate.error)
    return Measure(
        id=definition.id,
        side=side,
        value=estimate.value,
        unit=definition.unit,
        standard_error=standard_error,
        n_steps=estimate.summary.n,
        sd_between_steps=None if standard_error is None else estimate.summary.sd,
        status=status,
        source=context.source,
        reasons=tuple(reasons),
        mdc=None if standard_error is None else MDC_FACTOR * standard_error,
        reference=reference_of(definition, context.speed_mps),
    )


def _doubts(definition: MeasureDefinition, n_steps: int, context: MeasureContext) -> Iterator[str]:
    if definition.standing_at_fps(context.true_fps) == "low_confidence":
        yield (
            f"Filmed at {context.true_fps:.0f} pictures a second; "
            f"{definition.min_fps:.0f} or more make this dependable."
        )
    if n_steps < STEPS_FOR_STABLE_MEAN:
        yield few_steps_reason(n_steps)


def _too_slow(definition: MeasureDefinition, fps: float) -> str:
    needed = definition.low_confidence_fps or definition.min_fps
    return f"Expected at least {needed:.0f} pictures a second, got {fps:.0f}. {definition.how_to_film}"


def _too_few(estimate: Estimate | None, definition: MeasureDefinition) -> str:
    n = 0 if estimate is None else estimate.summary.n
    return f"Expected at least {LEAST_STEPS} steps in which it can be read, found {n}. {definition.how_to_film}"


def _refused(definition: MeasureDefinition, side: Side | None, source: str, reasons: Sequence[str]) -> Measure:
    return refused_measure(definition, side, source, reasons, reference=reference_of(definition, None))
