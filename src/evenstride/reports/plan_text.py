"""A plan in the terminal: stops first, then the first session with doses, why, the weeks, and when to film again."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.reports.knowledge_pages.terminal import wrapped
from evenstride.reports.plan import PlanPage
from evenstride.reports.plan.plan_model import PlanExerciseCard, TodayLine
from evenstride.reports.wording import sentence

_INDENT = "  "
SEE_ALL = "Everything with steps and drawings: add --html plan.html, --pdf plan.pdf or --markdown plan.md."


def plan_lines(page: PlanPage) -> Iterator[str]:
    """The short plan. A stopped one says whom to see and nothing else."""
    yield page.head.title
    yield "=" * len(page.head.title)
    yield from wrapped(page.head.lead)
    if page.is_stopped:
        yield from _stops(page)
        return
    yield from _questions(page)
    yield from _today(page)
    yield from _why(page)
    yield from _weeks(page)
    yield from _running(page)
    yield from _rules(page)
    yield from _left_out(page)
    yield from _retest(page)
    yield ""
    yield from wrapped(SEE_ALL)
    yield from wrapped(" ".join(page.head.does_not_say))


def _stops(page: PlanPage) -> Iterator[str]:
    for stop in page.stops:
        yield ""
        yield from wrapped(f"{sentence(stop.urgency_words)[:-1]}: {sentence(stop.whom_to_see)}")
        yield from _indented(f"You answered: {stop.question}")
        yield from _indented(f"Why: {stop.why.text}")


def _questions(page: PlanPage) -> Iterator[str]:
    if page.questions:
        count = len(page.questions)
        asked = "1 question is" if count == 1 else f"{count} questions are"
        yield ""
        yield from wrapped(
            f"! Before the first session: {asked} still open that can stop a plan or an exercise. Answer them with "
            "evenstride screen-me --answers me.json, then add --profile me.json."
        )


def _today(page: PlanPage) -> Iterator[str]:
    yield ""
    yield f"First session: {page.today_words}"
    for number, line in enumerate(page.today, 1):
        yield from _today_line(number, line)
    yield from (line for caution in page.cautions for line in wrapped(f"! {caution}", first=_INDENT, rest=" " * 4))


def _today_line(number: int, line: TodayLine) -> Iterator[str]:
    form = f", {line.form[:1].lower()}{line.form[1:]}" if line.form else ""
    dose = line.dose
    details = [
        ", ".join(each for each in (dose.words, dose.sides_words) if each),
        dose.extra,
        dose.tempo,
        dose.load,
        dose.rest,
    ]
    said = f"{line.name}{form}: {'; '.join(each for each in details if each)} [{line.exercise_id}]"
    yield from wrapped(said, first=f"{_INDENT}{number}. ", rest=" " * 5)


def _why(page: PlanPage) -> Iterator[str]:
    if page.cards:
        yield ""
        yield "Why these"
    for card in page.cards:
        yield from _item(f"{card.name}: {_reasons(card)}")


def _reasons(card: PlanExerciseCard) -> str:
    return " ".join(sentence(reason) for reason in card.reasons) or sentence(card.purpose)


def _weeks(page: PlanPage) -> Iterator[str]:
    if page.grid is None:
        return
    yield ""
    yield "The weeks"
    for number, week in enumerate(page.grid.weeks):
        cells = [cell for row in page.grid.rows if (cell := row.cells[number]) is not None]
        new = [row.name for row in page.grid.rows if (cell := row.cells[number]) is not None and cell.is_new]
        names = "every exercise" if len(new) == len(cells) else ", ".join(new)
        changed = f"; new doses: {names}" if new and number else ""
        yield from _item(
            f"Week {week.number}, from {week.begins}: {', '.join(week.days)}, {week.minutes_words}{changed}"
        )


def _running(page: PlanPage) -> Iterator[str]:
    if page.cues:
        yield ""
        yield "To try while running"
    for cue in page.cues:
        yield from _item(f"{cue.name}: {sentence(cue.amount)} {' '.join(sentence(each) for each in cue.warnings)}")


def _rules(page: PlanPage) -> Iterator[str]:
    for group in page.rules:
        if group.light == "stop":
            yield ""
            yield group.title
            yield from (line for rule in group.lines for line in _item(rule))


def _left_out(page: PlanPage) -> Iterator[str]:
    refused = [line for line in page.left_out if line.is_contraindicated]
    if refused:
        yield ""
        yield "Left out because of an answer"
    for each in refused:
        yield from _item(f"{each.name}: {each.reason}")


def _retest(page: PlanPage) -> Iterator[str]:
    if page.retest is None:
        return
    yield ""
    yield f"Film again: {page.retest.date_words}"
    if page.retest.home_tests:
        names = ", ".join(name for name, _ in page.retest.home_tests)
        yield from _indented(f"Home tests that would tell more: {names}.")


def _item(text: str) -> list[str]:
    return wrapped(text, first=f"{_INDENT}- ", rest=_INDENT * 2)


def _indented(text: str) -> list[str]:
    return wrapped(text, first=_INDENT, rest=_INDENT)
