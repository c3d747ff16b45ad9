"""Where a number or a statement comes from."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from evenstride.knowledge.schema.base import Listed, Status, Text


class Publication(Listed):
    """A publication, or one of our own three sources: ``article``, ``ours`` and ``derived``.

    ``short`` is how a report names it beside a number.
    """

    short: Text
    cite: Text
    status: Status
    doi: str | None = None
    licence: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _explains_what_is_to_be_checked(self) -> Self:
        if self.status == "to_be_checked" and not self.note:
            raise ValueError("a source to be checked says in its note what is to be checked")
        return self
