"""The folder of pages: whole, stale pages taken away, other people's files left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenstride.errors import OutputError
from evenstride.knowledge import load_knowledge
from evenstride.reports.knowledge_pages import render_files
from evenstride.reports.knowledge_pages.markdown import GENERATED
from evenstride.services.knowledge_folder import render_knowledge


def test_the_folder_holds_every_page_and_stale_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    count, stale = render_knowledge(folder)
    files = render_files(load_knowledge())
    assert (count, stale) == (len(files), ())
    own, old = folder / "notes.md", folder / "findings" / "gone.md"
    own.write_text("# Mine\n", encoding="utf-8")
    old.write_text(f"{GENERATED}\n\n# Gone\n", encoding="utf-8")
    count, stale = render_knowledge(folder)
    assert stale == (old,)
    left = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(left) == {*files, "notes.md"}
    assert all(left[name].read_bytes() == content.encode() for name, content in files.items())


def test_a_file_and_a_missing_place_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OutputError, match="got the file"):
        render_knowledge(file)
    with pytest.raises(OutputError, match="make missing first"):
        render_knowledge(tmp_path / "missing" / "pages")
