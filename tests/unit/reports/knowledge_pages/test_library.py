"""The knowledge as a folder: complete, linked both ways, the same bytes every time."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.wording import forbidden_words
from evenstride.reports.knowledge_pages import render_files
from evenstride.reports.knowledge_pages.addresses import FOLDER_OF_KIND, PAGE_OF_KIND, address
from evenstride.reports.knowledge_pages.markdown import GENERATED

LINK = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\(([^)\s]+)\)")
ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return render_files(load_knowledge())


def links_of(path: str, text: str) -> Iterator[tuple[str, str]]:
    """(file, anchor) of every link on a page."""
    for target in LINK.findall(text):
        name, _, anchor = target.partition("#")
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), name)), anchor


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(files: dict[str, str]) -> None:
    broken = [
        (path, target, anchor)
        for path, text in files.items()
        if path.endswith(".md")
        for target, anchor in links_of(path, text)
        if target not in files or (anchor and anchor not in ANCHOR.findall(files[target]))
    ]
    assert broken == []


def test_every_page_and_drawing_can_be_reached_from_the_index(files: dict[str, str]) -> None:
    reached, to_visit = set(), ["index.md"]
    while to_visit:
        path = to_visit.pop()
        if path not in reached:
            reached.add(path)
            to_visit += [target for target, _ in links_of(path, files[path])] if path.endswith(".md") else []
    assert sorted(reached) == sorted(files)


def test_every_entry_has_its_place(files: dict[str, str]) -> None:
    knowledge = load_knowledge()
    for kind in (*FOLDER_OF_KIND, *PAGE_OF_KIND):
        for identifier in knowledge.of_kind(kind):
            path, _, anchor = address(kind, identifier, seen_from="index.md").partition("#")
            assert path in files
            assert not anchor or anchor in ANCHOR.findall(files[path])


def test_findings_and_exercises_link_to_each_other(files: dict[str, str]) -> None:
    knowledge = load_knowledge()
    for finding in knowledge.findings.values():
        for exercise in finding.exercises:
            forward = dict(links_of("findings/x.md", files[f"findings/{finding.id}.md"]))
            back = dict(links_of("exercises/x.md", files[f"exercises/{exercise}.md"]))
            assert f"exercises/{exercise}.md" in forward
            assert f"findings/{finding.id}.md" in back


def test_findings_and_measures_link_to_each_other(files: dict[str, str]) -> None:
    for finding in load_knowledge().findings.values():
        for measure in finding.measure_ids:
            assert f"../measures/{measure}.md" in files[f"findings/{finding.id}.md"]
            assert f"../findings/{finding.id}.md" in files[f"measures/{measure}.md"]


def test_every_page_says_where_it_comes_from_and_ends_with_one_newline(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".md"):
            assert text.startswith(f"{GENERATED}\n\n# ")
            assert text.endswith("\n")
            assert not text.endswith("\n\n")
            assert not re.search(r"[ \t]$", text, re.MULTILINE), path


def test_every_drawing_is_a_picture_of_its_own(files: dict[str, str]) -> None:
    drawings = {path: text for path, text in files.items() if path.endswith(".svg")}
    assert {f"figures/{each}.svg" for each in load_knowledge().exercises} <= set(drawings)
    assert len(set(drawings.values())) == len(drawings)
    for text in drawings.values():
        root = ElementTree.fromstring(text)
        assert root.tag.endswith("svg")
        assert "var(" not in text


def test_no_page_says_what_must_not_be_said(files: dict[str, str]) -> None:
    # Titles of other people's papers are theirs.
    own = {path: text for path, text in files.items() if path.endswith(".md") and path != "references.md"}
    found = {path: hits for path, text in own.items() if (hits := _hits(text))}
    assert found == {}


def _hits(text: str) -> list[str]:
    return [hit for line in text.splitlines() for hit in forbidden_words(LINK.sub("", line))]


def test_the_same_knowledge_gives_the_same_bytes(files: dict[str, str]) -> None:
    assert render_files(load_knowledge()) == files


def test_a_table_has_as_many_cells_in_every_row(files: dict[str, str]) -> None:
    for path, text in files.items():
        for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE) if path.endswith(".md") else []:
            widths = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
            assert len(widths) == 1, (path, block)
