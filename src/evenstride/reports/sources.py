"""The numbered list of sources: a source gets its number where it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evenstride.reports.model import CitedText, Source

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Statement

STATUS_NOTES = {"published": "", "to_be_checked": "Cited from its title or abstract.", "internal": ""}


class SourceBook:
    """Collects what a report cites, in order of first use.

    Parameters
    ----------
    begun : the list of a report that is to be carried on; its numbers stay.
    """

    def __init__(self, knowledge: Knowledge, *, begun: Iterable[Source] = ()) -> None:
        self._knowledge = knowledge
        ids = {reference.cite: source_id for source_id, reference in knowledge.references.items()}
        self._numbers: dict[str, int] = {ids[source.cite]: source.number for source in begun}

    def cite(self, source_id: str) -> tuple[int, ...]:
        """The number of a source, as the one-element tuple that reports carry; empty for an unknown id."""
        if source_id not in self._knowledge.references:
            return ()
        return (self._numbers.setdefault(source_id, len(self._numbers) + 1),)

    def cite_all(self, source_ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of several sources without repeats."""
        return tuple(dict.fromkeys(number for source_id in source_ids for number in self.cite(source_id)))

    def short(self, source_id: str) -> str:
        """How a source is named beside a number; an unknown id is shown as it is."""
        reference = self._knowledge.references.get(source_id)
        return source_id if reference is None else reference.short

    def cited(self, statement: Statement) -> CitedText:
        """A statement of the knowledge with its source's number."""
        return CitedText(text=statement.text, sources=self.cite(statement.source))

    def listed(self) -> tuple[Source, ...]:
        """Everything cited so far, by number."""
        references = self._knowledge.references
        return tuple(
            Source(
                number=number,
                cite=references[source_id].cite,
                doi=references[source_id].doi,
                note=STATUS_NOTES[references[source_id].status],
            )
            for source_id, number in self._numbers.items()
        )
