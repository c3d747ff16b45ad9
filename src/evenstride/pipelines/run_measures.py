"""A watch's run to the measures of the knowledge: means over the running with their error, the rest refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.bins import BinOptions, bin_run, running_mask
from evenstride.gait.measures import reference_of, refused_measure
from evenstride.model import Measure, RunRecording
from evenstride.model.gait import SIDES, Side
from evenstride.model.run import UNIT_OF
from evenstride.model.run_analysis import RunQuantity

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: Minutes of running that carry a quantity, at least, for a measure.
LEAST_MINUTES = 3
#: 95 % of the differences between two runs with the same standard error stay below this many of them.
_MDC_FACTOR = 1.96 * 2**0.5
#: Every sample of running counts; the warm-up is running too.
_WHOLE_RUN = BinOptions(warm_up_s=0.0)
#: A longer gap between two samples is a pause or a hole.
_LONGEST_SAMPLE_S = 12.0
WATCH_IS_BLIND = "A watch does not see it."
OFFSET = "Devices differ by an offset of their own, which is not known and not in the error."
LOWER_BOUNCE = (
    "A watch estimates the travel of the body's centre, about a centimetre less than that of the hips, "
    "for which the lines and ranges are."
)
_GUESSED_SPEED = "Indoors a watch guesses speed from the arm, so step length is not certain."
_Means = Mapping[tuple[str, Side | None], RunQuantity]


def summarise_quantities(run: RunRecording, *, knowledge: Knowledge) -> tuple[RunQuantity, ...]:
    """Mean of every quantity of the file over the running, the preferred source (`RunRecording.best`) of each.

    Notes
    -----
    Means over minutes of running, weighted by their seconds. The standard error is that of the minutes' mean with
    their memory counted (n (1 - r) / (1 + r) independent ones, r the lag-one correlation; Bayley and Hammersley 1946,
    J R Stat Soc Suppl 8:184-197, for a first-order process), together with the device's scatter of a one-minute mean
    (`FadeSign.device_noise`), which is not divided by the count because how long it lasts is not known.
    """
    found: list[RunQuantity] = []
    sided = {(channel.quantity, channel.side) for channel in run.channels}
    for side in (None, *SIDES):
        names = tuple(name for name in UNIT_OF if (name, side) in sided)
        bins = bin_run(run, names, options=_WHOLE_RUN, side=side)  # type: ignore[arg-type]
        for name in names:
            values = bins.means.get(name)
            if values is None or not np.isfinite(values).any():
                continue
            source = bins.channels[name].source
            mean, error, sd = mean_of_minutes(values, bins.running_s)
            if error is not None:
                error = float(np.hypot(error, _device_scatter(name, mean, knowledge)))
            found.append(
                RunQuantity(
                    quantity=name,
                    unit=UNIT_OF[name],
                    side=side,
                    device=source.device,
                    field=source.field,
                    origin=source.origin,
                    mean=mean,
                    standard_error=error,
                    sd_between_minutes=sd,
                    n_minutes=round(float(bins.running_s[np.isfinite(values)].sum()) / 60),
                )
            )
    return tuple(found)


def steady_running_s(run: RunRecording) -> float:
    """Seconds of running, without stops, walking and the 15 s after them (`running_mask`)."""
    stands_for_s = np.minimum(np.diff(run.time_s, append=run.time_s[-1:]), _LONGEST_SAMPLE_S)
    return float(stands_for_s[running_mask(run)].sum())


def measures_of_run(
    run: RunRecording,
    quantities: Sequence[RunQuantity],
    drifts: Sequence[Measure],
    *,
    knowledge: Knowledge,
) -> tuple[Measure, ...]:
    """Every measure of the knowledge, per side where it has sides; what a watch does not see is refused and says so.

    Parameters
    ----------
    quantities
        Of `summarise_quantities`.
    drifts
        Of `fatigue.assess_fatigue`; they are taken over by id.
    """
    means = {(each.quantity, each.side): each for each in quantities}
    by_id = {drift.id: drift for drift in drifts}
    speed = means.get(("speed", None))
    measures = []
    for definition in knowledge.measures.values():
        if definition.id in by_id:
            measures.append(by_id[definition.id])
            continue
        sides: tuple[Side | None, ...] = SIDES if definition.sides == "per_side" else (None,)
        measures += [_measure(definition, side, run, means, speed, knowledge) for side in sides]
    return tuple(measures)


def reason_against_watch(definition: MeasureDefinition) -> str | None:
    """Why a watch cannot carry a measure, and how to record it; None where it can."""
    return None if "watch" in definition.views else f"{WATCH_IS_BLIND} {definition.how_to_film}"


def refused_measures(run: RunRecording, reason: str, *, knowledge: Knowledge) -> tuple[Measure, ...]:
    """Every measure refused for one reason, after what a watch does not see anyway."""
    return tuple(
        _refused(definition, side, run, reason_against_watch(definition) or reason)
        for definition in knowledge.measures.values()
        for side in (SIDES if definition.sides == "per_side" else (None,))
    )


def _measure(
    definition: MeasureDefinition,
    side: Side | None,
    run: RunRecording,
    means: _Means,
    speed: RunQuantity | None,
    knowledge: Knowledge,
) -> Measure:
    against = reason_against_watch(definition)
    if against is not None:
        return _refused(definition, side, run, against)
    found = _value_of(definition.id, side, means, knowledge)
    if isinstance(found, str):
        return _refused(definition, side, run, found)
    if found.n_minutes < LEAST_MINUTES:
        return _refused(
            definition,
            side,
            run,
            f"Expected at least {LEAST_MINUTES} minutes of running that carry it, got {found.n_minutes}.",
        )
    doubts = _doubts(definition.id, run, found, means)
    return Measure(
        id=definition.id,
        side=side,
        value=found.mean,
        unit=definition.unit,
        standard_error=found.standard_error,
        n_steps=_steps_in(found, means) // (1 if side is None else 2),
        sd_between_steps=None,
        status="low_confidence" if doubts else "ok",
        source=run.id,
        reasons=doubts,
        mdc=None if found.standard_error is None else _MDC_FACTOR * found.standard_error,
        reference=reference_of(definition, None if speed is None else speed.mean),
    )


def _value_of(measure_id: str, side: Side | None, means: _Means, knowledge: Knowledge) -> RunQuantity | str:
    """The quantity behind a measure, or why there is none."""
    if measure_id == "contact_time":
        return _contact_of(side, means)
    if measure_id == "symmetry_index":
        return _symmetry(means)
    direct = means.get((measure_id, side))
    if measure_id == "step_length" and (direct is None or _covers_little(direct, means)):
        computed = length_from_speed(means, knowledge)
        return computed if direct is None or not isinstance(computed, str) else direct
    if direct is not None:
        return direct
    return f"The file has no {measure_id.replace('_', ' ')}."


def _contact_of(side: Side | None, means: _Means) -> RunQuantity | str:
    """Contact time of a leg: a sensor on its shoe, else both legs' mean and the left leg's share of their sum.

    With mean m and share s (%), left = 2 m s / 100; the errors of m and s count as independent.
    """
    direct = means.get(("contact_time", side))
    if direct is not None:
        return direct
    both, share = means.get(("contact_time", None)), means.get(("contact_balance", None))
    if both is None:
        return "The file has no contact time."
    if share is None or both.standard_error is None or share.standard_error is None:
        return (
            f"The file has {both.mean:.0f} ms for both feet together and no balance, so neither foot's own is known. "
            "A chest strap or pods on both shoes record it."
        )
    own_pct = share.mean if side == "left" else 100.0 - share.mean
    value = 2 * both.mean * own_pct / 100
    error = value * float(np.hypot(both.standard_error / both.mean, share.standard_error / own_pct))
    return _derived(both, value, error, min(both.n_minutes, share.n_minutes))


def _symmetry(means: _Means) -> RunQuantity | str:
    """Left-right difference of contact time in per cent of the mean of both: 4 |s - 50| with s the left share (%)."""
    share = means.get(("contact_balance", None))
    if share is None or share.standard_error is None:
        return "The file has no balance of contact time."
    return _derived(share, 4 * abs(share.mean - 50), 4 * share.standard_error, share.n_minutes)


def length_from_speed(means: _Means, knowledge: Knowledge) -> RunQuantity | str:
    """Step length as speed over steps a second, with the relative errors of both and the scatter of step length."""
    speed, cadence = means.get(("speed", None)), means.get(("cadence", None))
    if speed is None or cadence is None or cadence.mean <= 0 or speed.mean <= 0:
        return "The file has no step length, and not both speed and cadence."
    value = 60 * speed.mean / cadence.mean
    if speed.standard_error is None or cadence.standard_error is None:
        return f"Expected at least {LEAST_MINUTES} minutes of running with speed and cadence, got {speed.n_minutes}."
    relative = float(np.hypot(speed.standard_error / speed.mean, cadence.standard_error / cadence.mean))
    error = float(np.hypot(value * relative, _device_scatter("step_length", value, knowledge)))
    return _derived(speed, value, error, min(speed.n_minutes, cadence.n_minutes))


def _derived(base: RunQuantity, value: float, error: float, n_minutes: int) -> RunQuantity:
    return RunQuantity(
        base.quantity, base.unit, base.side, base.device, base.field, "derived", float(value), error, None, n_minutes
    )


def _covers_little(found: RunQuantity, means: _Means) -> bool:
    """Whether a quantity is there for less than half of the minutes that the fullest one has."""
    return found.n_minutes < 0.5 * max(each.n_minutes for each in means.values())


def _doubts(measure_id: str, run: RunRecording, found: RunQuantity, means: _Means) -> tuple[str, ...]:
    doubts = []
    if _covers_little(found, means):
        doubts.append(f"Only {found.n_minutes} minutes of the run carry it.")
    if measure_id in ("contact_time", "vertical_oscillation"):
        doubts.append(OFFSET)
    if measure_id == "vertical_oscillation":
        doubts.append(LOWER_BOUNCE)
    if measure_id == "step_length" and run.is_indoor:
        doubts.append(_GUESSED_SPEED)
    if found.standard_error is None:
        doubts.append("Too few minutes to tell its error.")
    return tuple(doubts)


def _steps_in(found: RunQuantity, means: _Means) -> int:
    """Steps behind a mean: its minutes times cadence; 0 where cadence is not known."""
    cadence = means.get(("cadence", None))
    return 0 if cadence is None else round(found.n_minutes * cadence.mean)


def _device_scatter(quantity: str, mean: float, knowledge: Knowledge) -> float:
    """Scatter of a one-minute mean by the device, in the unit of the quantity; 0 where the knowledge has none."""
    sign = knowledge.fade_signs.get(quantity)
    if sign is None or sign.device_noise.value is None:
        return 0.0
    return sign.device_noise.value * (1.0 if sign.scale == "balance" else 0.01 * abs(mean))


def mean_of_minutes(
    values: NDArray[np.float64], seconds: NDArray[np.float64]
) -> tuple[float, float | None, float | None]:
    """Mean of minutes weighted by their seconds, its standard error, and the minutes' standard deviation."""
    known = np.isfinite(values)
    sample, weights = values[known], seconds[known]
    mean = float(np.average(sample, weights=weights))
    if len(sample) < LEAST_MINUTES:
        return mean, None, None
    around = sample - sample.mean()
    total = float(np.sum(around**2))
    sd = (total / (len(sample) - 1)) ** 0.5
    memory = 0.0 if total == 0 else float(np.clip(np.sum(around[1:] * around[:-1]) / total, 0.0, 0.95))
    independent = max(2.0, len(sample) * (1 - memory) / (1 + memory))
    return mean, sd / independent**0.5, sd


def _refused(definition: MeasureDefinition, side: Side | None, run: RunRecording, reason: str) -> Measure:
    return refused_measure(definition, side, run.id, (reason,))
