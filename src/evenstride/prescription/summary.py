"""What a plan is, in a few sentences, and which screens are still open."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.prescription.reasons import alike, finding_words, listed
from evenstride.prescription.support import finding_weight

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.model.plan import PlanWeek, RunnerProfile
    from evenstride.prescription.choice import Choice, Ranking
    from evenstride.prescription.readiness import Readiness
    from evenstride.prescription.schedule import Timetable
    from evenstride.prescription.settings import PlanSettings

_MOST_NAMED = 4
_SEEN = {"present": "shows", "possible": "possibly shows"}


def stopped_summary(readiness: Readiness) -> str:
    """That there is no plan now, and whom to see first."""
    first = readiness.stopped_by[0]
    see = first.whom_to_see.rstrip(".")
    return f"No plan for now: an answer comes first. The question was: {first.question} See: {see}."


def summary_of(
    findings: Sequence[Finding],
    supporting: Sequence[Finding],
    chosen: Sequence[Choice],
    weeks: Sequence[PlanWeek],
    ranking: Ranking,
    timetable: Timetable,
    settings: PlanSettings,
    knowledge: Knowledge,
) -> str:
    """How long and how often, what it answers, and what does not fit."""
    if not weeks:
        return "No exercise is left to offer: the list of what is left out says why. A physiotherapist can find others."
    sentences = [_frame(chosen, weeks)]
    if not ranking.is_maintenance:
        sentences.append(_answers(chosen, knowledge))
    else:
        sentences.append(_unanswered(supporting, knowledge) if supporting else _nothing_found(findings))
    if timetable.is_over_time:
        sentences.append(f"No exercise fits into {settings.minutes_a_day:g} min, so the shortest one stands alone.")
    return " ".join(sentences)


def open_screens(supporting: Sequence[Finding], profile: RunnerProfile, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the screens that would tell more about the supporting findings and have no clear result yet."""
    by_weight = sorted(supporting, key=lambda finding: -finding_weight(finding))
    return tuple(
        dict.fromkeys(
            screen_id
            for finding in by_weight
            for screen_id in knowledge.findings[finding.id].confirm_with
            if not _is_told(screen_id, finding, profile)
        )
    )


def _is_told(screen_id: str, finding: Finding, profile: RunnerProfile) -> bool:
    return any(
        result.screen_id == screen_id
        and result.outcome != "unknown"
        and (result.side is None or finding.side is None or result.side == finding.side)
        for result in profile.screens
    )


def _frame(chosen: Sequence[Choice], weeks: Sequence[PlanWeek]) -> str:
    sessions = weeks[0].sessions
    longest = max(session.minutes for week in weeks for session in week.sessions)
    days = "one day" if len(sessions) == 1 else f"{len(sessions)} days"
    exercises = "one exercise" if len(chosen) == 1 else f"{len(chosen)} exercises"
    in_turn = "" if len({session.exercise_ids for session in sessions}) == 1 else ", taking turns from day to day"
    return f"{len(weeks)} weeks, {days} a week, up to {ceil(longest)} min a session: {exercises}{in_turn}."


def _nothing_found(findings: Sequence[Finding]) -> str:
    """Why there is nothing to answer: not there, or not to be told from this recording."""
    named = {finding.id for finding in findings}
    told = {finding.id for finding in findings if finding.status != "unknown"}
    if named and not told:
        why = (
            "Your video could not tell whether anything asks for particular exercises; the report says how to film it."
        )
    elif named - told:
        why = (
            "What your video could show asks for no particular exercises; "
            f"{len(named - told)} of {len(named)} patterns it could not show."
        )
    else:
        why = "Your video shows nothing that asks for particular exercises."
    return f"{why} This is a balanced set that keeps what is there; it answers no problem."


def _unanswered(supporting: Sequence[Finding], knowledge: Knowledge) -> str:
    """What was seen, and why no exercise for it is in the plan."""
    names = listed([finding_words(group, knowledge) for group in alike(supporting)][:_MOST_NAMED])
    if any(knowledge.findings[finding.id].exercises for finding in supporting):
        why = "The exercises for it cannot be offered now; the list of what is left out says why."
    else:
        why = "No exercise belongs to it."
    statuses = {finding.status for finding in supporting}
    seen = " or ".join(words for status, words in _SEEN.items() if status in statuses)
    return f"Your video {seen}: {names}. {why} This is a balanced set that keeps what is there."


def _answers(chosen: Sequence[Choice], knowledge: Knowledge) -> str:
    findings = {(each.id, each.side): each for choice in chosen for each in choice.findings}.values()
    groups = alike(sorted(findings, key=lambda finding: -finding_weight(finding)))
    sentences = []
    for status, seen in _SEEN.items():
        words = [finding_words(group, knowledge) for group in groups if group[0].status == status]
        if words:
            more = f", and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
            sentences.append(f"It answers what your video {seen}: {listed(words[:_MOST_NAMED])}{more}.")
    return " ".join(sentences)
