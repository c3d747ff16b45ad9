"""The door to Typst: what goes in is text, what comes out is a tagged PDF, and nothing is fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.errors import EvenstrideError
from evenstride.reports.pdf import PdfError
from evenstride.reports.pdf.typesetting import TEMPLATES, typeset

IMPORTED = re.compile(r'#?(?:import|include)\s+"([^"]+)"')


def test_templates_import_only_files_of_their_own_folder() -> None:
    named = [name for path in TEMPLATES.glob("*.typ") for name in IMPORTED.findall(path.read_text(encoding="utf-8"))]

    assert named
    assert all((TEMPLATES / name).is_file() and "/" not in name for name in named)


def test_templates_name_no_package_and_read_no_file() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.typ"))

    assert "@" not in re.sub(r"//.*", "", text)
    assert not re.search(r"\b(?:read|csv|yaml|toml|xml|cbor|plugin|eval)\(", text)


def test_importing_the_reports_does_not_import_typst() -> None:
    code = "import sys, evenstride.reports.pdf; sys.exit('typst' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_an_unknown_template_is_our_error_in_one_line() -> None:
    with pytest.raises(PdfError) as caught:
        typeset("no_such_template", {"title": "A"})

    assert isinstance(caught.value, EvenstrideError)
    assert "\n" not in str(caught.value)
    assert str(Path.cwd()) not in str(caught.value)


def test_a_document_without_its_parts_is_our_error() -> None:
    with pytest.raises(PdfError, match="Ask for HTML"):
        typeset("report", {"title": "A", "foot": ""})
