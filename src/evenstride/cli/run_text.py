"""A run in a few lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evenstride.fatigue.fade_measures import onset_doubts
from evenstride.model import Finding, SessionAnalysis
from evenstride.model.drift import DriftCurve, FatigueAssessment, LoadHistory, SourceAgreement
from evenstride.model.run_analysis import RunAnalysis, RunQuantity
from evenstride.reports.numbers import fixed, to_quantity
from evenstride.reports.open_findings import finding_name, says_nothing
from evenstride.reports.run.agreement import agreement_part
from evenstride.reports.run.run_words import NO_STATEMENT, fade_words, heart_words, name_of, signed, summary_words
from evenstride.reports.verdicts import SETTLED_STATUSES, open_names, sides_of_status, sides_text
from evenstride.reports.wording import decapitalised

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

COLUMNS = 80
#: What is printed of the whole run, with its decimals.
_SHOWN = {"cadence": 0, "contact_time": 0, "vertical_oscillation": 1, "step_length": 2, "heart_rate": 0, "power": 0}
_BALANCE = "contact_balance"
_SHOWN_WEEKS = 8
#: The band of runs that are not clearly longer; its sentence rests on no study, so what studies cannot say is left off.
_NO_JUMP = "reference"


def run_lines(analysis: RunAnalysis, *, knowledge: Knowledge) -> Iterator[str]:
    """What a runner sees in the terminal: the run, its quantities, drift, onset, heart, findings, load, what was lost.

    Errors after a ± are 95 % (1.96 standard errors), as everywhere.
    """
    recording = analysis.assessment.recordings[0]
    yield f"{recording.path}: {summary_words(analysis.summary)}"
    for said in dict.fromkeys((*recording.warnings, *analysis.unread, *analysis.assessment.warnings)):
        yield from _wrapped(f"! {said}")
    for quantity in analysis.quantities:
        if quantity.quantity in _SHOWN or quantity.quantity == _BALANCE:
            yield _quantity_line(quantity, knowledge)
    yield from _fatigue_lines(analysis.fatigue, knowledge)
    yield from _finding_lines(analysis, knowledge)
    if analysis.load is not None:
        yield from _load_lines(analysis.load, analysis.run.id)


def watch_lines(analysis: SessionAnalysis, *, knowledge: Knowledge) -> Iterator[str]:
    """What a watch adds to a clip: its run, its drift, and how far the two agree; nothing without a watch."""
    if analysis.run is None:
        return
    run = analysis.run
    yield f"{run.assessment.recordings[-1].path}: {summary_words(run.summary)}"
    yield from _fatigue_lines(run.fatigue, knowledge)
    if analysis.agreement is not None:
        part = agreement_part(analysis.agreement, knowledge=knowledge)
        yield from _wrapped(f"Watch and clip: {part.basis_words}")
        for line in part.lines:
            yield _plain(f"    {line.name:34s} watch {line.watch}, clip {line.clip}: {line.verdict_words}")
    if run.load is not None:
        yield from _load_lines(run.load, run.run.id)


def _quantity_line(found: RunQuantity, knowledge: Knowledge) -> str:
    name = name_of(found.quantity, knowledge) + (f", {found.side}" if found.side else "")
    shown = to_quantity(
        found.mean, standard_error=found.standard_error, unit=found.unit, decimals=_SHOWN.get(found.quantity, 1)
    )
    source = f"{found.device}, {found.field}" if found.device else found.field
    return f"  {name:36s} {_plain(shown.text)}   {found.n_minutes} min   ({source})"


def _fatigue_lines(fatigue: FatigueAssessment, knowledge: Knowledge) -> Iterator[str]:
    if not fatigue.makes_statement:
        yield from _wrapped(NO_STATEMENT)
    else:
        yield from _wrapped(
            "The last fifth of the run against the first, at equal speed and slope, "
            f"the first {fatigue.warm_up_s / 60:.0f} minutes left out:"
            if fatigue.curves
            else "The file has nothing that changes with tiring (contact time, cadence, step length) for long enough."
        )
        for curve in fatigue.curves:
            yield from _drift_lines(curve, knowledge)
        for agreement in fatigue.agreements:
            if agreement.disagrees:
                yield from _wrapped(f"! {_disagreement_words(agreement, knowledge)}", indent=4)
        yield from _index_lines(fatigue)
    if fatigue.decoupling is not None:
        yield from _wrapped(f"Heart: {heart_words(fatigue.decoupling)}")


def _disagreement_words(found: SourceAgreement, knowledge: Knowledge) -> str:
    shown = to_quantity(found.difference, standard_error=found.difference_error, unit=found.change_unit, decimals=1)
    return (
        f"{name_of(found.quantity, knowledge)}: the second source ({', '.join(found.second)}) tells another change, by "
        f"{signed(_plain(shown.text))}; above stands {', '.join(found.first)}."
    )


def _drift_lines(curve: DriftCurve, knowledge: Knowledge) -> Iterator[str]:
    name, change = name_of(curve.quantity, knowledge), curve.change
    if change.number is None:
        reasons = " ".join(reason.removeprefix(f"{name}: ") for reason in change.reasons)
        yield from _wrapped(f"{name}: not told, {decapitalised(reasons)}", indent=4)
        return
    shown = to_quantity(change.number, standard_error=change.standard_error, unit=change.unit, decimals=1)
    error = 1.96 * (change.standard_error or 0.0)
    standing = "" if abs(change.number) > error else "   within its error"
    doubt = "   (low confidence)" if change.status == "low_confidence" else ""
    yield f"    {name:34s} {signed(_plain(shown.text))}{standing}{doubt}"
    if abs(curve.speed_effect) > max(error, 0.5):
        yield f"      {signed(fixed(curve.speed_effect, 1))} {change.unit} from speed and slope, taken out"


def _index_lines(fatigue: FatigueAssessment) -> Iterator[str]:
    headline, sentences = fade_words(fatigue)
    yield from _wrapped(" ".join((headline, *sentences)))
    if fatigue.index is not None and fatigue.index.onset is not None:
        doubts = onset_doubts(fatigue.index, fatigue.curves)
        yield from (line for doubt in doubts for line in _wrapped(f"! {doubt}", indent=4))


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
        if latest.label not in (None, _NO_JUMP):
            yield from (line for caveat in load.caveats for line in _wrapped(f"- {caveat}", indent=6))


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
