"""The plan's page is one file that trusts nothing it was given and needs no script."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from evenstride.model.plan import Plan
from evenstride.reports.bundle import content_hash
from evenstride.reports.plan import render_plan_html
from page_reader import PageReader

HOSTILE = "</style><img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def page(plan: Plan, knowledge: Any) -> str:
    return render_plan_html(plan, knowledge=knowledge)


def test_every_element_is_closed_and_ids_are_unique(page: str) -> None:
    reader = PageReader(page)
    assert reader.open_elements == []
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    reader = PageReader(page)
    ids = {attributes.get("id") for _, attributes in reader.elements}
    links = {str(a["href"])[1:] for _, a in reader.elements if str(a.get("href", "")).startswith("#")}
    assert links <= ids
    assert {"before", "muscles", "weeks", "exercises", "running", "rules", "left-out", "retest", "sources"} <= links


def test_the_policy_allows_exactly_the_style_of_the_page_and_no_script(page: str) -> None:
    reader = PageReader(page)
    policy = next(str(a["content"]) for _, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy")
    ((_, style),) = reader.blocks
    assert f"style-src {content_hash(style)};" in policy
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script" not in {tag for tag, _ in reader.elements}


def test_no_style_or_event_attribute_is_used(page: str) -> None:
    names = {name for _, attributes in PageReader(page).elements for name in attributes}
    assert "style" not in names
    assert not any(name.startswith("on") for name in names)


def test_no_address_is_loaded_only_sources_are_linked(page: str) -> None:
    for tag, attributes in PageReader(page).elements:
        for name in ("src", "href", "srcset", "poster", "data"):
            value = attributes.get(name)
            if value and not value.startswith(("#", "data:")):
                assert (tag, name) == ("a", "href")
                assert value.startswith("https://doi.org/")
    assert not re.search(r"url\((?!#)|@import", page)


def test_hostile_words_in_a_plan_stay_text(plan: Plan, knowledge: Any) -> None:
    hostile = replace(
        plan,
        summary=HOSTILE,
        not_asked=(HOSTILE,),
        rules=(HOSTILE,),
        cautions=(HOSTILE,),
        confirm_with=(HOSTILE,),
        left_out=tuple(replace(one, name=HOSTILE, reason=HOSTILE) for one in plan.left_out),
        start_on=plan.start_on,
        knowledge_version=HOSTILE,
    )
    reader = PageReader(render_plan_html(hostile, knowledge=knowledge))
    assert "img" not in {tag for tag, _ in reader.elements}
    assert any("img src=x" in text for text in reader.text)


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in PageReader(page).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_exercise_has_its_drawing_for_the_screen_and_for_paper(page: str) -> None:
    classes = [str(attributes.get("class")) for _, attributes in PageReader(page).elements]
    assert classes.count("figure-moving") == classes.count("figure-still") == 4  # three exercises and the bridge


def test_a_stopped_plan_has_no_exercise_and_no_list_of_parts(stopped_plan: Plan, knowledge: Any) -> None:
    page = render_plan_html(stopped_plan, knowledge=knowledge)
    assert "See a doctor today." in page
    classes = {str(attributes.get("class")) for _, attributes in PageReader(page).elements}
    assert not classes & {"contents", "card plan-card", "today", "weeks"}


def test_the_page_stays_small_enough_to_send(page: str) -> None:
    assert len(page.encode("utf-8")) < 600_000
