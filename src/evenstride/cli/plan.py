"""``evenstride plan ASSESSMENT``: from a saved assessment to six weeks of exercises."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

STANDARD_OUTPUT = "-"
_MONDAY = 0
_DAYS_OF_WEEK = 7


@click.command(short_help="Make a six-week plan from a saved result.")
@click.argument("assessment", type=click.Path(path_type=Path), metavar="ASSESSMENT.json")
@click.option(
    "--profile", type=click.Path(path_type=Path), metavar="FILE.json|.yaml", help="Answers and wishes, see screen-me."
)
@click.option("--equipment", metavar="NAME,NAME", help="What is at hand, e.g. lacrosse_ball,mat; none for nothing.")
@click.option("--minutes", type=float, metavar="N", help="Minutes a session.  [default: 15]")
@click.option("--days", type=int, metavar="N", help="Days a week.  [default: 3]")
@click.option(
    "--start",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day.  [default: next Monday]",
)
@click.option("--html", type=click.Path(path_type=Path), metavar="OUT.html", help="Write the plan as one page.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="OUT.pdf", help="Write the plan to print.")
@click.option("--markdown", type=click.Path(path_type=Path), metavar="OUT.md", help="Write the plan as Markdown.")
@click.option(
    "--calendar", type=click.Path(path_type=Path), metavar="OUT.ics", help="Write the sessions as a calendar."
)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the plan as JSON; - for standard output.")
def plan(
    assessment: Path,
    profile: Path | None,
    equipment: str | None,
    minutes: float | None,
    days: int | None,
    start: datetime.datetime | None,
    html: Path | None,
    pdf: Path | None,
    markdown: Path | None,
    calendar: Path | None,
    json_out: str | None,
) -> int:
    """Make a six-week plan from ASSESSMENT.json, which analyze --json writes."""
    from evenstride.services.make_plan import plan_run
    from evenstride.services.write_plan import PlanOutputs, check_plan_outputs, plan_json, plan_text, write_plan

    is_printed = json_out == STANDARD_OUTPUT
    json_file = None if json_out is None or is_printed else Path(json_out)
    outputs = PlanOutputs(html=html, pdf=pdf, markdown=markdown, json=json_file, calendar=calendar)
    check_plan_outputs(outputs, sources=(assessment, *([profile] if profile else [])))
    planned = plan_run(
        assessment,
        profile=profile,
        start_on=start.date() if start else next_monday(datetime.date.today()),
        equipment=None if equipment is None else _names(equipment),
        minutes_a_day=minutes,
        days_a_week=days,
    )
    write_plan(planned, outputs)
    if not planned.is_running:
        click.echo("The clip showed no run, so the plan rests on no measurement.", err=True)
    if is_printed:
        click.echo(plan_json(planned), nl=False)
    elif not outputs.named() or planned.plan.stopped_by:
        click.echo("\n".join(plan_text(planned)))
    for what, path in outputs.named():
        click.echo(f"{what}: {path}", err=is_printed)
    return 0


def next_monday(today: datetime.date) -> datetime.date:
    """The first Monday after today.

    Examples
    --------
    >>> next_monday(datetime.date(2026, 3, 2)).isoformat()
    '2026-03-09'
    """
    return today + datetime.timedelta(days=_DAYS_OF_WEEK - (today.weekday() - _MONDAY) % _DAYS_OF_WEEK)


def _names(listed: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    return () if names == ("none",) else names
