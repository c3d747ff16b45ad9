"""What the article says, what the evidence says, what we do."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from evenstride.knowledge.schema.base import Evidence, FindingId, Listed, Statement, Text


class Claim(Listed):
    """One claim of the article beside the evidence and what the product does about it."""

    article_says: Statement
    evidence: Evidence
    we_do: Annotated[tuple[Text, ...], Field(min_length=1)]
    findings: tuple[FindingId, ...] = ()
