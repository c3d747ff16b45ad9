"""Findings: a card per side with what it rests on, and under both what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.model import Finding, Measure
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import SIDES
from evenstride.reports.body_map import marks_of, muscle_lines
from evenstride.reports.evidence_rows import RunInReport, doubts_of, evidence_lines, moved_to_speed
from evenstride.reports.filmed import Filmed
from evenstride.reports.model import (
    CitedText,
    Doubt,
    FindingCard,
    FindingGroup,
    MusclesToCheck,
    Named,
    SuspectedMuscles,
)
from evenstride.reports.open_findings import finding_name, has_a_value, says_nothing
from evenstride.reports.settling import film_again, home_tests
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import FINDING_STATUS_WORDS, GRADE_WORDS, MUSCLES_INTRO, sentence, side_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

#: What brings muscles into suspicion and exercises onto the page.
ANSWERED_STATUSES: tuple[FindingStatus, ...] = ("present", "possible")
STATUS_ORDER = ("present", "possible", "unknown", "absent")


def finding_groups(
    findings: Sequence[Finding],
    run: RunInReport,
    filmed: Filmed,
    *,
    sources: SourceBook,
    offered: Sequence[str],
) -> tuple[FindingGroup, ...]:
    """One group per finding that says something, the clearest first; in it a card per side, left first.

    ``offered`` are the exercises that have a card on the page.
    """
    by_id: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_clearness):
        by_id.setdefault(finding.id, []).append(finding)
    return tuple(
        _group(sorted(sides, key=_side_order), run, filmed, sources=sources, offered=offered)
        for sides in by_id.values()
        if not all(says_nothing(finding, run.measures) for finding in sides)
    )


def measured_but_open(findings: Iterable[Finding], measures: Sequence[Measure]) -> tuple[Finding, ...]:
    """The unknown findings of which at least one measure has a value: what a better film may settle."""
    return tuple(f for f in findings if f.status == "unknown" and has_a_value(f, measures))


def offered_exercises(
    findings: Iterable[Finding], *, statuses: Sequence[FindingStatus] = ANSWERED_STATUSES
) -> tuple[str, ...]:
    """Ids of the exercises that answer the findings of these statuses, without repeats."""
    answering = (f.exercises for f in findings if f.status in statuses)
    return tuple(dict.fromkeys(exercise for ids in answering for exercise in ids))


def muscles_to_check(
    findings: Iterable[Finding], knowledge: Knowledge, *, intro: str = MUSCLES_INTRO
) -> MusclesToCheck:
    """All muscles that the findings bring into suspicion, each once with every finding behind it."""
    marks = marks_of(findings, knowledge)
    return MusclesToCheck(intro if marks else "", marks, muscle_lines(marks, knowledge))


def _group(
    sides: Sequence[Finding],
    run: RunInReport,
    filmed: Filmed,
    *,
    sources: SourceBook,
    offered: Sequence[str],
) -> FindingGroup:
    knowledge, first = run.knowledge, sides[0]
    definition = knowledge.findings.get(first.id)
    cards, doubts = _said_once([_card(finding, run) for finding in sides])
    open_sides = [f for f in sides if f.status in (*ANSWERED_STATUSES, "unknown")]
    suspected = [f for f in sides if f.status in ANSWERED_STATUSES]
    is_answered = any(finding.status != "unknown" for finding in sides)
    exercise_ids = [i for i in offered_exercises(sides) if i in offered and i in knowledge.exercises]
    group = FindingGroup(
        id=first.id,
        name=cards[0].name,
        plain="" if definition is None else definition.plain,
        cards=cards,
        lines=_lines_source(sides, run, sources),
        doubts=doubts,
        suspected=_suspected(suspected, sides, knowledge),
        film_again=film_again(open_sides, filmed, knowledge),
        home_tests=home_tests(suspected, knowledge),
        exercises=tuple(Named(i, knowledge.exercises[i].name) for i in exercise_ids),
        grade_words="",
        literature_for=(),
        literature_against=(),
        injuries=(),
        does_not_say="",
    )
    return _with_literature(group, sides, knowledge, sources) if is_answered else _only_measured(group)


def _with_literature(
    group: FindingGroup, sides: Sequence[Finding], knowledge: Knowledge, sources: SourceBook
) -> FindingGroup:
    """The group with what studies say about the finding and what it does not say."""
    first, definition = sides[0], knowledge.findings.get(group.id)
    return replace(
        group,
        grade_words=GRADE_WORDS.get(first.evidence_grade, first.evidence_grade),
        literature_for=() if definition is None else tuple(map(sources.cited, definition.evidence.speaks_for)),
        literature_against=() if definition is None else tuple(map(sources.cited, definition.evidence.speaks_against)),
        injuries=tuple(knowledge.injuries[i].name for i in first.injuries_discussed if i in knowledge.injuries),
        does_not_say=" ".join(dict.fromkeys(sentence(finding.does_not_say) for finding in sides)),
    )


def _only_measured(group: FindingGroup) -> FindingGroup:
    """The short form: rows of what was measured; why the rest was not stands among the doubts."""
    cards = (
        replace(card, evidence=tuple(line for line in card.evidence if line.speaks != "not_measured"))
        for card in group.cards
    )
    return replace(group, cards=tuple(cards))


def _card(finding: Finding, run: RunInReport) -> FindingCard:
    return FindingCard(
        id=finding.id if finding.side is None else f"{finding.id}-{finding.side}",
        name=finding_name(finding.id, run.knowledge),
        side_words=side_words(finding.side),
        status=finding.status,
        status_words=FINDING_STATUS_WORDS[finding.status],
        says=finding.says,
        evidence=evidence_lines(finding, run),
        doubts=doubts_of(finding, run),
    )


def _said_once(cards: Sequence[FindingCard]) -> tuple[tuple[FindingCard, ...], tuple[Doubt, ...]]:
    """The cards without the doubts that all of them have, and those doubts."""
    if len(cards) < 2:
        return tuple(cards), ()
    shared = tuple(doubt for doubt in cards[0].doubts if all(doubt in card.doubts for card in cards))
    own = (replace(card, doubts=tuple(d for d in card.doubts if d not in shared)) for card in cards)
    return tuple(own), shared


def _lines_source(sides: Sequence[Finding], run: RunInReport, sources: SourceBook) -> CitedText | None:
    """Where the screening lines of the weighed measures come from; None where none of them has one."""
    measure_ids = dict.fromkeys(evidence.measure_id for finding in sides for evidence in finding.weighed)
    thresholds = [run.knowledge.measures[i].thresholds for i in measure_ids if i in run.knowledge.measures]
    ids = dict.fromkeys(line.source for t in thresholds if t is not None for line in (t.mild, t.marked))
    if not ids:
        return None
    names = ", ".join(dict.fromkeys(sources.short(source_id) for source_id in ids))
    return CitedText(f"Lines: {names}{moved_to_speed(measure_ids, run)}", sources.cite_all(ids))


def _suspected(suspected: Sequence[Finding], sides: Sequence[Finding], knowledge: Knowledge) -> SuspectedMuscles:
    """The muscles behind what was seen or is possible; nothing where nothing was."""
    if not suspected:
        return SuspectedMuscles("", (), "")
    definition = knowledge.findings.get(suspected[0].id)
    one_side = len(suspected) < len(sides)
    return SuspectedMuscles(
        side_words=f"{side_words(suspected[0].side).lower()} side" if one_side else "",
        names=_muscle_names((*suspected[0].suspected_tight, *suspected[0].suspected_weak), knowledge),
        basis="" if definition is None else definition.suspected.basis,
    )


def _muscle_names(muscle_ids: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Names with the plain ones beside them, where those say more."""
    known = (knowledge.muscles[i] for i in dict.fromkeys(muscle_ids) if i in knowledge.muscles)
    return tuple(
        muscle.name if muscle.plain_name in muscle.name.lower() else f"{muscle.name} ({muscle.plain_name})"
        for muscle in known
    )


def _clearness(finding: Finding) -> tuple[int, float]:
    return (STATUS_ORDER.index(finding.status), -finding.strength)


def _side_order(finding: Finding) -> int:
    return -1 if finding.side is None else SIDES.index(finding.side)
