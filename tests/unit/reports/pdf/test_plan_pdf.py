"""The plan on paper: a page for the fridge, cards that stay whole, and one page when it is stopped."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from evenstride.model.plan import RunnerProfile
from evenstride.prescription import make_plan
from evenstride.reports.model import CitedText
from evenstride.reports.pdf import plan_pdf
from evenstride.reports.plan import build_plan_page

if TYPE_CHECKING:
    from evenstride.reports.plan.plan_model import PlanPage

pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs pypdf")

HOSTILE = (
    '#import "@preview/cetz:0.3.0": * #panic("boom") $x^2$ \\ *bold* _it_ @ref <label> "quoted" '
    "'single' `raw` [x] = head // gone? /* gone? */ #sys.inputs ~ -- --- ... end"
)
LONG = "lorem#" * 1700  # more than 10 000 characters without a space


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def joined(text: str) -> str:
    """Text without white space and without the places where long words may break."""
    return "".join(text.replace("\u200b", "").split())


def page_texts(data: bytes) -> list[str]:
    """Each page's text without its foot."""
    texts = (joined(page.extract_text()) for page in read(data).pages)
    return [re.sub(r"Evenstride·[^·]*(?:·Start[^·]*)?\d+of\d+$", "", text) for text in texts]


def test_it_is_a_pdf_of_a4_pages(plan_page: PlanPage) -> None:
    data = plan_pdf(plan_page)

    assert data.startswith(b"%PDF-")
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in read(data).pages}
    assert sizes == {(595, 842)}


def test_the_same_page_gives_the_same_bytes(plan_page: PlanPage) -> None:
    assert plan_pdf(plan_page) == plan_pdf(plan_page)


def test_the_file_says_its_title_language_and_date(plan_page: PlanPage) -> None:
    reader = read(plan_pdf(plan_page))

    assert reader.metadata.title == plan_page.head.title
    assert reader.trailer["/Root"]["/Lang"].lower().startswith("en")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.creation_date.date().isoformat() == "2026-12-07"


@pytest.mark.parametrize("fixture", ["plan_page", "stopped_page"])
def test_it_follows_the_standards_for_archives_and_screen_readers(fixture: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(fixture)
    about = read(plan_pdf(page)).trailer["/Root"]["/Metadata"].get_data()

    assert b"pdfuaid" in about
    assert b"pdfaid" in about


def test_a_real_plan_with_its_figures_follows_the_standards_and_draws_each_exercise(knowledge: Any) -> None:
    plan = make_plan([], RunnerProfile(), knowledge=knowledge, start_on=datetime.date(2026, 12, 7))
    page = build_plan_page(plan, knowledge=knowledge)
    with_figures, without = (read(plan_pdf(page, knowledge=given)) for given in (knowledge, None))

    assert b"pdfuaid" in with_figures.trailer["/Root"]["/Metadata"].get_data()
    assert drawings(with_figures) - drawings(without) >= len(page.cards) > 0


def drawings(reader: pypdf.PdfReader) -> int:
    """How many elements of the structure tree are figures with words that stand for them."""
    objects = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    return sum(isinstance(each, dict) and each.get("/S") == "/Figure" and bool(each.get("/Alt")) for each in objects)


def test_the_first_page_holds_weeks_boxes_dates_and_safety(plan_page: PlanPage) -> None:
    first = page_texts(plan_pdf(plan_page))[0]

    for words in ("Week6", "Mon", "2×10", "Monday18January2027", "Stop", "stopandaskaclinician", "nextpage"):
        assert words in first
    assert all(joined(card.name) in first for card in plan_page.cards)


def test_the_first_page_stays_one_page_with_many_exercises_and_long_rules(plan_page: PlanPage) -> None:
    grid = plan_page.grid
    assert grid is not None
    rules = tuple(replace(rule, lines=rule.lines * 4) for rule in plan_page.rules)
    texts = page_texts(plan_pdf(replace(plan_page, grid=replace(grid, rows=grid.rows * 2), rules=rules)))

    assert "Beforethefirstsession:answer" in texts[0]
    assert texts[1].startswith("Beforethefirstsession")


def test_no_card_is_split(plan_page: PlanPage) -> None:
    texts = page_texts(plan_pdf(plan_page))

    for card in plan_page.cards:
        reason = f"{card.number}. {card.name}"
        marked = replace(card, reasons=(f"START-{reason}",), harder=(f"END-{reason}",))
        group = replace(plan_page.groups[0], cards=(marked,) * 5)
        texts = page_texts(plan_pdf(replace(plan_page, groups=(group,))))
        starts = [i for i, text in enumerate(texts) for _ in range(text.count(joined(f"START-{reason}")))]
        ends = [i for i, text in enumerate(texts) for _ in range(text.count(joined(f"END-{reason}")))]
        assert len(starts) == 5
        assert starts == ends


def test_everything_said_can_be_read_back(plan_page: PlanPage) -> None:
    text = "".join(page_texts(plan_pdf(plan_page)))

    said = [card.forms[0].steps[1] for card in plan_page.cards]
    said += [plan_page.cues[0].name, plan_page.rules[3].lines[0], plan_page.retest.how[0]]  # type: ignore[union-attr]
    said += [line.reason for line in plan_page.left_out] + [plan_page.muscle_lines[0].name, plan_page.disclaimer[0]]
    said += [plan_page.sources[0].cite, plan_page.questions[0].question, plan_page.head.lead, plan_page.made_with]
    assert [words for words in said if joined(words) not in text] == []


def test_a_stopped_plan_is_one_page_that_says_whom_to_see(stopped_page: PlanPage) -> None:
    texts = page_texts(plan_pdf(stopped_page))

    assert len(texts) == 1
    assert joined(stopped_page.stops[0].whom_to_see) in texts[0]
    assert joined(stopped_page.stops[0].question) in texts[0]
    assert joined(stopped_page.stops[0].why.text) in texts[0]
    assert "Hipflexorrelease" not in texts[0]


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE[::-1], "]" * 50, '"' * 50, "\\" * 50, "#" * 50, "$" * 51])
def test_hostile_text_is_printed_as_it_is(plan_page: PlanPage, text: str) -> None:
    card = replace(plan_page.cards[0], reasons=(text,), leave_out_if=(CitedText(text, ()),))
    groups = (replace(plan_page.groups[0], cards=(card,)),)
    page = replace(plan_page, head=replace(plan_page.head, title=text, lead=text), groups=groups, cautions=(text,))

    reader = read(plan_pdf(page))

    assert joined("".join(p.extract_text() for p in reader.pages)).count(joined(text)) >= 5
    assert joined(reader.metadata.title) == joined(text)


def test_ten_thousand_characters_without_a_space_stay_on_the_page_and_complete(plan_page: PlanPage) -> None:
    texts = page_texts(plan_pdf(replace(plan_page, cautions=(LONG,))))

    assert joined(LONG) in "".join(texts)


def test_a_card_longer_than_a_page_flows_on(plan_page: PlanPage) -> None:
    card = replace(plan_page.cards[0], reasons=("Every word counts here. " * 600, "THE-LAST-WORD"))
    texts = page_texts(plan_pdf(replace(plan_page, groups=(replace(plan_page.groups[0], cards=(card,)),))))

    assert "".join(texts).count("Everywordcountshere.") == 600
    assert any("THE-LAST-WORD" in text for text in texts)


def test_emoji_are_named_and_other_scripts_are_set(plan_page: PlanPage) -> None:
    text = "".join(page_texts(plan_pdf(replace(plan_page, cautions=("Run 😀 שלום Ελλάδα",)))))

    assert "Run[grinningface]" in text
    assert "שלום" in text or "םולש" in text
    assert "Ελλάδα" in text
