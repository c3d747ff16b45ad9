"""From a plan to its page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from evenstride.knowledge.wording import forbidden_words
from evenstride.model.plan import Plan, RunnerProfile
from evenstride.prescription import make_plan
from evenstride.reports.plan import build_plan_page


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def test_the_head_says_when_how_often_and_how_long(plan: Plan, knowledge: Any) -> None:
    head = build_plan_page(plan, knowledge=knowledge).head
    assert head.title == "Your six-week exercise plan"
    assert dict(head.facts) == {
        "Start": "Monday 23 November 2026",
        "Film again": "Monday 4 January 2027",
        "How often": "3 days a week",
        "One session": "about 13 min",
    }


def test_a_maintenance_plan_says_that_it_is_one(plan: Plan, knowledge: Any) -> None:
    head = build_plan_page(replace(plan, is_maintenance=True), knowledge=knowledge).head
    assert head.title == "Your six-week maintenance plan"
    assert head.kind_words == "Maintenance plan"


def test_a_stopped_plan_shows_the_stop_and_nothing_to_do(stopped_plan: Plan, knowledge: Any) -> None:
    page = build_plan_page(stopped_plan, knowledge=knowledge)
    assert page.is_stopped
    assert page.stops[0].urgency_words == "Today"
    assert page.stops[0].whom_to_see == "See a doctor today."
    assert (page.cards, page.today, page.grid, page.cues, page.retest) == ((), (), None, (), None)


def test_a_stopped_plan_that_still_carries_weeks_shows_none_of_them(
    plan: Plan, stopped_plan: Plan, knowledge: Any
) -> None:
    page = build_plan_page(replace(plan, stopped_by=stopped_plan.stopped_by), knowledge=knowledge)
    assert (page.cards, page.today, page.grid) == ((), (), None)


def test_a_plan_with_nothing_to_offer_says_so(plan: Plan, knowledge: Any) -> None:
    page = build_plan_page(replace(plan, weeks=()), knowledge=knowledge)
    assert page.head.title == "No exercises for now"
    assert (page.cards, page.today, page.grid) == ((), (), None)


def test_a_card_holds_every_form_that_the_plan_uses_and_no_other(plan: Plan, knowledge: Any) -> None:
    cards = {card.id: card for card in build_plan_page(plan, knowledge=knowledge).cards}
    assert [form.part_id for form in cards["kegel_ball_squeeze"].forms] == [None, "bridge"]
    assert [form.part_id for form in cards["inner_quad_squat"].forms] == [None]


def test_the_article_s_numbers_are_told_from_ours(plan: Plan, knowledge: Any) -> None:
    page = build_plan_page(plan, knowledge=knowledge)
    squeeze = next(card for card in page.cards if card.id == "kegel_ball_squeeze")
    amounts = {line.what: line for line in squeeze.forms[0].amounts}
    exercise = knowledge.exercises["kegel_ball_squeeze"]
    assert amounts["Hold"].is_article == ("hold_s" in exercise.dose_article.quantities)
    assert amounts["Hold"].chip == "Article"
    assert not amounts["Repetitions"].is_article


def test_every_number_of_a_source_leads_to_the_list(plan: Plan, knowledge: Any) -> None:
    page = build_plan_page(plan, knowledge=knowledge)
    cited = {number for card in page.cards for item in (*card.evidence, *card.leave_out_if) for number in item.sources}
    cited |= {number for card in page.cards for form in card.forms for a in form.amounts for number in a.sources}
    assert cited
    assert cited <= {source.number for source in page.sources}


def test_what_is_unsafe_comes_first_among_what_was_left_out(plan: Plan, knowledge: Any) -> None:
    left_out = build_plan_page(plan, knowledge=knowledge).left_out
    assert [line.is_contraindicated for line in left_out] == [True, False]


def test_the_muscles_of_the_list_are_those_that_are_drawn(plan: Plan, knowledge: Any) -> None:
    page = build_plan_page(plan, knowledge=knowledge)
    assert [(line.muscle_id, line.side) for line in page.muscle_lines] == [(m.muscle_id, m.side) for m in page.marks]
    assert {m.side for m in page.marks} == {"left"}
    assert sorted(line.name for group in page.muscle_groups for line in group.lines) == sorted(
        line.name for line in page.muscle_lines
    )


def test_an_exercise_unknown_to_the_knowledge_stands_in_the_grid_by_its_own_name(plan: Plan, knowledge: Any) -> None:
    week = plan.weeks[0]
    strange = replace(week.exercises[0], exercise_id="wall_sit", name="Wall sit", findings=("odd_gait",))
    sessions = tuple(replace(one, exercise_ids=("wall_sit",)) for one in week.sessions)
    page = build_plan_page(
        replace(plan, weeks=(replace(week, exercises=(strange,), sessions=sessions),)), knowledge=knowledge
    )
    assert page.grid is not None
    assert [row.name for row in page.grid.rows] == ["Wall sit"]
    assert page.cards == ()
    assert page.today[0].name == "Wall sit"


@pytest.mark.parametrize("answers", [{}, {"calf_clot_signs": True}])
def test_a_real_plan_says_nothing_that_must_not_be_said(knowledge: Any, answers: dict[str, bool | float]) -> None:
    plan = make_plan((), RunnerProfile(answers), knowledge=knowledge, start_on=datetime.date(2026, 11, 23))
    page = replace(build_plan_page(plan, knowledge=knowledge), sources=())
    assert [hit for text in texts_of(page) for hit in forbidden_words(text)] == []
