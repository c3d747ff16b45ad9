"""From the analysis of a watch's run to its part of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.model import Measure
from evenstride.model.drift import LoadHistory, SourceAgreement
from evenstride.model.run_analysis import RunAnalysis, RunQuantity, SourcePair
from evenstride.reports.numbers import fixed, to_quantity
from evenstride.reports.run.panels import context_panels, drift_panels, fade_part, way_of
from evenstride.reports.run.run_model import Mileage, QuantityLine, RunSection, SourceLine, SpikeBand, WeekBar
from evenstride.reports.run.run_words import DECIMALS, heart_words, name_of, signed
from evenstride.reports.sources import SourceBook

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import LoadRule

_RULE = "single_run_spike"
_SHOWN_WEEKS = 16
_BALANCE = "contact_balance"
#: Left-right difference in per cent of the mean for each point of the left share away from 50.
_DIFFERENCE_PER_POINT = 4.0
#: Means that say nothing: places on the way.
_NOT_SHOWN = frozenset({"distance", "altitude", "grade", "footstrike"})
ONE_RUN_ONLY = (
    "Weekly distance and the longest run of 30 days need your earlier runs: hand over the folder of your files "
    "instead of one file."
)


def run_section(analysis: RunAnalysis, *, knowledge: Knowledge, sources: SourceBook) -> RunSection:
    """Everything about the run that a page, the PDF or another page's fragment shows.

    ``sources`` collects what is cited.
    """
    fatigue = analysis.fatigue
    return RunSection(
        name=analysis.assessment.recordings[-1].path,
        way=way_of(analysis.run, fatigue),
        fade=fade_part(fatigue, knowledge),
        panels=drift_panels(fatigue, knowledge),
        context=context_panels(analysis.run),
        how_words=tuple(_how_words(analysis)),
        left_right=_left_right(analysis),
        heart_words="" if fatigue.decoupling is None else heart_words(fatigue.decoupling),
        quantities=tuple(_quantity(each, knowledge) for each in analysis.quantities if each.quantity not in _NOT_SHOWN),
        sources=tuple(_source(pair, knowledge) for pair in analysis.sources),
        source_changes=tuple(
            _source_change(found, fatigue.bin_s / 60, knowledge) for found in fatigue.agreements if fatigue.curves
        ),
        lost=(*analysis.run.lost, *analysis.run.warnings, *analysis.unread),
        mileage=None if analysis.load is None else mileage_of(analysis.load, analysis.run.id, knowledge, sources),
        mileage_hint=ONE_RUN_ONLY if analysis.load is None else "",
    )


def mileage_of(load: LoadHistory, run_id: str, knowledge: Knowledge, sources: SourceBook) -> Mileage:
    """Weeks as bars, the longest run, and the single-run rule for one run."""
    rule = knowledge.load_rules[_RULE]
    weeks = load.weeks[-_SHOWN_WEEKS:]
    most = max((week.distance_km for week in weeks), default=0.0) or 1.0
    latest = next((each for each in reversed(load.runs) if each.run_id == run_id), None)
    bands: dict[str | None, SpikeBand] = {band.id: band.id for band in rule.bands}  # type: ignore[misc]
    return Mileage(
        weeks=tuple(
            WeekBar(
                label=f"{week.week.day} {week.week:%b}",
                words=(
                    f"week of {week.week.day} {week.week:%B %Y}: {week.distance_km:.1f} km in {runs_words(week.n_runs)}"
                ),
                km=f"{week.distance_km:.0f}",
                share=week.distance_km / most,
                n_runs=week.n_runs,
            )
            for week in weeks
        ),
        longest="" if load.longest_30_days_km is None else f"{load.longest_30_days_km:.1f} km",
        spike_band="none" if latest is None else bands.get(latest.label, "none"),
        spike_words="" if latest is None else latest.sentence,
        spike_sources=sources.cite_all(band.source for band in rule.bands),
        caveats=rule.caveats,
        left_aside=tuple(left_aside(knowledge)),
        notes=load.warnings,
    )


def left_aside(knowledge: Knowledge) -> Iterator[str]:
    """Rules that are known and not used, each with its reasons."""
    rules: Iterator[LoadRule] = (rule for rule in knowledge.load_rules.values() if not rule.used)
    for rule in rules:
        reasons = " ".join(statement.text for statement in rule.evidence.statements)
        yield f"{rule.name}: not used. {reasons}"


def runs_words(count: int) -> str:
    """``1 run`` or ``3 runs``."""
    return "1 run" if count == 1 else f"{count} runs"


def _how_words(analysis: RunAnalysis) -> Iterator[str]:
    fatigue = analysis.fatigue
    if fatigue.curves:
        stops = f" and {fatigue.left_out_s / 60:.0f} minutes of stops, walking and the seconds after them"
        left_out = stops if fatigue.left_out_s >= 60 else ""
        minutes = f"{fatigue.bin_s / 60:.2g}"
        a_point = "one minute" if minutes == "1" else f"{minutes} minutes"
        yield (
            f"The first {fatigue.warm_up_s / 60:.0f} minutes, the warm-up,{left_out} are left out. "
            f"Each point is the mean of {a_point}."
        )
    yield from fatigue.warnings


def _left_right(analysis: RunAnalysis) -> str:
    """The balance in words; empty where the file has none."""
    found = analysis.quantity(_BALANCE)
    if found is None or found.standard_error is None:
        return ""
    share = to_quantity(found.mean, standard_error=found.standard_error, unit="%", decimals=1)
    size = to_quantity(
        _DIFFERENCE_PER_POINT * abs(found.mean - 50),
        standard_error=_DIFFERENCE_PER_POINT * found.standard_error,
        unit="%",
        decimals=1,
    )
    longer = "left" if found.mean > 50 else "right"
    is_clear = abs(found.mean - 50) > 1.96 * found.standard_error
    said = f"the {longer} foot stays {size.text} longer" if is_clear else "no difference beyond the error"
    return f"Left share of contact time {share.text}: {said}. A difference is something to know, not a fault."


def _quantity(found: RunQuantity, knowledge: Knowledge) -> QuantityLine:
    side = f", {found.side}" if found.side else ""
    shown = to_quantity(
        found.mean, standard_error=found.standard_error, unit=found.unit, decimals=DECIMALS.get(found.quantity, 1)
    )
    return QuantityLine(
        name=f"{name_of(found.quantity, knowledge)}{side}",
        value=shown.text,
        minutes=f"{found.n_minutes} min",
        source=", ".join(part for part in (found.device, found.field) if part),
    )


def _source(pair: SourcePair, knowledge: Knowledge) -> SourceLine:
    decimals = DECIMALS.get(pair.quantity, 1)
    unit = to_quantity(0.0, standard_error=None, unit=pair.unit, decimals=0).unit
    first, second = (
        f"{fixed(mean, decimals)}\u00a0{unit} ({', '.join(part for part in (device, field) if part)})"
        for mean, device, field in zip(pair.means, pair.devices, pair.fields, strict=True)
    )
    apart = to_quantity(pair.difference, standard_error=pair.standard_error, unit=pair.unit, decimals=max(decimals, 1))
    return SourceLine(
        name=name_of(pair.quantity, knowledge) + (f", {pair.side}" if pair.side else ""),
        first=first,
        second=second,
        difference=signed(apart.text),
        is_marked=pair.is_beyond_error,
        minutes=f"{pair.n_minutes} min",
    )


def _source_change(found: SourceAgreement, bin_min: float, knowledge: Knowledge) -> SourceLine:
    """What each of two sources tells of the change over the run, and how far the second is from the first."""
    first, second = (
        f"{_change_words(change)} ({', '.join(part for part in source if part)})"
        for change, source in ((found.first_change, found.first), (found.second_change, found.second))
    )
    apart = to_quantity(found.difference, standard_error=found.difference_error, unit=found.change_unit, decimals=1)
    return SourceLine(
        name=name_of(found.quantity, knowledge),
        first=first,
        second=second,
        difference=signed(apart.text),
        is_marked=found.disagrees,
        minutes=f"{found.n_bins * bin_min:.0f} min",
    )


def _change_words(change: Measure) -> str:
    if change.number is None:
        return "not told"
    return signed(to_quantity(change.number, standard_error=change.standard_error, unit=change.unit, decimals=1).text)
