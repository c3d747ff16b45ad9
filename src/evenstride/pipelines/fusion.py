"""One measure from several recordings of a session: which of them count, how much, and with what error.

A value seen twice is not known twice as well: what a camera's place or a pose model's habit adds stays the same however
often it is filmed. So each recording's error is split into a step part, which averages out, and a persistent part,
which is shared by recordings from the same side and averages only between different ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from evenstride.gait.measures import STEPS_FOR_STABLE_MEAN, few_steps_reason
from evenstride.model import Measure, MeasurePart
from evenstride.model.assessment import View
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: Two values disagree where so large a scatter of equal values would come up in fewer cases than this.
DISAGREEMENT_LEVEL = 0.05
#: Lengths rest on the runner's height in every recording alike, so their errors never average out.
SCALED_UNITS = frozenset({"m", "cm"})
#: What is called contact, and how late a pose model shows it, is the same in every clip.
CONTACT_MEASURES = frozenset({"contact_time", "flight_time", "duty_factor"})
#: What a class measure is called when its recordings name different ones.
UNCERTAIN = "uncertain"
#: How the reason begins by which a value is of low confidence because its recordings do not agree.
DISAGREEMENT = "The recordings disagree"

_FROM_BEST: tuple[MeasureStatus, ...] = ("ok", "low_confidence", "refused")
_LEAST_VARIANCE = 1e-12


@dataclass(frozen=True)
class Source:
    """A recording as far as the combination of measures needs it: its view, its place in few words, and its file."""

    recording_id: str
    view: View
    place: str
    file_name: str = ""

    @property
    def name(self) -> str:
        """``left side, run.mp4``."""
        return f"{self.place}, {self.file_name}" if self.file_name else self.place


@dataclass(frozen=True)
class ErrorParts:
    """A value and the parts of its error, one standard deviation each.

    ``shared_with`` names what the persistent part belongs to: values with the same name share it fully, others are
    independent of it.
    """

    value: float
    step_error: float
    persistent_error: float
    shared_with: str

    @property
    def variance(self) -> float:
        """Square of the whole standard error."""
        return max(self.step_error**2 + self.persistent_error**2, _LEAST_VARIANCE)


@dataclass(frozen=True)
class CombinedValue:
    """A weighted mean.

    ``scale`` is the Birge ratio where it is above 1, else 1; ``agree`` is False where the values scatter by more than
    their errors explain.
    """

    value: float
    standard_error: float
    weights: tuple[float, ...]
    scale: float
    agree: bool


def combine_values(parts: Sequence[ErrorParts]) -> CombinedValue:
    """Inverse-variance mean of several values with partly shared errors.

    Notes
    -----
    1. Weights are ``1 / (step**2 + persistent**2)``, scaled to add up to 1. They are the best ones for independent
       errors; with shared ones the best weights can turn negative and carry the mean outside its values, so these are
       kept and only the error is computed with what is shared.
    2. The variance of the mean is ``sum w**2 step**2 + sum over groups (sum w persistent)**2``: step parts are
       independent, persistent parts of one group are the same error. So repeats from one side never bring the error
       below the persistent part.
    3. Agreement is ``sum (value - mean)**2 / variance``, chi-squared with n - 1 degrees of freedom for equal values
       with independent errors. Errors that are shared make values agree better than that, so this flags too little
       rather than too much; it is also the comparison behind the smallest detectable change.
    4. Where that sum exceeds n - 1 the error is multiplied by the Birge ratio, the root of their quotient (Birge 1932,
       Physical Review 40:207, doi 10.1103/PhysRev.40.207; the scale factor of the Particle Data Group): the mean of
       two values 10 apart with an error of 1 each is known to 5, not to 0.7.

    Examples
    --------
    >>> found = combine_values([ErrorParts(10.0, 1.0, 0.0, "left"), ErrorParts(12.0, 2.0, 0.0, "right")])
    >>> round(found.value, 2), round(found.standard_error, 3), found.agree
    (10.4, 0.894, True)
    """
    inverse = [1.0 / part.variance for part in parts]
    weights = tuple(each / math.fsum(inverse) for each in inverse)
    value = math.fsum(weight * part.value for weight, part in zip(weights, parts, strict=True))
    value = min(max(value, min(part.value for part in parts)), max(part.value for part in parts))
    chi_squared = math.fsum((part.value - value) ** 2 / part.variance for part in parts)
    freedom = len(parts) - 1
    scale = max(1.0, math.sqrt(chi_squared / freedom)) if freedom else 1.0
    return CombinedValue(
        value=value,
        standard_error=scale * math.sqrt(_variance_of_mean(parts, weights)),
        weights=weights,
        scale=scale,
        agree=freedom == 0 or chi_squared <= _most_chi_squared(freedom),
    )


def combine_measure(
    same: Sequence[Measure], sources: Mapping[str, Source], *, carries: Callable[[View], bool]
) -> Measure:
    """One measure of one side from what every recording gave for it.

    Parameters
    ----------
    same : the measure from each recording, refused ones included, in the order of the recordings.
    sources : recording id to its view and name; every ``source`` of ``same`` is in it.
    carries : whether a recording from that view can carry the measure at all.

    Returns
    -------
    Measure : with ``parts`` where more than one recording gave a value. Values of the best standing count (``ok``, else
        ``low_confidence``); others stand among the parts with weight 0. Refused ones are left out; where all are
        refused the reason of a recording whose view could carry it is given.
    """
    stated = [measure for measure in same if measure.status != "refused"]
    if not stated:
        return _most_helpful_refusal(same, sources, carries)
    if len(stated) == 1:
        return stated[0]
    best = min((measure.status for measure in stated), key=_FROM_BEST.index)
    counted = [measure for measure in stated if measure.status == best]
    numbers = [measure for measure in counted if measure.number is not None]
    if len(numbers) == len(counted):
        return _combined_number(counted, stated, sources)
    return _combined_class(counted, stated, sources)


def combine_measures(
    measures_of: Sequence[Sequence[Measure]], sources: Sequence[Source], *, knowledge: Knowledge
) -> tuple[Measure, ...]:
    """Every measure of a session, in the order of the first recording; see `combine_measure`."""
    by_id = {source.recording_id: source for source in sources}
    gathered: dict[tuple[str, Side | None], list[Measure]] = {}
    for measures in measures_of:
        for measure in measures:
            gathered.setdefault((measure.id, measure.side), []).append(measure)
    return tuple(
        combine_measure(same, by_id, carries=partial(_carries, knowledge, measure_id))
        for (measure_id, _), same in gathered.items()
    )


def error_parts(measure: Measure, source: Source) -> ErrorParts:
    """A number's error taken apart.

    The step part is ``sd_between_steps / sqrt(n_steps)``; what the standard error has beyond it is persistent. Lengths
    share it between all recordings, and so does what rests on the instant of contact; everything else between
    recordings of one view: there the same leg is near and the same side of the camera's error counts.
    """
    total = measure.standard_error or 0.0
    step = 0.0
    if measure.sd_between_steps is not None and measure.n_steps > 0:
        step = min(measure.sd_between_steps / math.sqrt(measure.n_steps), total)
    if measure.unit in SCALED_UNITS:
        shared_with = "scale"
    else:
        shared_with = "contact" if measure.id in CONTACT_MEASURES else source.view
    return ErrorParts(measure.number or 0.0, step, math.sqrt(max(total**2 - step**2, 0.0)), shared_with)


def _variance_of_mean(parts: Sequence[ErrorParts], weights: Sequence[float]) -> float:
    steps = math.fsum((weight * part.step_error) ** 2 for weight, part in zip(weights, parts, strict=True))
    shared: dict[str, list[float]] = {}
    for weight, part in zip(weights, parts, strict=True):
        shared.setdefault(part.shared_with, []).append(weight * part.persistent_error)
    return steps + math.fsum(math.fsum(group) ** 2 for group in shared.values())


def _most_chi_squared(freedom: int) -> float:
    """What chi-squared exceeds in `DISAGREEMENT_LEVEL` of the cases."""
    from scipy.special import chdtri

    return float(chdtri(freedom, DISAGREEMENT_LEVEL))


def _combined_number(counted: Sequence[Measure], stated: Sequence[Measure], sources: Mapping[str, Source]) -> Measure:
    if len(counted) == 1:
        return replace(counted[0], parts=_parts(stated, counted, (1.0,)))
    if any(measure.standard_error is None for measure in counted):
        return _mean_of_steps(counted, stated, sources)
    combined = combine_values([error_parts(each, sources[each.source]) for each in counted])
    heaviest = counted[combined.weights.index(max(combined.weights))]
    reasons = (*_reasons(counted, sources), *(() if combined.agree else (_disagreement(counted, sources),)))
    return replace(
        heaviest,
        value=combined.value,
        standard_error=combined.standard_error,
        n_steps=sum(measure.n_steps for measure in counted),
        sd_between_steps=_pooled_sd(counted),
        mdc=_smallest_change(counted, combined),
        status="low_confidence" if reasons else "ok",
        reasons=reasons,
        parts=_parts(stated, counted, combined.weights),
    )


def _mean_of_steps(counted: Sequence[Measure], stated: Sequence[Measure], sources: Mapping[str, Source]) -> Measure:
    """Every step alike, where an error is not known for all."""
    total = sum(measure.n_steps for measure in counted)
    weights = tuple(measure.n_steps / total if total else 1.0 / len(counted) for measure in counted)
    value = math.fsum(weight * (measure.number or 0.0) for weight, measure in zip(weights, counted, strict=True))
    heaviest = counted[weights.index(max(weights))]
    return replace(
        heaviest,
        value=value,
        standard_error=None,
        n_steps=total,
        sd_between_steps=None,
        mdc=None,
        reasons=_reasons(counted, sources) or heaviest.reasons,
        parts=_parts(stated, counted, weights),
    )


def _combined_class(counted: Sequence[Measure], stated: Sequence[Measure], sources: Mapping[str, Source]) -> Measure:
    """The class that all name; where they differ, ``uncertain`` with the reason."""
    total = sum(measure.n_steps for measure in counted)
    weights = tuple(measure.n_steps / total if total else 1.0 / len(counted) for measure in counted)
    named = {measure.value for measure in counted} - {UNCERTAIN}
    heaviest = max(counted, key=lambda measure: (measure.value in named, measure.n_steps))
    agree = len({measure.value for measure in counted}) == 1
    reasons = (*_reasons(counted, sources), *(() if agree else (_disagreement(counted, sources),)))
    return replace(
        heaviest,
        value=heaviest.value if len(named) <= 1 else UNCERTAIN,
        n_steps=total,
        status="low_confidence" if reasons else "ok",
        reasons=reasons,
        parts=_parts(stated, counted, weights),
    )


def _parts(stated: Sequence[Measure], counted: Sequence[Measure], weights: Sequence[float]) -> tuple[MeasurePart, ...]:
    weight_of = {each.source: weight for each, weight in zip(counted, weights, strict=True)}
    return tuple(
        MeasurePart(
            source=each.source,
            value=each.value,
            standard_error=each.standard_error,
            n_steps=each.n_steps,
            status=each.status,
            weight=weight_of.get(each.source, 0.0),
        )
        for each in stated
        if each.value is not None
    )


def _reasons(counted: Sequence[Measure], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Every reason once, with the place of its recording where it does not hold for all.

    That a recording has few steps no longer counts where all together have enough.
    """
    total = sum(measure.n_steps for measure in counted)
    settled = {few_steps_reason(each.n_steps) for each in counted} if total >= STEPS_FOR_STABLE_MEAN else set()
    said = [(each.source, reason) for each in counted for reason in each.reasons if reason not in settled]
    count = Counter(reason for _, reason in said)
    return tuple(
        dict.fromkeys(
            reason if count[reason] == len(counted) else f"{_capitalised(sources[source].place)}: {reason}"
            for source, reason in said
        )
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pooled_sd(counted: Sequence[Measure]) -> float | None:
    """Scatter of the steps about their own recording's mean."""
    known = [(each.n_steps - 1, each.sd_between_steps) for each in counted if each.sd_between_steps is not None]
    freedom = sum(count for count, _ in known)
    if freedom <= 0:
        return None
    return math.sqrt(math.fsum(count * sd**2 for count, sd in known) / freedom)


def _smallest_change(counted: Sequence[Measure], combined: CombinedValue) -> float | None:
    """The recordings' own smallest detectable change per standard error, times the combined error."""
    ratios = [
        (weight, each.mdc / each.standard_error)
        for weight, each in zip(combined.weights, counted, strict=True)
        if each.mdc is not None and each.standard_error
    ]
    if len(ratios) < len(counted):
        return None
    return combined.standard_error * math.fsum(weight * ratio for weight, ratio in ratios)


def _disagreement(counted: Sequence[Measure], sources: Mapping[str, Source]) -> str:
    """The values with their 95 % errors, each with its recording: ``12.0 ± 2.0° (left side, a.mp4)``."""
    said = ", ".join(f"{_value_words(each)} ({sources[each.source].name})" for each in counted)
    if all(each.number is not None for each in counted):
        return f"{DISAGREEMENT} by more than their errors: {said}."
    return f"{DISAGREEMENT}: {said}."


def _value_words(measure: Measure) -> str:
    if measure.number is None:
        return str(measure.value).replace("_", " ")
    unit = {"deg": "°", "%": " %"}.get(measure.unit, f" {measure.unit}")
    error = "" if measure.standard_error is None else f" ± {1.96 * measure.standard_error:.1f}"
    return f"{measure.number:.1f}{error}{unit}"


def _most_helpful_refusal(
    same: Sequence[Measure], sources: Mapping[str, Source], carries: Callable[[View], bool]
) -> Measure:
    """The refusal of the first recording whose view could carry the measure, else of the first."""
    return next((measure for measure in same if carries(sources[measure.source].view)), same[0])


def _carries(knowledge: Knowledge, measure_id: str, view: View) -> bool:
    definition = knowledge.measures.get(measure_id)
    if definition is None or definition.span == "whole_run":
        return False
    return ("side" if view in ("left", "right") else view) in definition.views
