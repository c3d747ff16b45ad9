"""``evenstride screen-me``: the questions before a plan, one after the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.json_output import check_json_file, print_or_write
from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.services.screening import Answer, Question, Screening

_YES_NO_HELP = "y or n, skip to leave it open, back for the question before"
_PAIN_HELP = "a number from 0 to 10, skip to leave it open, back for the question before"
_WORDS: dict[str, bool] = {"y": True, "yes": True, "n": False, "no": False}
_SKIP, _BACK = "skip", "back"
_MOST_PAIN = 10


@click.command("screen-me", short_help="Ask the questions that come before a plan.")
@click.option(
    "--answers", type=click.Path(path_type=Path), metavar="OUT.json", help="Keep the answers for plan --profile."
)
@click.option(
    "--from", "profile", type=click.Path(path_type=Path), metavar="IN.json", help="Ask only what this file leaves open."
)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write what the answers stop as JSON; - prints it.")
def screen_me(answers: Path | None, profile: Path | None, json_out: str | None) -> int:
    """Ask the questions that come before a plan, and say what the answers stop and whom to see."""
    from evenstride.services.screening import (
        begin_screening,
        check_answers_file,
        readiness_document,
        readiness_of,
        readiness_text,
        save_answers,
    )

    if answers is not None:
        check_answers_file(answers)
    check_json_file(json_out, source=profile)
    screening = begin_screening(profile)
    if not _ask_all(screening):
        return _broken_off(screening, answers, profile)
    if answers is not None:
        save_answers(screening, answers)
    readiness = readiness_of(screening.answers)
    print_or_write(readiness_document(readiness, screening.answers), readiness_text(readiness), json_out)
    if answers is not None:
        click.echo(f"answers: {answers}", err=json_out == "-")
        if readiness.may_start:
            click.echo(f"Next: evenstride plan ASSESSMENT.json --profile {answers}", err=True)
    return 0


def _ask_all(screening: Screening) -> bool:
    """Ask what is open; False where the questions were broken off."""
    asked = screening.open_questions
    if not asked:
        return True
    count = "1 question" if len(asked) == 1 else f"{len(asked)} questions"
    click.echo(f"{count}. Type {_YES_NO_HELP}. Ctrl-C ends it.", err=True)
    number = 0
    while number < len(asked):
        try:
            answer = _ask(asked[number], f"{number + 1} of {len(asked)}")
        except (KeyboardInterrupt, EOFError):
            click.echo(err=True)
            return False
        if answer == _BACK:
            number = max(number - 1, 0)
            continue
        if isinstance(answer, str):
            screening.answers.pop(asked[number].id, None)
        else:
            screening.answers[asked[number].id] = answer
            _say_what_comes_first({asked[number].id: answer})
        number += 1
    return True


def _say_what_comes_first(answer: dict[str, Answer]) -> None:
    """An answer that stops everything is told at once, not after the last question."""
    from evenstride.services.screening import readiness_of

    for stop in readiness_of(answer).stopped_by:
        click.echo(f"   This comes first. See: {stop.whom_to_see.rstrip('.')}.", err=True)


def _ask(question: Question, place: str) -> Answer | str:
    """One answer, ``skip`` or ``back``; asks again until it is one of them. Enter alone is no answer."""
    click.echo(f"\n{place}. {question.text}", err=True)
    while True:
        click.echo("   0-10: " if question.is_pain else "   y/n: ", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        answer = _understood(line.strip().lower(), is_pain=question.is_pain)
        if answer is not None:
            return answer
        click.echo(f"   Please type {_PAIN_HELP if question.is_pain else _YES_NO_HELP}.", err=True)


def _understood(word: str, *, is_pain: bool) -> Answer | str | None:
    """The answer a word means, None where it means none.

    Examples
    --------
    >>> _understood("no", is_pain=False), _understood("", is_pain=False), _understood("7", is_pain=True)
    (False, None, 7.0)
    """
    if word in (_SKIP, _BACK):
        return word
    if not is_pain:
        return _WORDS.get(word)
    try:
        pain = float(word)
    except ValueError:
        return None
    return pain if 0 <= pain <= _MOST_PAIN else None


def _broken_off(screening: Screening, answers: Path | None, profile: Path | None) -> int:
    from evenstride.services.screening import save_unfinished

    done = f"Ended with {len(screening.open_questions)} of {len(screening.questions)} questions open."
    outcome = save_unfinished(screening, answers, profile=profile)
    if outcome == "saved":
        raise InputError(
            f"{done} The answers so far are kept: evenstride screen-me --from {answers} --answers {answers}"
        )
    kept = f" {answers} is left as it was." if outcome == "kept_old" else " Nothing was written."
    raise InputError(f"{done}{kept} Run it again in a terminal, or give answers with --from FILE.")
