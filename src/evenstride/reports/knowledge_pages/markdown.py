"""A page as Markdown, its links relative to where it lies."""

from __future__ import annotations

import posixpath
import re

from evenstride.reports.knowledge_pages.addresses import address
from evenstride.reports.knowledge_pages.page import (
    Block,
    Bullets,
    Figure,
    Link,
    Page,
    Paragraph,
    Rich,
    Section,
    Strong,
    Table,
)

GENERATED = "<!-- Written by `evenstride knowledge render` from the knowledge files. Change those, not this page. -->"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_STARTS_A_LIST = re.compile(r"^([-+#]|\d+[.)])(?=\s)")


def render_markdown(page: Page) -> str:
    """The whole page as text, with one newline at its end."""
    lines = [GENERATED, "", f"# {_escaped(page.title)}", "", _rich(page.lead, page.path)]
    for each in page.sections:
        lines += ["", *_section(each, page.path)]
    return "\n".join(lines) + "\n"


def _section(section: Section, path: str) -> list[str]:
    anchor = [f'<a id="{section.anchor}"></a>', ""] if section.anchor else []
    lines = [*anchor, f"{'#' * section.level} {_escaped(section.heading)}"]
    for block in section.blocks:
        lines += ["", *_block(block, path)]
    return lines


def _block(block: Block, path: str) -> list[str]:
    if isinstance(block, Paragraph):
        return [_rich(block.text, path)]
    if isinstance(block, Bullets):
        marks = [f"{number}." if block.is_ordered else "-" for number in range(1, len(block.items) + 1)]
        return [f"{mark} {_rich(item, path)}" for mark, item in zip(marks, block.items, strict=True)]
    if isinstance(block, Figure):
        target = posixpath.relpath(block.path, posixpath.dirname(path) or ".")
        return [f"![{_escaped(block.shows)}]({target})"]
    return _table(block, path)


def _table(table: Table, path: str) -> list[str]:
    head = [_row([_escaped(cell) for cell in table.header]), _row(["---"] * len(table.header))]
    return [*head, *(_row([_rich(cell, path) for cell in row]) for row in table.rows)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rich(text: Rich, path: str) -> str:
    written = "".join(_part(part, path) for part in text)
    return _STARTS_A_LIST.sub(r"\\\1", written)


def _part(part: str | Link | Strong, path: str) -> str:
    if isinstance(part, Link):
        return f"[{_escaped(part.text)}]({address(part.kind, part.id, seen_from=path)})"
    return f"**{_escaped(part.text)}**" if isinstance(part, Strong) else _escaped(part)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))
