"""The plan as one HTML file: for the phone, for the fridge, and for whoever checks it. It needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.model.plan import Plan
from evenstride.reports.body_map import PAGE_PALETTE, body_map_svg, swatch_svg
from evenstride.reports.bundle import PLAN_STYLE_SHEETS, content_policy, style_text
from evenstride.reports.figures import FIGURE_STYLE, figure_html
from evenstride.reports.page_templates import page_environment
from evenstride.reports.plan.build_plan import build_plan_page
from evenstride.reports.plan.plan_model import PlanPage

if TYPE_CHECKING:
    from markupsafe import Markup

    from evenstride.knowledge.knowledge import Knowledge


def render_plan_html(plan: Plan, *, knowledge: Knowledge, findings: Sequence[Finding] = ()) -> str:
    """The whole page as text; everything that came from outside is escaped.

    The content policy in the page allows exactly this style, by hash, no script and no address at all.
    """
    from markupsafe import Markup

    page = build_plan_page(plan, knowledge=knowledge, findings=findings)
    style = f"{style_text(PLAN_STYLE_SHEETS)}\n{FIGURE_STYLE}"
    return (
        page_environment()
        .get_template("plan/plan.html.j2")
        .render(
            page=page,
            policy=content_policy(style=style, script=None),
            style=Markup(style),
            figures=figures_of(page, knowledge),
            body_map=body_map_of(page),
            swatches=swatches_of(page),
        )
    )


def figures_of(page: PlanPage, knowledge: Knowledge) -> dict[tuple[str, str | None], Markup | None]:
    """The drawing of every form on the page; None where there is none."""
    from markupsafe import Markup

    forms = {(form.exercise_id, form.part_id) for card in page.cards for form in card.forms}
    drawn = {form: figure_html(knowledge, *form) for form in forms}
    return {form: None if html is None else Markup(html) for form, html in drawn.items()}


def body_map_of(page: PlanPage) -> Markup:
    """The body with the muscles that may play a part; empty where none does."""
    from markupsafe import Markup

    return Markup(body_map_svg(page.marks, palette=PAGE_PALETTE) if page.marks else "")


def swatches_of(page: PlanPage) -> tuple[Markup, ...]:
    """A sample of the hatching beside each group of the list of muscles."""
    from markupsafe import Markup

    firsts = [group.lines[0] for group in page.muscle_groups]
    return tuple(
        Markup(swatch_svg(line.kind, line.certainty, palette=PAGE_PALETTE, id_prefix=f"swatch-{number}"))
        for number, line in enumerate(firsts)
    )
