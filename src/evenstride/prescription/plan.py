"""The plan: safety first, then choice, dose and weeks put together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.finding import Finding
from evenstride.model.plan import LeftOut, Plan, RunnerProfile
from evenstride.prescription.choice import Ranking, rank_exercises
from evenstride.prescription.cues import select_cues
from evenstride.prescription.profile import check_profile
from evenstride.prescription.readiness import Readiness, check_answers
from evenstride.prescription.reasons import no_room_reason
from evenstride.prescription.schedule import Timetable
from evenstride.prescription.settings import PlanSettings, settings_for
from evenstride.prescription.shown import shown
from evenstride.prescription.stages import week_doses
from evenstride.prescription.summary import open_screens, stopped_summary, summary_of
from evenstride.prescription.support import is_supporting
from evenstride.prescription.weeks import timetable_of, weeks_of

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

_RULE_KINDS = ("progress", "step_back", "stop", "habit")
_DAYS_OF_WEEK = 7


def make_plan(
    findings: Sequence[Finding], profile: RunnerProfile, *, knowledge: Knowledge, start_on: datetime.date
) -> Plan:
    """Make a plan for one runner.

    Parameters
    ----------
    findings
        Of one assessment, absent and unknown ones included.
    profile
        What the plan has to fit. Answers that stop something come before everything else.
    knowledge
        Exercises, doses, questions and settings.
    start_on
        First day; the plan has no clock of its own.

    Returns
    -------
    The same plan for the same values, always. A stopped plan has ``stopped_by`` and no weeks.

    Raises
    ------
    InputError
        For a finding that the knowledge does not know, or a profile that no plan can fit.

    Notes
    -----
    The formulas stand in ``docs/explanation/plan.md``; in code, choice in `rank_exercises` and `exercise_score`,
    minutes in `dose_minutes`, days in `fill_week`.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> monday = datetime.date(2026, 3, 2)
    >>> plan = make_plan([], RunnerProfile(), knowledge=load_knowledge(), start_on=monday)
    >>> plan.is_maintenance, len(plan.weeks), plan.retest_on
    (True, 6, '2026-04-13')
    """
    check_profile(profile, knowledge)
    _check_findings(findings, knowledge)
    settings = settings_for(profile, knowledge)
    readiness = check_answers(profile.answers, knowledge)
    if readiness.stopped_by:
        return _stopped_plan(readiness, settings, knowledge, _dates(start_on, settings))
    ranking = rank_exercises(findings, profile, readiness, knowledge=knowledge, most_exercises=settings.most_exercises)
    return _going_plan(findings, profile, readiness, settings, ranking, knowledge, _dates(start_on, settings))


def _check_findings(findings: Sequence[Finding], knowledge: Knowledge) -> None:
    for finding in findings:
        if finding.id not in knowledge.findings:
            raise InputError(
                f"Expected findings that knowledge {knowledge.version} knows, got {shown(finding.id)}. "
                "Analyse the run again with this version."
            )


def _dates(start_on: datetime.date, settings: PlanSettings) -> tuple[datetime.date, ...]:
    """The first day of each week, and the day after the last week."""
    first = start_on.date() if isinstance(start_on, datetime.datetime) else start_on
    try:
        return tuple(first + datetime.timedelta(days=_DAYS_OF_WEEK * week) for week in range(settings.weeks + 1))
    except OverflowError as error:
        raise InputError(f"Expected a start that leaves room for {settings.weeks} weeks, got {first}.") from error


def _stopped_plan(
    readiness: Readiness, settings: PlanSettings, knowledge: Knowledge, dates: Sequence[datetime.date]
) -> Plan:
    return Plan(
        start_on=dates[0].isoformat(),
        retest_on=dates[-1].isoformat(),
        is_maintenance=False,
        summary=stopped_summary(readiness),
        answers_to=(),
        weeks=(),
        cues=(),
        left_out=(),
        cautions=readiness.cautions,
        stopped_by=readiness.stopped_by,
        not_asked=_questions(readiness, knowledge),
        rules=(),
        confirm_with=(),
        minutes_a_day=settings.minutes_a_day,
        days_a_week=settings.days_a_week,
        knowledge_version=knowledge.version,
    )


def _going_plan(
    findings: Sequence[Finding],
    profile: RunnerProfile,
    readiness: Readiness,
    settings: PlanSettings,
    ranking: Ranking,
    knowledge: Knowledge,
    dates: Sequence[datetime.date],
) -> Plan:
    doses = {
        choice.exercise.id: week_doses(choice.exercise, settings.weeks, readiness.stopped_parts)
        for choice in ranking.choices
    }
    timetable = timetable_of(ranking.choices, doses, settings)
    weeks = weeks_of(ranking.choices, doses, timetable, profile, knowledge, dates[:-1])
    chosen = [choice for choice in ranking.choices if choice.exercise.id in timetable.days_of]
    supporting = [finding for finding in findings if is_supporting(finding)]
    cues = select_cues(findings, knowledge)
    answered = {finding.id for choice in chosen for finding in choice.findings}
    answered.update(finding_id for cue in cues for finding_id in cue.findings)
    return Plan(
        start_on=dates[0].isoformat(),
        retest_on=dates[-1].isoformat(),
        is_maintenance=ranking.is_maintenance,
        summary=summary_of(findings, supporting, chosen, weeks, ranking, timetable, settings, knowledge),
        answers_to=tuple((each.id, each.side, each.status) for each in supporting if each.id in answered),
        weeks=weeks,
        cues=cues,
        left_out=(*ranking.left_out, *_dropped(ranking, timetable, settings)),
        cautions=readiness.cautions,
        stopped_by=(),
        not_asked=_questions(readiness, knowledge),
        rules=tuple(rule.text for rule in knowledge.plan_rules.values() if rule.kind in _RULE_KINDS),
        confirm_with=open_screens(supporting, profile, knowledge),
        minutes_a_day=settings.minutes_a_day,
        days_a_week=settings.days_a_week,
        knowledge_version=knowledge.version,
    )


def _dropped(ranking: Ranking, timetable: Timetable, settings: PlanSettings) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(choice.exercise.id, choice.exercise.name, no_room_reason(settings.minutes_a_day))
        for choice in ranking.choices
        if choice.exercise.id not in timetable.days_of
    )


def _questions(readiness: Readiness, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(knowledge.red_flags[each].question for each in readiness.not_asked)
