"""A home screen's result in lines for a terminal, and the list of screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evenstride.reports.screen_words import OUTCOME_WORDS, change_words, score_words, smallest_words

if TYPE_CHECKING:
    from evenstride.coaching.screen_outcomes import ScreenVerdict
    from evenstride.coaching.screen_scores import ScreenScore
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.progress.screen_change import ScreenChange

_BY_WORDS = {"camera": "by camera", "timer": "by timer", "hand": "by hand"}


def screened_lines(
    score: ScreenScore,
    verdict: ScreenVerdict,
    *,
    change: ScreenChange | None,
    warnings: Iterable[str],
    knowledge: Knowledge,
) -> Iterator[str]:
    """The score with its error, what it says about each muscle, norms with their sources, and a change."""
    screen = knowledge.screens[score.screen_id]
    side = f", {score.side}" if score.side else ""
    said = score_words(score.value, score.unit, score.error, is_at_least=score.is_at_least)
    yield f"{screen.name}{side}: {said}, {_BY_WORDS[score.scored_by]}"
    yield from (f"! {warning}" for warning in warnings)
    yield from (f"! {note}" for note in score.notes)
    if score.readings:
        yield f"  read: {', '.join(f'{each:.1f}' for each in score.readings)}"
    yield f"{OUTCOME_WORDS[verdict.outcome]}: {verdict.because}"
    for kind in ("tight", "weak"):
        for muscle_id in getattr(screen, f"suspects_{kind}"):
            yield f"  {knowledge.muscles[muscle_id].name}, suspected {kind}: {verdict.outcome.replace('_', ' ')}"
    if change is not None:
        yield f"Against the earlier result: {change_words(change, score.unit)}"
    yield ""
    yield f"Positive: {screen.positive.text} ({knowledge.short_source(screen.positive)})"
    yield smallest_words(screen, knowledge)
    for norm in screen.norms:
        yield f"Norm: {norm.text} ({knowledge.short_source(norm)})"
    for limit in screen.limits:
        yield f"Limit: {limit.text} ({knowledge.short_source(limit)})"


def screen_list_lines(knowledge: Knowledge) -> Iterator[str]:
    """Every screen: its id, what it gives, how it is scored, which muscles it is about."""
    for screen in knowledge.screens.values():
        protocol = knowledge.screen_protocols.get(screen.id)
        how = "no score" if protocol is None else _BY_WORDS[protocol.scored_by]
        muscles = [
            f"{knowledge.muscles[each].plain_name} {kind}"
            for kind in ("tight", "weak")
            for each in getattr(screen, f"suspects_{kind}")
        ]
        yield f"{screen.id:<30}{screen.name} ({how}, {screen.unit}): {', '.join(muscles)}"
