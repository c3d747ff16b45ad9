"""A report with the home tests of its runner beside its findings: what they say about each suspected muscle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from evenstride.imbalance.confirmation import Suspicion
from evenstride.reports.model import CitedText, Named, ReadAgainst, Report, TestedMuscle
from evenstride.reports.screen_results import SPEAKS
from evenstride.reports.screen_words import OUTCOME_WORDS, score_words, smallest_words
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import sentence, side_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Screen
    from evenstride.model.stored import ScreenAnswer

#: So many tests that could still tell are named for a muscle.
_FEW = 2


def with_home_tests(
    report: Report,
    suspicions: Iterable[tuple[Suspicion, Sequence[ScreenAnswer]]],
    knowledge: Knowledge,
    *,
    zone: tzinfo | None = None,
) -> Report:
    """The report with the suspicions of its findings, each beside the results that speak about it."""
    by_finding: dict[str, list[TestedMuscle]] = {}
    done: dict[str, None] = {}
    for suspicion, answers in suspicions:
        by_finding.setdefault(suspicion.finding_id, []).append(_tested(suspicion, answers, knowledge, zone))
        done |= dict.fromkeys(answer.screen_id for answer in answers)
    groups = tuple(replace(group, tested=tuple(by_finding.get(group.id, ()))) for group in report.findings)
    sources = SourceBook(knowledge, begun=report.sources)
    read_against = tuple(_read_against(knowledge.screens[screen_id], sources) for screen_id in done)
    return replace(report, findings=groups, read_against=read_against, sources=sources.listed())


def _tested(
    suspicion: Suspicion, answers: Sequence[ScreenAnswer], knowledge: Knowledge, zone: tzinfo | None
) -> TestedMuscle:
    muscle = knowledge.muscles[suspicion.muscle_id]
    plain = "" if muscle.plain_name in muscle.name.lower() else f" ({muscle.plain_name})"
    return TestedMuscle(
        side_words=side_words(suspicion.side),
        name=f"{muscle.name}{plain}",
        suspected=f"suspected {suspicion.kind}",
        outcome_words=OUTCOME_WORDS[suspicion.outcome],
        speaks=SPEAKS[suspicion.outcome],
        told_by=tuple(_told(answer, knowledge, zone) for answer in answers),
        to_test=tuple(
            Named(id_, knowledge.screens[id_].name) for id_ in suspicion.to_test if id_ in knowledge.screen_protocols
        )[:_FEW],
    )


def _read_against(screen: Screen, sources: SourceBook) -> ReadAgainst:
    positive, smallest = screen.positive, screen.smallest_real_change
    return ReadAgainst(
        screen.name,
        (
            CitedText(f"Speaks for it: {sentence(positive.text)}", sources.cite(positive.source)),
            *(CitedText(f"Norm: {sentence(norm.text)}", sources.cite(norm.source)) for norm in screen.norms),
            CitedText(smallest_words(screen), () if smallest is None else sources.cite(smallest.source)),
        ),
    )


def _told(answer: ScreenAnswer, knowledge: Knowledge, zone: tzinfo | None) -> str:
    """``Side plank, left, 24 s: speaks for it. Less than 30 s. (30 Nov 2026)``."""
    screen = knowledge.screens[answer.screen_id]
    moment = answer.answered_at.astimezone(zone)
    scored = (
        []
        if answer.scored_by == "told"
        else [score_words(answer.value, screen.unit, answer.error, is_at_least=answer.is_at_least)]
    )
    what = ", ".join([screen.name, *([answer.side] if answer.side else []), *scored])
    speaks = {"supported": "speaks for it", "not_supported": "speaks against it", "unknown": "says nothing"}
    why = f" {answer.why}" if answer.why else ""
    return f"{what}: {speaks[answer.outcome]}.{why} ({moment.day} {moment:%b %Y})"
