"""What a page is made of, whatever it is printed on: headings, paragraphs, lists, tables, figures and links."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Words that lead to an entry of the knowledge, or to a page of its own (kind ``page``, its path as id)."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Strong:
    """Words that lead a paragraph."""

    text: str


#: A cell with nothing to say.
NOTHING = "–"
#: A run of text with links in it.
Rich = tuple["str | Link | Strong", ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    text: Rich


@dataclass(frozen=True)
class Bullets:
    """A list; ``is_ordered`` where its items are steps."""

    items: tuple[Rich, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; every row is as wide as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A drawing: its file inside the knowledge folder, and what it shows."""

    path: str
    svg: str
    shows: str


Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; ``anchor`` where other pages lead to it."""

    heading: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    level: int = 2


@dataclass(frozen=True)
class Page:
    """One page: where it lies in the folder, its title, a sentence or two, and sections."""

    path: str
    title: str
    lead: Rich
    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The drawings on it."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Figure))


def section(heading: str, *blocks: Block | None, anchor: str = "", level: int = 2) -> tuple[Section, ...]:
    """A section of the blocks that are there, or none at all where none is."""
    present = tuple(block for block in blocks if block is not None)
    return (Section(heading, present, anchor, level),) if present else ()


def bullets(*items: Rich, is_ordered: bool = False) -> Bullets | None:
    """A list, or nothing where it would be empty."""
    return Bullets(items, is_ordered) if items else None


def joined(parts: tuple[Rich, ...], *, between: str = ", ") -> Rich:
    """Runs of text one after the other."""
    together: list[str | Link | Strong] = []
    for number, part in enumerate(parts):
        together += [between, *part] if number else part
    return tuple(together)


def plain(text: Rich) -> str:
    """A run of text without its links."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
