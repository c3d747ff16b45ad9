"""A plan for its reader: one typed page, rendered as HTML, Markdown and a calendar.

`build_plan_page` makes the page; `render_plan_html`, `render_plan_markdown` and `plan_calendar` make files of it. The
JSON document is `Plan.to_dict`.
"""

from evenstride.reports.plan.build_plan import build_plan_page
from evenstride.reports.plan.calendar import plan_calendar
from evenstride.reports.plan.html import render_plan_html
from evenstride.reports.plan.markdown import render_plan_markdown
from evenstride.reports.plan.plan_model import PlanPage

__all__ = ["PlanPage", "build_plan_page", "plan_calendar", "render_plan_html", "render_plan_markdown"]
