"""Phrases that every page uses: links by name, statements with their source and its status, numbers with theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.page import Bullets, Link, Paragraph, Rich, bullets, joined
from evenstride.reports.numbers import shown_unit
from evenstride.reports.wording import join_words, sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Evidence, Quantity, Statement
    from evenstride.knowledge.schema.base import Sourced

STATUS_WORDS = {"published": "", "to_be_checked": "to be checked", "internal": ""}
GRADE_MEANINGS = {
    "strong": "several good studies agree",
    "moderate": "one good study or a consistent mechanism",
    "limited": "small studies, or studies that look back",
    "conflicting": "studies disagree",
    "none": "no study tests it",
}


class Phrases:
    """Words for what the knowledge holds."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def link(self, kind: str, identifier: str) -> Link:
        """A link that reads as the entry's name."""
        return Link(kind, identifier, self.name(kind, identifier))

    def name(self, kind: str, identifier: str) -> str:
        """What an entry is called; its id where it has no name."""
        entry = self.knowledge.of_kind(kind)[identifier]
        for field in ("name", "short", "question", "text"):
            if isinstance(name := getattr(entry, field, None), str):
                return name
        return identifier

    def links(self, kind: str, identifiers: Iterable[str]) -> Rich:
        """Links one after the other; ``none`` where there is none."""
        found = tuple((self.link(kind, each),) for each in dict.fromkeys(identifiers))
        return joined(found) if found else ("none",)

    def claims(self, identifiers: Iterable[str]) -> Bullets | None:
        """Claims of the article, each with the short answer of the evidence."""
        found = (self.knowledge.claims[each] for each in identifiers)
        return bullets(*((self.link("claim", each.id), f": {sentence(each.verdict)}") for each in found))

    def source(self, number: Sourced) -> Rich:
        """``Chan 2018, to be checked``, the name leading to the list of references."""
        status = STATUS_WORDS[self.knowledge.status_of(number)]
        link = Link("reference", number.source, self.knowledge.short_source(number))
        notes = [each for each in (status, number.note) if each]
        return (link, ", " + "; ".join(notes)) if notes else (link,)

    def source_of(self, source_id: str) -> Rich:
        """The name of a source, leading to the list of references."""
        return (Link("reference", source_id, self.knowledge.references[source_id].short),)

    def page(self, path: str, text: str) -> Link:
        """A link to a page by its place in the folder."""
        return Link("page", path, text)

    def statement(self, statement: Statement) -> Rich:
        """The sentence, then its source in brackets."""
        return (f"{sentence(statement.text)} (", *self.source(statement), ")")

    def statements(self, statements: Iterable[Statement]) -> Bullets | None:
        """Statements as a list."""
        return bullets(*(self.statement(each) for each in statements))

    def evidence(self, evidence: Evidence) -> tuple[Paragraph, Bullets | None]:
        """The grade with its meaning, and what it rests on."""
        return Paragraph((grade_words(evidence.grade),)), self.statements(evidence.statements)

    def quantity(self, quantity: Quantity, unit: str = "") -> Rich:
        """``30 to 120 s (the article)``."""
        return (f"{number_words(quantity)}{unit} (", *self.source(quantity), ")")


def number_words(quantity: Quantity) -> str:
    """``12`` or ``8 to 12``."""
    if quantity.value is not None:
        return f"{quantity.value:g}"
    return f"{quantity.low:g} to {quantity.high:g}"


def with_unit(number: float, unit: str) -> str:
    """``3°``, ``165 steps/min``."""
    shown = shown_unit(unit)
    return f"{number:g}{shown}" if shown in ("°", "") else f"{number:g} {shown}"


def grade_words(grade: str) -> str:
    """``Limited: small studies, or studies that look back.``"""
    return f"{grade.capitalize()}: {GRADE_MEANINGS[grade]}."


def spoken(identifier: str) -> str:
    """An id as words: ``lacrosse ball``."""
    return identifier.replace("_", " ")


def texts(items: Iterable[str]) -> Bullets | None:
    """Plain sentences as a list."""
    return bullets(*((sentence(item),) for item in items))


def listed(words: Iterable[str]) -> str:
    """``mat and small ball``; ``nothing`` where there is none."""
    found = [spoken(word) for word in words]
    return join_words(found) if found else "nothing"
