"""The plan as CommonMark: the same content as the page, without its drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.model.plan import Plan
from evenstride.reports.model import CitedText
from evenstride.reports.plan.build_plan import build_plan_page
from evenstride.reports.plan.plan_model import Dose, ExerciseForm, PlanExerciseCard, PlanPage

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

BOX = "☐"
YES_OR_NO = f"{BOX} No {BOX} Yes"
PAIN_GAP = "…… of 10"
_MEANT_BY_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_BLOCK_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def render_plan_markdown(plan: Plan, *, knowledge: Knowledge, findings: Sequence[Finding] = ()) -> str:
    """The whole plan as one Markdown text that any reader of CommonMark shows as it is meant."""
    page = build_plan_page(plan, knowledge=knowledge, findings=findings)
    blocks = [*_head(page), *(_stopped(page) if page.is_stopped else _parts(page)), *_end(page)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def plain(text: str) -> str:
    """Text from outside on one line, with nothing left in it that Markdown would take for a mark."""
    escaped = _MEANT_BY_MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _BLOCK_START.sub(lambda start: f"{start[1]}{start[2][:-1]}\\{start[2][-1]}", escaped)


def _head(page: PlanPage) -> Iterator[str]:
    yield f"# {plain(page.head.title)}"
    yield plain(page.head.lead)
    yield _bullets(f"**{plain(name)}:** {plain(value)}" for name, value in page.head.facts)
    if page.head.answers:
        yield f"**Answers:** {plain(', '.join(page.head.answers))}"
    yield plain(" ".join(page.head.does_not_say))


def _stopped(page: PlanPage) -> Iterator[str]:
    for stop in page.stops:
        yield f"## {plain(stop.urgency_words)}: {plain(stop.whom_to_see)}"
        yield f"Your answer to: {plain(stop.question)}"
        yield f"Why it comes first: {_cited(stop.why)}"
    yield "No exercise is shown here on purpose."


def _parts(page: PlanPage) -> Iterator[str]:
    yield from _questions(page)
    yield from _first_session(page)
    yield from _muscles(page)
    yield from _weeks(page)
    yield from _exercises(page)
    yield from _running(page)
    yield from _rules(page)
    yield from _left_out(page)
    yield from _retest(page)


def _questions(page: PlanPage) -> Iterator[str]:
    if page.questions or page.cautions:
        yield "## Before you start"
    if page.questions:
        yield "Nobody has asked you these yet. A yes: do what stands beside it first."
        yield _bullets(
            f"{PAIN_GAP if one.is_pain_scale else YES_OR_NO} · {plain(one.question)}"
            f"{f' *{plain(one.if_yes)}*' if one.if_yes else ''}"
            for one in page.questions
        )
    yield _bullets(plain(caution) for caution in page.cautions)


def _first_session(page: PlanPage) -> Iterator[str]:
    if not page.today:
        return
    yield "## First session"
    yield plain(page.today_words)
    yield "\n".join(
        f"{position}. {_named(line.name, line.form)}: {_dose(line.dose)}"
        for position, line in enumerate(page.today, start=1)
    )
    yield _bullets(
        f"{plain(' and '.join(session.days))}: {plain(', '.join(line.name for line in session.lines))}"
        for session in page.first_week
    )


def _muscles(page: PlanPage) -> Iterator[str]:
    if page.muscle_lines:
        yield "## Muscles that may play a part"
        yield "These are suspicions from how you move. A film does not show a muscle."
        for group in page.muscle_groups:
            yield f"**{plain(group.title)}**, because of {plain(group.because)}"
            yield _bullets(
                f"{plain(line.name)} ({plain(' or '.join(line.check_with) or 'no home test')})" for line in group.lines
            )


def _weeks(page: PlanPage) -> Iterator[str]:
    if page.grid is None:
        return
    yield "## The weeks at a glance"
    for index, week in enumerate(page.grid.weeks):
        yield f"### Week {week.number}, from {plain(week.begins)}"
        yield _bullets(
            f"{_named(row.name, form)}: {plain(dose.short)}{f' {plain(dose.sides_words)}' if dose.sides_words else ''}"
            f"{f' + {plain(dose.extra)}' if dose.extra else ''} · {' '.join(f'{BOX} {day}' for day in cell.days)}"
            for row in page.grid.rows
            if (cell := row.cells[index]) is not None
            for form, dose in cell.entries
        )


def _exercises(page: PlanPage) -> Iterator[str]:
    if page.groups:
        yield "## How each exercise is done"
    for group in page.groups:
        yield f"### {plain(group.title)}"
        yield plain(group.why)
        for card in group.cards:
            yield from _card(card)


def _card(card: PlanExerciseCard) -> Iterator[str]:
    needs = f" You need: {', '.join(card.equipment)}." if card.equipment else ""
    yield f"#### {card.number} · {plain(card.name)}"
    yield plain(f"{card.position_words}.{needs} {card.origin_words}.")
    yield _bullets(f"**{stage.weeks_words}:** {_stage(stage.form, stage.dose)}" for stage in card.stages)
    for form in card.forms:
        if form.name:
            yield f"**{plain(form.name)}**"
        yield "\n".join(f"{number}. {plain(step)}" for number, step in enumerate(form.steps, start=1))
    yield _titled("Why this is in your plan", (plain(reason) for reason in card.reasons))
    yield _titled("Leave it out with", map(_cited, card.leave_out_if))
    yield _titled("Take care", (_cited(caution) for form in card.forms for caution in form.cautions))
    yield _titled("Common faults", (plain(fault) for form in card.forms for fault in form.faults))
    yield _titled("Easier", map(plain, card.easier))
    yield _titled("Harder", map(plain, card.harder))
    yield _titled("Muscles", map(plain, (*card.muscles_released, *card.muscles_worked)))
    for form in card.forms:
        yield _titled(f"Whose numbers{f', {plain(form.name)}' if form.name else ''}", _amounts(form))
    yield _titled(plain(card.evidence_grade), (_cited(item) for item in (card.steps_source, *card.evidence)))


def _amounts(form: ExerciseForm) -> Iterator[str]:
    for line in form.amounts:
        note = f" ({plain(line.note)})" if line.note else ""
        whose = f"{plain(line.chip.lower())} {_marks(line.sources)}".rstrip()
        yield f"{plain(line.what)}: {plain(line.amount)}{note}, {whose}"


def _running(page: PlanPage) -> Iterator[str]:
    if page.cues:
        yield "## While you run"
    for cue in page.cues:
        yield f"### {plain(cue.name)}"
        yield "\n".join(f"{number}. {plain(line)}" for number, line in enumerate(cue.how, start=1))
        yield f"**How much:** {plain(cue.amount)}"
        yield _titled("What it may do elsewhere", map(plain, cue.warnings))


def _rules(page: PlanPage) -> Iterator[str]:
    if page.rules:
        yield "## Go on, step back, stop"
    yield _bullets(f"Pain {one.low} to {one.high} of 10: {plain(one.words)}" for one in page.pain)
    for group in page.rules:
        yield _titled(group.title, map(plain, group.lines))


def _left_out(page: PlanPage) -> Iterator[str]:
    if page.left_out:
        yield "## What was left out, and why"
        yield _bullets(
            f"**{plain(one.name)}**{' (not now)' if one.is_contraindicated else ''}: {plain(one.reason)}"
            for one in page.left_out
        )


def _retest(page: PlanPage) -> Iterator[str]:
    if page.retest:
        yield f"## Film again on {plain(page.retest.date_words)}"
        yield _bullets(map(plain, page.retest.how))
        yield _titled(
            "Home tests that would tell more",
            (f"{plain(name)}{f': {plain(shows)}' if shows else ''}" for name, shows in page.retest.home_tests),
        )


def _end(page: PlanPage) -> Iterator[str]:
    if page.sources:
        yield "## Sources"
        yield "\n".join(
            f"{source.number}. {plain(source.cite)}.{f' <https://doi.org/{source.doi}>' if source.doi else ''}"
            f"{f' {plain(source.note)}' if source.note else ''}"
            for source in page.sources
        )
    yield "---"
    yield " ".join(map(plain, (*page.disclaimer, page.made_with)))


def _stage(form: str, dose: Dose) -> str:
    how = "; ".join(words for words in (dose.tempo, dose.load, dose.rest) if words)
    return f"{f'{plain(form)}, ' if form else ''}{_dose(dose)}{f' ({plain(how)})' if how else ''}"


def _dose(dose: Dose) -> str:
    return plain(", ".join(words for words in (dose.words, dose.sides_words, dose.extra) if words))


def _named(name: str, form: str) -> str:
    return plain(f"{name}, {form.lower()}" if form else name)


def _cited(item: CitedText) -> str:
    return f"{plain(item.text)} {_marks(item.sources)}".rstrip()


def _marks(numbers: Iterable[int]) -> str:
    """``[3](#sources)``, a link that readers with headings as anchors follow."""
    return " ".join(f"[{number}](#sources)" for number in numbers)


def _titled(title: str, lines: Iterable[str]) -> str:
    """A bold line with bullets under it; empty where there is none."""
    bullets = _bullets(lines)
    return f"**{title}**\n\n{bullets}" if bullets else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
