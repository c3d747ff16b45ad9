"""Reports on paper: the typed run report and the typed plan page as tagged PDF, set by Typst.

Typst is imported on first use. The same value gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.model import Report
from evenstride.reports.pdf.plan_document import plan_document
from evenstride.reports.pdf.report_document import report_document
from evenstride.reports.pdf.typesetting import PdfError, typeset

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.reports.plan.plan_model import PlanPage

__all__ = ["PdfError", "plan_pdf", "report_pdf"]


def plan_pdf(page: PlanPage, *, knowledge: Knowledge | None = None) -> bytes:
    """The plan as A4 pages that also print on Letter; the first one is for the fridge.

    Parameters
    ----------
    page : the plan in words; a stopped plan makes one page that says whom to see.
    knowledge : where the movements of the exercise figures come from; None leaves the figures out.

    Raises
    ------
    PdfError
        The pages could not be set.
    """
    return typeset("plan", plan_document(page, knowledge=knowledge))


def report_pdf(report: Report) -> bytes:
    """The run report as A4 pages that also print on Letter.

    Raises
    ------
    PdfError
        The pages could not be set.
    """
    return typeset("report", report_document(report))
