"""A page as lines for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from evenstride.reports.knowledge_pages.addresses import FOLDER_OF_KIND
from evenstride.reports.knowledge_pages.page import (
    NOTHING,
    Block,
    Bullets,
    Figure,
    Link,
    Page,
    Paragraph,
    Rich,
    Strong,
    Table,
)

WIDTH = 78
_INDENT = "  "


def page_lines(page: Page) -> Iterator[str]:
    """Title, lead and sections. Entries that can be asked for are followed by their id in brackets."""
    yield page.title
    yield "=" * min(len(page.title), WIDTH)
    yield from wrapped(_text(page.lead))
    for section in page.sections:
        body = [line for block in section.blocks for line in _block_lines(block)]
        if body:
            yield ""
            yield section.heading
            yield from body


def wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    """A text in lines no wider than a terminal; words are never cut."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _block_lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return wrapped(_text(block.text), first=_INDENT, rest=_INDENT)
    if isinstance(block, Bullets):
        return [line for number, item in enumerate(block.items, 1) for line in _item(item, number, block.is_ordered)]
    if isinstance(block, Figure):
        return []
    return _table_lines(block)


def _item(item: Rich, number: int, is_ordered: bool) -> list[str]:
    mark = f"{_INDENT}{number}. " if is_ordered else f"{_INDENT}- "
    return wrapped(_text(item), first=mark, rest=" " * len(mark))


def _table_lines(table: Table) -> list[str]:
    """Two columns side by side; more as one item a row, each cell under its heading."""
    if len(table.header) == 2:
        return _pairs([(_text(first), _text(second)) for first, second in table.rows])
    lines = []
    for row in table.rows:
        first, *cells = row
        named = zip(table.header[1:], map(_text, cells), strict=True)
        said = "; ".join(f"{name[:1].lower()}{name[1:]}: {cell}" for name, cell in named if cell not in ("", NOTHING))
        lines += wrapped(f"{_text(first)}: {said}" if said else _text(first), first=f"{_INDENT}- ", rest=_INDENT * 2)
    return lines


def _pairs(pairs: list[tuple[str, str]]) -> list[str]:
    width = min(max((len(first) for first, _ in pairs), default=0), 24)
    return [
        line
        for first, second in pairs
        for line in wrapped(second, first=f"{_INDENT}{first:<{width}}  ", rest=" " * (width + 4))
    ]


def _text(text: Rich) -> str:
    return "".join(_part(part) for part in text)


def _part(part: str | Link | Strong) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Link) and part.kind in FOLDER_OF_KIND:
        return f"{part.text} [{part.id}]"
    return part.text
