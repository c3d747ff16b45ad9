"""The top of a run's report: a title, the plain answer, the few large numbers, what the file is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.model import Finding
from evenstride.model.run_analysis import RunAnalysis
from evenstride.reports.header import KEY_NUMBER_COUNT, date_words, finding_sentences, red_flag_notices
from evenstride.reports.model import FilmedClip, FindingGroup, Header, KeyNumber, Quantity, SidedQuantity
from evenstride.reports.numbers import to_quantity
from evenstride.reports.run.run_words import (
    DECIMALS,
    clock_words,
    fade_words,
    name_of,
    pace_words,
    place_of_onset,
    summary_words,
)
from evenstride.reports.verdicts import cannot_tell, verdict_lines
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

_KEY_QUANTITIES = ("cadence", "contact_time", "heart_rate")
NO_RUN_TITLE = "No running was found in this file"


def run_header(
    analysis: RunAnalysis, findings: Sequence[Finding], groups: Sequence[FindingGroup], knowledge: Knowledge
) -> Header:
    """Everything above the curves; ``findings`` are those judged, ``groups`` what the page shows of them."""
    assessment = analysis.assessment
    return Header(
        title=run_title(analysis),
        answer=" ".join((*run_answer(analysis), *finding_sentences(findings, knowledge, "this run"))),
        clips=(FilmedClip(assessment.recordings[-1].path, _file_words(analysis)),),
        created_on=date_words(assessment.created_at),
        key_numbers=tuple(_key_numbers(analysis, knowledge))[:KEY_NUMBER_COUNT],
        verdicts=verdict_lines(findings, knowledge),
        cannot_tell=cannot_tell(findings, groups, knowledge),
        notices=(*red_flag_notices(assessment, knowledge), *run_notices(analysis)),
    )


def with_watch(header: Header, analysis: RunAnalysis) -> Header:
    """The top of a clip's report with the run it was filmed on: its file, and what it says about tiring."""
    watched = FilmedClip(analysis.assessment.recordings[-1].path, _file_words(analysis))
    return replace(
        header,
        answer=f"{header.answer} {' '.join(run_answer(analysis))}",
        clips=(*header.clips, watched),
        notices=tuple(dict.fromkeys((*header.notices, *(sentence(each) for each in analysis.unread)))),
    )


def run_title(analysis: RunAnalysis) -> str:
    """Distance, time, and what is said about tiring."""
    summary = analysis.summary
    if summary.running_s <= 0:
        return NO_RUN_TITLE
    way = f"{clock_words(summary.timer_s)} of running"
    if summary.distance_km is not None:
        way = f"{summary.distance_km:.1f} km in {clock_words(summary.timer_s)}"
    index = analysis.fatigue.index
    if index is None:
        return way
    if index.onset is None:
        return f"{way}, no onset of tiring told"
    return f"{way}, signs of tiring from about {place_of_onset(index.onset)[0]} on"


def run_answer(analysis: RunAnalysis) -> Iterator[str]:
    """What came out, in a few plain sentences."""
    headline, sentences = fade_words(analysis.fatigue)
    yield headline
    has_onset = analysis.fatigue.index is not None and analysis.fatigue.index.onset is not None
    yield from (sentence(each) for each in sentences[-1:] if has_onset)


def run_notices(analysis: RunAnalysis) -> Iterator[str]:
    """What was lost in reading, and which files could not be read at all."""
    recording = analysis.assessment.recordings[-1]
    yield from (sentence(each) for each in dict.fromkeys((*recording.warnings, *analysis.unread)))


def _file_words(analysis: RunAnalysis) -> str:
    where = "indoors, " if analysis.run.is_indoor else ""
    devices = ", ".join(analysis.run.devices)
    return f"{where}{summary_words(analysis.summary)}{f'; {devices}' if devices else ''}"


def _key_numbers(analysis: RunAnalysis, knowledge: Knowledge) -> Iterator[KeyNumber]:
    """Pace and the stride; distance and time, which the title has, fill up."""
    summary = analysis.summary
    if summary.pace_s_per_km is not None:
        yield _plain("Pace", pace_words(summary.pace_s_per_km), "min/km", note="without pauses")
    for name in _KEY_QUANTITIES:
        found = analysis.quantity(name)
        if found is not None:
            quantity = to_quantity(
                found.mean, standard_error=found.standard_error, unit=found.unit, decimals=DECIMALS[name]
            )
            yield KeyNumber(name_of(name, knowledge), (SidedQuantity("", quantity),), "")
    if summary.distance_km is not None:
        yield _plain("Distance", f"{summary.distance_km:.1f}", "km")
    yield _plain("Time", clock_words(summary.timer_s), "", note="without pauses")


def _plain(label: str, number: str, unit: str, *, note: str = "") -> KeyNumber:
    return KeyNumber(label, (SidedQuantity("", Quantity(number, None, unit)),), note)
