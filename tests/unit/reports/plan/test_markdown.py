"""The plan as CommonMark."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from evenstride.model.plan import Plan
from evenstride.reports.plan import build_plan_page, render_plan_markdown
from evenstride.reports.plan.markdown import plain


@pytest.fixture
def text(plan: Plan, knowledge: Any) -> str:
    return render_plan_markdown(plan, knowledge=knowledge)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5 * 3 [a](b)", r"5 \* 3 \[a\](b)"),
        ("<b>&`x`", r"\<b\>&\`x\`"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("two\nlines # here", r"two lines \# here"),
        ("2 x 10", "2 x 10"),
    ],
)
def test_text_from_outside_is_never_taken_for_a_mark(given: str, expected: str) -> None:
    assert plain(given) == expected


def test_it_has_the_parts_of_the_page_in_their_order(text: str) -> None:
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Before you start",
        "First session",
        "Muscles that may play a part",
        "The weeks at a glance",
        "How each exercise is done",
        "While you run",
        "Go on, step back, stop",
        "What was left out, and why",
        "Film again on Monday 4 January 2027",
        "Sources",
    ]


def test_it_says_every_step_and_every_reason_of_the_page(text: str, plan: Plan, knowledge: Any) -> None:
    for card in build_plan_page(plan, knowledge=knowledge).cards:
        for line in (*card.reasons, *(step for form in card.forms for step in form.steps)):
            assert plain(line) in text


def test_blocks_are_parted_by_one_empty_line_and_no_line_ends_in_a_space(text: str) -> None:
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")
    assert "None" not in text


def test_headings_go_down_one_level_at_a_time(text: str) -> None:
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_hostile_words_bring_no_element_and_no_heading(plan: Plan, knowledge: Any) -> None:
    text = render_plan_markdown(replace(plan, summary="x\n\n# <img src=x>", cautions=()), knowledge=knowledge)
    assert r"X \# \<img src=x\>" in text


def test_a_stopped_plan_has_no_exercise(stopped_plan: Plan, knowledge: Any) -> None:
    text = render_plan_markdown(stopped_plan, knowledge=knowledge)
    assert "## Today: See a doctor today." in text
    assert "### " not in text
