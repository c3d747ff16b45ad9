"""A page as Markdown: nothing in a text is taken for a mark, links are relative to the page."""

from __future__ import annotations

import pytest

from evenstride.reports.knowledge_pages.markdown import render_markdown
from evenstride.reports.knowledge_pages.page import Link, Page, Paragraph, Rich, Strong, Table, bullets, section


def body_of(*text: str | Link | Strong) -> str:
    page = Page("findings/x.md", "Title", ("Lead.",), section("Heading", Paragraph(tuple(text))))
    return render_markdown(page).splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b * [c] <d> | `e`", r"a\_b \* \[c\] \<d\> \| \`e\`"),
        ("- no list", r"\- no list"),
        ("1. no step", r"\1. no step"),
        ("two\nlines", "two lines"),
        ("-0.19 stays", "-0.19 stays"),
    ],
)
def test_a_text_stays_a_text(text: str, expected: str) -> None:
    assert body_of(text) == expected


def test_links_lead_from_where_the_page_lies() -> None:
    assert (
        body_of("See ", Link("exercise", "calf_raise", "Calf raise"), ".")
        == "See [Calf raise](../exercises/calf_raise.md)."
    )
    assert body_of(Link("reference", "chan2018", "Chan 2018")) == "[Chan 2018](../references.md#chan2018)"
    assert body_of(Link("page", "index.md", "All")) == "[All](../index.md)"
    assert body_of(Strong("We do."), " This.") == "**We do.** This."


def test_a_section_without_anything_in_it_is_left_out() -> None:
    assert section("Empty", bullets(), None) == ()


def test_steps_are_numbered_and_tables_have_a_head() -> None:
    rows: tuple[tuple[Rich, ...], ...] = ((("a",), ("b",)),)
    page = Page(
        "x.md", "T", ("L",), section("S", bullets(("one",), ("two",), is_ordered=True), Table(("h", "i"), rows))
    )
    text = render_markdown(page)
    assert "1. one\n2. two\n" in text
    assert "| h | i |\n| --- | --- |\n| a | b |\n" in text
