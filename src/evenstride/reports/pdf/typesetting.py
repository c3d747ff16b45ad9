"""The one door to Typst: a template of ours and a document of plain values in, the bytes of a PDF out.

Values reach a template as JSON and are set as text; nothing of them is ever read as Typst markup. Templates lie in this
package and import nothing from outside it. Only the fonts inside the Typst package are used, so every machine makes
the same pages.
"""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import EvenstrideError
from evenstride.reports.pdf.printable import missing_characters, printable, texts_of

if TYPE_CHECKING:
    import typst

_logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "templates"
#: Archivable (PDF/A-2a) and readable by screen readers (PDF/UA-1). The second: what is left where a standard refuses.
STANDARDS: tuple[list[typst.PDFStandard], ...] = (["a-2a", "ua-1"], [])
UNDATED = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class PdfError(EvenstrideError):
    """The pages could not be set as a PDF. Ask for HTML instead, and report this line."""

    code = "pdf_failed"


def typeset(template: str, document: Mapping[str, Any]) -> bytes:
    """Set ``document`` by a template of this package.

    Parameters
    ----------
    template : name of the template, without its suffix.
    document : plain values. ``title`` is the PDF's title, ``dated_on`` its ISO date or None.

    Returns
    -------
    bytes : a tagged PDF; the same document gives the same bytes.

    Raises
    ------
    PdfError
        Typst could not set the document; its first line says why.
    """
    data = json.dumps(printable(document, missing=missing_characters(texts_of(document))), ensure_ascii=False)
    reason = ""
    for standards in STANDARDS:
        try:
            return _compiled(TEMPLATES / f"{template}.typ", data, standards)
        except RuntimeError as error:
            reason = reason or _first_line(error)
            _logger.info("a PDF could not be set under these standards", extra={"standards": standards})
    raise PdfError(
        f"Expected the {template} to fit its pages as a PDF, but Typst said: {reason}. Ask for HTML instead."
    )


def _compiled(path: Path, data: str, standards: list[typst.PDFStandard]) -> bytes:
    import typst

    return typst.compile(
        path,
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"document": data},
        pdf_standards=standards,
        timestamp=UNDATED,
    )


def _first_line(error: RuntimeError) -> str:
    """Typst's message as one line without its full stop."""
    return " ".join(str(getattr(error, "message", "") or error).split()).rstrip(".")
