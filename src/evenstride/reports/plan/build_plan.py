"""From a plan to the page that every format is made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.model.gait import Side
from evenstride.model.plan import Plan, PlanStop
from evenstride.reports.body_map import MuscleLine, marks_of, marks_of_answers, muscle_lines
from evenstride.reports.model import CitedText
from evenstride.reports.plan.dose_words import date_words, minutes_words
from evenstride.reports.plan.exercise_cards import exercise_groups
from evenstride.reports.plan.plan_model import (
    CueCard,
    LeftOutLine,
    MuscleGroup,
    PlanHead,
    PlanPage,
    Retest,
    StopNotice,
)
from evenstride.reports.plan.plan_wording import (
    HOW_TO_RETEST,
    NOTHING_TITLE,
    PLAN_DISCLAIMER,
    PLAN_DOES_NOT_SAY,
    STATUS_SAID,
    STOPPED_LEAD,
    STOPPED_NOT_SAY,
    STOPPED_TITLE,
    URGENCY_WORDS,
)
from evenstride.reports.plan.safety import check_questions, pain_ranges, rule_groups
from evenstride.reports.plan.schedule import first_session, first_session_words, first_week, grid_of
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


def build_plan_page(plan: Plan, *, knowledge: Knowledge, findings: Sequence[Finding] = ()) -> PlanPage:
    """Everything a plan page says, in the order it is read.

    Parameters
    ----------
    plan : what the planner made. A stopped plan gives a page with the stop and nothing else.
    knowledge : where names, steps, doses and sources come from. Ids that it does not have are shown as words.
    findings : of the same assessment, for the body map; without them the plan's own ``answers_to`` are drawn.
    """
    sources = SourceBook(knowledge)
    if plan.stopped_by:
        return _stopped_page(plan, knowledge, sources)
    marks = marks_of(findings, knowledge) if findings else marks_of_answers(plan.answers_to, knowledge)
    lines = muscle_lines(marks, knowledge)
    groups = exercise_groups(plan, knowledge=knowledge, sources=sources)
    return PlanPage(
        head=_head(plan, knowledge),
        stops=(),
        questions=check_questions(plan.not_asked, knowledge),
        today=first_session(plan, knowledge),
        today_words=first_session_words(plan),
        first_week=first_week(plan, knowledge),
        marks=marks,
        muscle_lines=lines,
        muscle_groups=_muscle_groups(lines),
        grid=grid_of(plan, knowledge),
        groups=groups,
        cautions=tuple(sentence(line) for line in plan.cautions),
        cues=_cues(plan, knowledge),
        rules=rule_groups(plan.rules, knowledge),
        pain=pain_ranges(plan.rules, knowledge),
        left_out=_left_out(plan),
        retest=Retest(date_words(plan.retest_on), HOW_TO_RETEST, _home_tests(plan, knowledge)),
        sources=sources.listed(),
        disclaimer=PLAN_DISCLAIMER,
        made_with=_made_with(plan),
    )


def _stopped_page(plan: Plan, knowledge: Knowledge, sources: SourceBook) -> PlanPage:
    stops = tuple(_stop(stop, knowledge, sources) for stop in plan.stopped_by)
    return PlanPage(
        head=PlanHead(STOPPED_TITLE, "Plan on hold", STOPPED_LEAD, (), (), STOPPED_NOT_SAY),
        stops=stops,
        questions=(),
        today=(),
        today_words="",
        first_week=(),
        marks=(),
        muscle_lines=(),
        muscle_groups=(),
        grid=None,
        groups=(),
        cautions=(),
        cues=(),
        rules=(),
        pain=(),
        left_out=(),
        retest=None,
        sources=sources.listed(),
        disclaimer=PLAN_DISCLAIMER[:1],
        made_with=_made_with(plan),
    )


def _stop(stop: PlanStop, knowledge: Knowledge, sources: SourceBook) -> StopNotice:
    flag = knowledge.red_flags.get(stop.red_flag_id)
    return StopNotice(
        question=stop.question,
        urgency_words=URGENCY_WORDS[stop.urgency],
        whom_to_see=sentence(f"see {stop.whom_to_see}"),
        why=CitedText(sentence(stop.why), sources.cite(flag.why.source) if flag else ()),
    )


def _head(plan: Plan, knowledge: Knowledge) -> PlanHead:
    weeks = NUMBER_WORDS[len(plan.weeks)] if len(plan.weeks) < len(NUMBER_WORDS) else str(len(plan.weeks))
    kind = "maintenance plan" if plan.is_maintenance else "exercise plan"
    return PlanHead(
        title=f"Your {weeks}-week {kind}" if plan.weeks else NOTHING_TITLE,
        kind_words="Maintenance plan" if plan.is_maintenance else "Exercise plan",
        lead=sentence(plan.summary),
        facts=(
            ("Start", date_words(plan.start_on)),
            ("Film again", date_words(plan.retest_on)),
            ("How often", f"{plan.days_a_week} days a week"),
            ("One session", minutes_words(_longest_session(plan))),
        ),
        answers=tuple(_answer(answer, knowledge) for answer in plan.answers_to),
        does_not_say=PLAN_DOES_NOT_SAY,
    )


def _longest_session(plan: Plan) -> float:
    """Minutes of the longest session; what was asked for where the plan has none."""
    sessions = [session.minutes for week in plan.weeks for session in week.sessions]
    return max(sessions, default=plan.minutes_a_day)


def _answer(answer: tuple[str, Side | None, str], knowledge: Knowledge) -> str:
    """``Hip drop, left (possible)``."""
    finding_id, side, status = answer
    said = {str(known): words for known, words in STATUS_SAID.items()}.get(status, status)
    return f"{_finding_name(finding_id, knowledge)}{f', {side}' if side else ''} ({said})"


def _finding_name(finding_id: str, knowledge: Knowledge) -> str:
    known = knowledge.findings.get(finding_id)
    return known.name if known else finding_id.replace("_", " ").capitalize()


def _muscle_groups(lines: Sequence[MuscleLine]) -> tuple[MuscleGroup, ...]:
    """Lines with the same suspicion and reason together, in the order in which they first come."""
    grouped: dict[tuple[str, str], list[MuscleLine]] = {}
    for line in lines:
        title = f"{line.suspected.capitalize()} ({line.certainty_words})"
        grouped.setdefault((title, line.because), []).append(line)
    return tuple(MuscleGroup(title, because, tuple(alike)) for (title, because), alike in grouped.items())


def _cues(plan: Plan, knowledge: Knowledge) -> tuple[CueCard, ...]:
    return tuple(
        CueCard(
            id=cue.cue_id,
            name=cue.name,
            how=cue.how,
            amount=sentence(cue.amount),
            warnings=tuple(sentence(warning) for warning in cue.warnings),
            answers=tuple(_finding_name(finding_id, knowledge) for finding_id in cue.findings),
        )
        for cue in plan.cues
    )


def _left_out(plan: Plan) -> tuple[LeftOutLine, ...]:
    """What would be unsafe first."""
    ordered = sorted(plan.left_out, key=lambda one: not one.is_contraindicated)
    return tuple(LeftOutLine(one.name, sentence(one.reason), one.is_contraindicated) for one in ordered)


def _home_tests(plan: Plan, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Name of each home test and what it shows; a name alone where the knowledge does not have it."""
    screens = ((one, knowledge.screens.get(one)) for one in dict.fromkeys(plan.confirm_with))
    return tuple((screen.name, sentence(screen.plain)) if screen else (one, "") for one, screen in screens)


def _made_with(plan: Plan) -> str:
    return f"Made by Evenstride on your own machine, knowledge {plan.knowledge_version}. Nothing was sent anywhere."
