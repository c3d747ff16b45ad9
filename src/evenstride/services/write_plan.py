"""Write a plan where the user asked for it: page, PDF, Markdown, JSON, calendar."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evenstride.errors import OutputError
from evenstride.services.make_plan import PlannedRun
from evenstride.services.output_files import PDF_SUFFIXES, REPORT_SUFFIXES, check_output

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

MARKDOWN_SUFFIXES = (".md", ".markdown")
CALENDAR_SUFFIXES = (".ics",)
PlanFormat = Literal["plan page", "PDF", "Markdown", "JSON", "calendar"]


@dataclass(frozen=True)
class PlanOutputs:
    """Files a plan is written to; None where it is not asked for. ``json`` is a file, standard output is the face's."""

    html: Path | None = None
    pdf: Path | None = None
    markdown: Path | None = None
    json: Path | None = None
    calendar: Path | None = None

    def named(self) -> tuple[tuple[PlanFormat, Path], ...]:
        """(what, path) of everything that is asked for."""
        everything: tuple[tuple[PlanFormat, Path | None], ...] = (
            ("plan page", self.html),
            ("PDF", self.pdf),
            ("Markdown", self.markdown),
            ("JSON", self.json),
            ("calendar", self.calendar),
        )
        return tuple((what, path) for what, path in everything if path is not None)


_SUFFIXES: dict[str, tuple[str, ...]] = {
    "plan page": REPORT_SUFFIXES,
    "PDF": PDF_SUFFIXES,
    "Markdown": MARKDOWN_SUFFIXES,
    "calendar": CALENDAR_SUFFIXES,
}


def check_plan_outputs(outputs: PlanOutputs, *, sources: tuple[Path, ...]) -> None:
    """Refuse names that cannot be written, or that are read, before any work is done.

    Raises
    ------
    OutputError : see `check_output`; also two results under one name.
    """
    taken: dict[Path, str] = {}
    for what, path in outputs.named():
        for source in sources:
            if path.exists() and source.exists() and path.samefile(source):
                raise OutputError(
                    f"Expected another name for the {what} than that of a file that is read, {path.name}."
                )
        check_output(path, what, suffixes=_SUFFIXES.get(what, ()), source=path.parent)
        other = taken.setdefault(path.absolute(), what)
        if other != what:
            raise OutputError(f"Expected different names for the {other} and the {what}, got {path.name} twice.")


def write_plan(planned: PlannedRun, outputs: PlanOutputs) -> None:
    """Write what was asked for; every file is made first, and then written whole or not at all."""
    from evenstride.reports.files import write_whole

    made = [(path, plan_bytes(what, planned)) for what, path in outputs.named()]
    for path, content in made:
        write_whole(path, partial(_fill, content))


def _fill(content: bytes, part: Path) -> None:
    part.write_bytes(content)


def plan_bytes(what: PlanFormat, planned: PlannedRun) -> bytes:
    """The plan in one of its forms, as the content of a file."""
    from evenstride.knowledge import load_knowledge

    if what == "JSON":
        return plan_json(planned).encode()
    return _rendered(what, planned, load_knowledge())


def plan_json(planned: PlannedRun) -> str:
    """The ``evenstride.plan/1`` document as text."""
    return json.dumps(planned.plan.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _rendered(what: str, planned: PlannedRun, knowledge: Knowledge) -> bytes:
    from evenstride.reports import plan as plan_pages

    plan, findings = planned.plan, planned.findings
    if what == "plan page":
        return plan_pages.render_plan_html(plan, knowledge=knowledge, findings=findings).encode()
    if what == "Markdown":
        return plan_pages.render_plan_markdown(plan, knowledge=knowledge, findings=findings).encode()
    if what == "calendar":
        return plan_pages.plan_calendar(plan, knowledge=knowledge)
    from evenstride.reports.pdf import plan_pdf

    page = plan_pages.build_plan_page(plan, knowledge=knowledge, findings=findings)
    return plan_pdf(page, knowledge=knowledge)


def plan_text(planned: PlannedRun) -> tuple[str, ...]:
    """The plan in a few lines for a terminal."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.plan import build_plan_page
    from evenstride.reports.plan_text import plan_lines

    return tuple(plan_lines(build_plan_page(planned.plan, knowledge=load_knowledge(), findings=planned.findings)))
