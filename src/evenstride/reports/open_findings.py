"""Findings that a clip cannot show at all, gathered by what it would take to show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.model import Finding, Measure
from evenstride.reports.filmed import Filmed
from evenstride.reports.measure_rows import (
    FORCE,
    FROM_BEHIND,
    FROM_THE_SIDE,
    OTHER_RECORDINGS,
    SENSOR,
    WHOLE_RUN,
    other_recording_of,
    short_name_of,
)
from evenstride.reports.model import OpenFinding, OpenFindings
from evenstride.reports.numbers import fixed
from evenstride.reports.settling import FRAME_RATE_SLACK
from evenstride.reports.wording import FILM_FROM_WORDS, decapitalised, join_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

BETTER_VIEW = "A better film from the side"
BETTER_REAR_VIEW = "A better film from behind"
NEED_TITLES = {
    FROM_THE_SIDE: "A film from the side",
    FROM_BEHIND: "A film from behind",
    WHOLE_RUN: "A whole run, with a watch or two films",
    SENSOR: "A sensor on the shin",
    FORCE: "A laboratory with a force platform",
}


def says_nothing(finding: Finding, measures: Iterable[Measure]) -> bool:
    """Whether a finding is unknown and not one of the measures it weighs has a value."""
    return finding.status == "unknown" and not has_a_value(finding, measures)


def has_a_value(finding: Finding, measures: Iterable[Measure]) -> bool:
    """Whether one of the measures that a finding weighs has a value in this clip.

    It may be of the finding's side or of the whole run; of either side where the finding is of both.
    """
    weighed = {evidence.measure_id for evidence in finding.weighed}
    said = (measure for measure in measures if measure.id in weighed and measure.value is not None)
    return any(finding.side is None or measure.side in {finding.side, None} for measure in said)


def open_findings(
    findings: Sequence[Finding], measures: Sequence[Measure], filmed: Filmed, knowledge: Knowledge
) -> tuple[OpenFindings, ...]:
    """Of the findings that say nothing on any side: each once, gathered by what it needs, in the order given."""
    speaking = {finding.id for finding in findings if not says_nothing(finding, measures)}
    by_need: dict[tuple[str, str], dict[str, OpenFinding]] = {}
    for finding in findings:
        if finding.id in speaking:
            continue
        needed = _needed(finding, knowledge)
        place = _need(needed, filmed)
        by_need.setdefault(place, {})[finding.id] = OpenFinding(
            id=finding.id, name=finding_name(finding.id, knowledge), needs=_needs(needed, place[0], knowledge)
        )
    return tuple(OpenFindings(title, how, tuple(each.values())) for (title, how), each in by_need.items())


def finding_name(finding_id: str, knowledge: Knowledge) -> str:
    """The finding's name; its id in words where the knowledge does not have it."""
    definition = knowledge.findings.get(finding_id)
    return finding_id.replace("_", " ").capitalize() if definition is None else definition.name


def _needed(finding: Finding, knowledge: Knowledge) -> tuple[MeasureDefinition, ...]:
    """What was weighed, without what only makes stronger that which the measures asked for in every case settle."""
    ids = dict.fromkeys(evidence.measure_id for evidence in finding.weighed)
    definition = knowledge.findings.get(finding.id)
    if definition is not None:
        always = {condition.measure for condition in definition.trigger.all}
        alternatives = ({condition.measure for condition in group} for group in definition.trigger.alternatives)
        if any(alternative <= always for alternative in alternatives):
            ids = dict.fromkeys(measure_id for measure_id in ids if measure_id in always)
    return tuple(knowledge.measures[measure_id] for measure_id in ids if measure_id in knowledge.measures)


def _need(needed: Sequence[MeasureDefinition], filmed: Filmed) -> tuple[str, str]:
    """Title of the need and how to record it: another recording only where none there is carries a measure."""
    elsewhere = [other_recording_of(definition, filmed.views) for definition in needed]
    kind = elsewhere[0] if elsewhere else None
    if kind is not None and None not in elsewhere:
        return NEED_TITLES[kind], OTHER_RECORDINGS[kind].how_to_film
    carried = [d for d in needed if other_recording_of(d, filmed.views) is None]
    is_sideways = any("side" in d.views for d in carried) or not carried
    how = FILM_FROM_WORDS["side"] if is_sideways else " ".join(dict.fromkeys(d.how_to_film for d in carried))
    wanted_fps = min((d.min_fps for d in carried), default=0.0)
    has_fps = max((filmed.fps(d.views) for d in carried), default=0.0)
    if has_fps < FRAME_RATE_SLACK * wanted_fps:
        return f"More pictures a second ({fixed(wanted_fps, 0)})", how
    return BETTER_VIEW if is_sideways else BETTER_REAR_VIEW, how


def _needs(needed: Sequence[MeasureDefinition], title: str, knowledge: Knowledge) -> str:
    """``thigh leaning inward and room between the knees; 60 pictures a second``."""
    names = [decapitalised(short_name_of(definition.id, knowledge)) for definition in needed]
    return "; ".join(part for part in (_joined(names), *_recorded_with(needed, title)) if part)


def _joined(names: Sequence[str]) -> str:
    """The names in one phrase; what stands after the first comma of several of them only once."""
    by_ending: dict[str, list[str]] = {}
    for name in names:
        beginning, _, ending = name.partition(", ")
        by_ending.setdefault(ending, []).append(beginning)
    parts = (", ".join(part for part in (join_words(each), ending) if part) for ending, each in by_ending.items())
    return "; ".join(parts)


def _recorded_with(needed: Sequence[MeasureDefinition], title: str) -> Iterator[str]:
    """What the finding asks for beyond the title of its group."""
    if title == NEED_TITLES[WHOLE_RUN]:
        is_filmed = any("side" in definition.views for definition in needed)
        yield "two films or a sensor on the chest" if is_filmed else "a watch or sensor"
    elif title == NEED_TITLES[FROM_BEHIND]:
        yield f"{fixed(max(definition.min_fps for definition in needed), 0)} pictures a second"
