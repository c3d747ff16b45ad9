"""Findings as cards: what is said, what it rests on, what speaks against it, what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.model import Assessment, Finding, FindingEvidence, Step
from evenstride.model.gait import Side
from evenstride.reports.measure_rows import name_of, quantity_of
from evenstride.reports.model import EvidenceLine, FindingCard, Named, SeekTo
from evenstride.reports.numbers import fixed, shown_unit, time_words
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import FINDING_STATUS_WORDS, GRADE_WORDS, side_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import FindingDefinition, MeasureDefinition

FRAMES_PER_EVIDENCE = 3

#: Share of stance at which a measure is best looked at; initial contact where not named.
LOOK_AT_STANCE_FRAC = {
    "tibia_angle_loading": 0.12,
    "knee_flexion_peak_stance": 0.45,
    "trunk_lean": 0.5,
    "hip_extension_late_stance": 1.0,
}
#: What brings muscles into suspicion and exercises onto the page.
ANSWERED_STATUSES = ("present", "possible")
STATUS_ORDER = ("present", "possible", "unknown", "absent")


def finding_cards(
    assessment: Assessment, steps: Sequence[Step], *, knowledge: Knowledge, sources: SourceBook
) -> tuple[FindingCard, ...]:
    """One card per finding and side, the clearest first."""
    ordered = sorted(assessment.findings, key=lambda f: (STATUS_ORDER.index(f.status), -f.strength))
    cards = [_card(finding, assessment, steps, knowledge, sources) for finding in ordered]
    first_of = {finding.id: place for place, finding in reversed(list(enumerate(ordered)))}
    return tuple(
        card if first_of[finding.id] == place else _without_what_is_shared(card)
        for place, (finding, card) in enumerate(zip(ordered, cards, strict=True))
    )


def _card(
    finding: Finding, assessment: Assessment, steps: Sequence[Step], knowledge: Knowledge, sources: SourceBook
) -> FindingCard:
    definition = knowledge.findings.get(finding.id)
    evidence = tuple(_evidence(item, assessment, steps, knowledge, sources) for item in finding.weighed)
    is_suspected = finding.status in ANSWERED_STATUSES
    return FindingCard(
        id=finding.id if finding.side is None else f"{finding.id}-{finding.side}",
        name=finding.id.replace("_", " ").capitalize() if definition is None else definition.name,
        side_words=side_words(finding.side),
        status=finding.status,
        status_words=FINDING_STATUS_WORDS[finding.status],
        plain="" if definition is None else definition.plain,
        says=finding.says,
        does_not_say=finding.does_not_say,
        evidence=evidence,
        literature_for=() if definition is None else tuple(map(sources.cited, definition.evidence.speaks_for)),
        literature_against=() if definition is None else tuple(map(sources.cited, definition.evidence.speaks_against)),
        grade_words=GRADE_WORDS.get(finding.evidence_grade, finding.evidence_grade),
        suspected_tight=_muscle_names(finding.suspected_tight, knowledge) if is_suspected else (),
        suspected_weak=_muscle_names(finding.suspected_weak, knowledge) if is_suspected else (),
        suspected_words=_suspected_words(definition),
        injuries=tuple(knowledge.injuries[i].name for i in finding.injuries_discussed if i in knowledge.injuries),
        confirm_with=tuple(
            Named(i, f"{knowledge.screens[i].name}: {knowledge.screens[i].plain}")
            for i in finding.confirm_with
            if i in knowledge.screens
        ),
        to_know=finding.to_know,
        exercises=tuple(
            Named(i, knowledge.exercises[i].name) for i in offered_exercises([finding]) if i in knowledge.exercises
        ),
    )


def _without_what_is_shared(card: FindingCard) -> FindingCard:
    """The second side of a finding: what does not depend on the side has been said."""
    return replace(
        card, plain="", literature_for=(), literature_against=(), grade_words="", suspected_words="", injuries=()
    )


def offered_exercises(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Ids of the exercises that answer what was seen or is possible, without repeats."""
    answering = (f.exercises for f in findings if f.status in ANSWERED_STATUSES)
    return tuple(dict.fromkeys(exercise for ids in answering for exercise in ids))


def lines_words(definition: MeasureDefinition | None) -> str:
    """The screening lines of a measure in words; empty where it has none."""
    if definition is None or definition.thresholds is None:
        return ""
    thresholds = definition.thresholds
    unit = shown_unit(thresholds.unit)
    gap = "" if unit == "°" else " "
    parts = []
    for level, line in (("mild", thresholds.mild), ("marked", thresholds.marked)):
        sides = [(word, getattr(line, word)) for word in ("below", "above") if getattr(line, word) is not None]
        words = " or ".join(f"{word} {_plain_number(value)}{gap}{unit}" for word, value in sides)
        parts.append(f"{level} {words}")
    return f"Screening lines: {', '.join(parts)}"


def _evidence(
    item: FindingEvidence, assessment: Assessment, steps: Sequence[Step], knowledge: Knowledge, sources: SourceBook
) -> EvidenceLine:
    measure = assessment.measure(item.measure_id, item.side) or assessment.measure(item.measure_id)
    definition = knowledge.measures.get(item.measure_id)
    quantity = None if measure is None else quantity_of(measure, knowledge)
    thresholds = None if definition is None else definition.thresholds
    lines = () if thresholds is None else (thresholds.mild.source, thresholds.marked.source)
    return EvidenceLine(
        speaks=item.speaks,
        measure=name_of(item.measure_id, knowledge),
        value="not measured" if quantity is None else quantity.text,
        text=item.text,
        lines_words=lines_words(definition),
        sources=sources.cite_all(lines),
        frames=() if quantity is None else _frames(item.measure_id, item.side, steps),
    )


def _frames(measure_id: str, side: Side | None, steps: Sequence[Step]) -> tuple[SeekTo, ...]:
    """A few places of the clip, spread over it, where the measure can be looked at."""
    share = LOOK_AT_STANCE_FRAC.get(measure_id, 0.0)
    places = [
        step.initial_contact_s + share * (step.contact_time_s or 0.0)
        for step in steps
        if (side is None or step.side == side) and (share == 0.0 or step.contact_time_s is not None)
    ]
    picked = places[:: max(1, len(places) // FRAMES_PER_EVIDENCE)][:FRAMES_PER_EVIDENCE]
    return tuple(SeekTo(time_words(time_s), time_s) for time_s in picked)


def _muscle_names(muscle_ids: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(knowledge.muscles[i].name for i in muscle_ids if i in knowledge.muscles)


def _suspected_words(definition: FindingDefinition | None) -> str:
    return "" if definition is None else definition.suspected.basis


def _plain_number(value: float) -> str:
    return fixed(value, 0 if float(value).is_integer() else 1)


def verdict_text(card: FindingCard) -> str:
    """The finding in one line: its name and side."""
    side = "" if card.side_words == "Both sides" else f", {card.side_words.lower()} foot"
    return f"{card.name}{side}"
