"""The committed knowledge pages are those that the knowledge gives."""

from __future__ import annotations

from pathlib import Path

from evenstride.knowledge import load_knowledge
from evenstride.reports.knowledge_pages import render_files

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "knowledge"


def test_the_committed_pages_equal_the_rendered_ones() -> None:
    rendered = {name: content.encode() for name, content in render_files(load_knowledge()).items()}
    committed = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert sorted(committed) == sorted(rendered)
    differing = [name for name, content in rendered.items() if committed[name] != content]
    assert differing == [], "run: evenstride knowledge render docs/knowledge"
