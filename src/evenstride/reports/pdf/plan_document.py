"""The typed plan page as the plain document that the template ``plan`` sets, with its drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from evenstride.reports.pdf.dates import iso_date
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.reports.plan.plan_model import ExerciseForm, LeftOutLine, PlanExerciseCard, PlanPage

_VIEW_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


def plan_document(page: PlanPage, *, knowledge: Knowledge | None = None) -> dict[str, Any]:
    """Everything the plan says as plain values; drawings are SVG.

    Parameters
    ----------
    page : the plan in words.
    knowledge : where the movements of the figures come from; None leaves the figures out.
    """
    dates = (iso_date(words) for _, words in page.head.facts)
    return {
        **asdict(page),
        "title": page.head.title,
        "foot": ", ".join(" ".join(fact) for fact in page.head.facts[:1]),
        "dated_on": next((date for date in dates if date is not None), None),
        "groups": [
            {**asdict(group), "cards": [_card(card, knowledge) for card in group.cards]} for group in page.groups
        ],
        "questions": [
            {**asdict(item), "if_yes": sentence(item.if_yes.removeprefix("If yes:"))} for item in page.questions
        ],
        "left_out": _left_out(page.left_out),
        "body_map": _body_map(page),
    }


def _card(card: PlanExerciseCard, knowledge: Knowledge | None) -> dict[str, Any]:
    forms = [{**asdict(form), "figure": _figure(form, knowledge)} for form in card.forms]
    basic = forms[0]["figure"] if forms else None
    for form in forms[1:]:
        if form["figure"] == basic:  # a form without a movement of its own: once is enough
            form["figure"] = None
    return {
        **asdict(card),
        "forms": forms,
        "position_words": sentence(card.position_words),
        "origin_words": sentence(card.origin_words),
        "leave_out_if": [{"text": item.text.rstrip("."), "sources": item.sources} for item in card.leave_out_if],
    }


def _left_out(lines: Iterable[LeftOutLine]) -> list[dict[str, Any]]:
    """One entry per reason with the names of all that it speaks of."""
    names: dict[tuple[str, bool], list[str]] = {}
    for line in lines:
        names.setdefault((sentence(line.reason), line.is_contraindicated), []).append(line.name)
    return [
        {"names": named, "reason": reason, "is_contraindicated": is_contraindicated}
        for (reason, is_contraindicated), named in names.items()
    ]


def _figure(form: ExerciseForm, knowledge: Knowledge | None) -> dict[str, Any] | None:
    """The strip of start, work and end, which its captions stand for in words; None where no movement is known."""
    if knowledge is None:
        return None
    from evenstride.reports.figures import PALETTES, figure_captions, figure_svg, movement_of

    movement = movement_of(knowledge, form.exercise_id, form.part_id)
    if movement is None:
        return None
    svg = figure_svg(movement, still="strip", palette=PALETTES["print"])
    said = (f"{name.capitalize()}: {sentence(words)}" for name, words in figure_captions(movement))
    return {"svg": svg, "alt": f"Three drawings. {' '.join(said)}", "aspect": _aspect(svg)}


def _aspect(svg: str) -> float:
    """Width over height of a drawing, from its view box."""
    found = _VIEW_BOX.search(svg)
    if found is None:
        return 1.0
    return float(found[1]) / float(found[2])


def _body_map(page: PlanPage) -> dict[str, str] | None:
    """The marked figures; None where no muscle is suspected. The list beside them says the same in words."""
    from evenstride.reports.body_map import PLAIN_PALETTE, body_map_svg

    if not page.marks:
        return None
    return {
        "svg": body_map_svg(page.marks, palette=PLAIN_PALETTE, has_key=True),
        "alt": "Front and back of a body with the suspected muscles marked; the list says which they are.",
    }
