"""A run in a few lines for a terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.fatigue.fade_measures import onset_doubts
from evenstride.model import Finding
from evenstride.model.drift import Decoupling, DriftCurve, FadeIndex, FatigueAssessment, LoadHistory, Onset
from evenstride.model.run_analysis import RunAnalysis, RunQuantity, RunSummary
from evenstride.reports.numbers import fixed, to_quantity
from evenstride.reports.open_findings import finding_name, says_nothing
from evenstride.reports.verdicts import SETTLED_STATUSES, open_names, sides_of_status, sides_text
from evenstride.reports.wording import decapitalised

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

COLUMNS = 80
#: What is printed of the whole run, with its decimals.
_SHOWN = {"cadence": 0, "contact_time": 0, "vertical_oscillation": 1, "step_length": 2, "heart_rate": 0, "power": 0}
_BALANCE = "contact_balance"
_SHOWN_WEEKS = 8
#: An interval narrower than this is told in tenths of a kilometre.
_NARROW_KM = 2.0


def run_lines(analysis: RunAnalysis, *, knowledge: Knowledge) -> Iterator[str]:
    """What a runner sees in the terminal: the run, its quantities, drift, onset, heart, findings, load, what was lost.

    Errors after a ± are 95 % (1.96 standard errors), as everywhere.
    """
    recording = analysis.assessment.recordings[0]
    yield f"{recording.path}: {_summary_words(analysis.summary)}"
    for said in dict.fromkeys((*recording.warnings, *analysis.unread, *analysis.assessment.warnings)):
        yield from _wrapped(f"! {said}")
    for quantity in analysis.quantities:
        if quantity.quantity in _SHOWN or quantity.quantity == _BALANCE:
            yield _quantity_line(quantity, knowledge)
    yield from _fatigue_lines(analysis.fatigue, knowledge)
    yield from _finding_lines(analysis, knowledge)
    if analysis.load is not None:
        yield from _load_lines(analysis.load, analysis.run.id)


def _summary_words(summary: RunSummary) -> str:
    parts = [] if summary.start is None else [f"{summary.start:%Y-%m-%d %H:%M} UTC"]
    parts.append("distance not known" if summary.distance_km is None else f"{summary.distance_km:.2f} km")
    parts.append(f"{_clock(summary.timer_s)}")
    if summary.elapsed_s - summary.timer_s >= 1:
        parts.append(f"paused {_clock(summary.elapsed_s - summary.timer_s)}")
    if summary.pace_s_per_km is not None:
        minutes, seconds = divmod(round(summary.pace_s_per_km), 60)
        parts.append(f"{minutes}:{seconds:02d} min/km")
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    """``1:02:03``, or ``2:03`` below an hour."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _quantity_line(found: RunQuantity, knowledge: Knowledge) -> str:
    name = _name_of(found.quantity, knowledge) + (f", {found.side}" if found.side else "")
    shown = to_quantity(
        found.mean, standard_error=found.standard_error, unit=found.unit, decimals=_SHOWN.get(found.quantity, 1)
    )
    source = f"{found.device}, {found.field}" if found.device else found.field
    return f"  {name:36s} {_plain(shown.text)}   {found.n_minutes} min   ({source})"


def _fatigue_lines(fatigue: FatigueAssessment, knowledge: Knowledge) -> Iterator[str]:
    if not fatigue.makes_statement:
        yield from _wrapped("Nothing is said about tiring in this run.")
    else:
        yield from _wrapped(
            "The last fifth of the run against the first, at equal speed and slope, "
            f"the first {fatigue.warm_up_s / 60:.0f} minutes left out:"
            if fatigue.curves
            else "The file has nothing that changes with tiring (contact time, cadence, step length) for long enough."
        )
        for curve in fatigue.curves:
            yield from _drift_lines(curve, knowledge)
        yield from _index_lines(fatigue.index, fatigue.curves)
    if fatigue.decoupling is not None:
        yield from _wrapped(_decoupling_words(fatigue.decoupling))


def _drift_lines(curve: DriftCurve, knowledge: Knowledge) -> Iterator[str]:
    name, change = _name_of(curve.quantity, knowledge), curve.change
    if change.number is None:
        reasons = " ".join(reason.removeprefix(f"{name}: ") for reason in change.reasons)
        yield from _wrapped(f"{name}: not told, {decapitalised(reasons)}", indent=4)
        return
    shown = to_quantity(change.number, standard_error=change.standard_error, unit=change.unit, decimals=1)
    error = 1.96 * (change.standard_error or 0.0)
    standing = "" if abs(change.number) > error else "   within its error"
    doubt = "   (low confidence)" if change.status == "low_confidence" else ""
    yield f"    {name:34s} {_signed(_plain(shown.text))}{standing}{doubt}"
    if abs(curve.speed_effect) > max(error, 0.5):
        yield f"      {_signed(fixed(curve.speed_effect, 1))} {change.unit} from speed and slope, taken out"


def _index_lines(index: FadeIndex | None, curves: Sequence[DriftCurve]) -> Iterator[str]:
    if index is None:
        yield from _wrapped(
            "Onset of tiring: not sought. It needs contact time and one more sign of it, such as cadence, over the run."
        )
    elif index.onset is None:
        yield from _wrapped(f"Onset of tiring: none is told. {' '.join(index.reasons)}")
    else:
        yield from _wrapped(onset_words(index.onset, baseline=index.baseline))
        yield from (line for doubt in onset_doubts(index, curves) for line in _wrapped(f"! {doubt}", indent=4))


def onset_words(onset: Onset, *, baseline: str) -> str:
    """Where the signs of tiring begin, how surely, and what else it may be.

    Examples
    --------
    >>> onset = Onset("step", 90.0, 80.0, 97.0, 17.0, 15.1, 18.2, 2.4, 0.8, 0.004)
    >>> onset_words(onset, baseline="within_run").split(":")[0]
    'Signs that fit tiring from about km 17 on (minute 90; 95 % interval km 15 to 18)'
    """
    minutes = f"{onset.minute_low:.0f} to {onset.minute_high:.0f}"
    place = f"minute {onset.minute:.0f} on (95 % interval minute {minutes})"
    if not any(math.isnan(km) for km in (onset.km, onset.km_low, onset.km_high)):
        places = 0 if onset.km_high - onset.km_low >= _NARROW_KM else 1
        kms = f"{onset.km_low:.{places}f} to {onset.km_high:.{places}f}"
        place = f"km {onset.km:.{places}f} on (minute {onset.minute:.0f}; 95 % interval km {kms})"
    against = "earlier runs" if baseline == "earlier_runs" else "the run's early part"
    course = "in one step" if onset.shape == "step" else "gradually"
    chance_pct = 100 * max(onset.false_alarm_probability, 0.001)
    return (
        f"Signs that fit tiring from about {place}: at equal speed and slope the stride departs {course} from "
        f"{against} and stays so, by {onset.shift_sd:.1f} times its usual scatter at the end. Chance alone shows as "
        f"much somewhere in about {chance_pct:.1f} % of such runs. Heat, ground and shoes can do the same; it does "
        "not tell which muscle tires."
    )


def _decoupling_words(found: Decoupling) -> str:
    change = _signed(fixed(found.change_pct, 1))
    return (
        f"Heart: {change} % speed for each beat, second half against first. Heat, drinking and slopes move it too, so "
        "it is no sign of tiring by itself."
    )


def _finding_lines(analysis: RunAnalysis, knowledge: Knowledge) -> Iterator[str]:
    """What is settled, and what stays open of those findings that a watch has something to say about."""
    assessment = analysis.assessment
    speaking = {each.id for each in assessment.findings if not says_nothing(each, assessment.measures)}
    findings: list[Finding] = [each for each in assessment.findings if each.id in speaking]
    for status in SETTLED_STATUSES:
        named = (
            finding_name(finding_id, knowledge) + (f" ({sides_text(sides)})" if sides_text(sides) else "")
            for finding_id, sides in sides_of_status(findings, status).items()
        )
        yield from _listed(status, named)
    yield from _listed("cannot be told from this run", open_names(findings, knowledge))


def _load_lines(load: LoadHistory, run_id: str) -> Iterator[str]:
    yield "  Load over the runs that were given:"
    yield from (f"    {warning}" for warning in load.warnings)
    for week in load.weeks[-_SHOWN_WEEKS:]:
        runs = "1 run" if week.n_runs == 1 else f"{week.n_runs} runs"
        yield f"    week of {week.week:%Y-%m-%d}   {week.distance_km:6.1f} km   {runs}"
    if load.longest_30_days_km is not None:
        yield f"    longest run of the last 30 days: {load.longest_30_days_km:.1f} km"
    latest = next((each for each in reversed(load.runs) if each.run_id == run_id), None)
    if latest is not None:
        before = "" if latest.longest_before_km is None else f" ({latest.longest_before_km:.1f} km before)"
        yield from _wrapped(f"this run, {latest.distance_km:.1f} km{before}: {latest.sentence}", indent=4)
        yield from (line for caveat in load.caveats for line in _wrapped(f"- {caveat}", indent=6))


def _name_of(quantity: str, knowledge: Knowledge) -> str:
    sign = knowledge.fade_signs.get(quantity)
    return sign.name if sign is not None else quantity.replace("_", " ").capitalize()


def _signed(text: str) -> str:
    """A change with its sign, a plus where it has none."""
    return text if text.startswith("\u2212") else f"+{text}"


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _listed(title: str, names: Iterable[str]) -> Iterator[str]:
    said = "; ".join(names)
    if said:
        yield from _wrapped(f"{title}: {said}")


def _wrapped(text: str, *, indent: int = 2) -> list[str]:
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
        break_long_words=False,
    )
