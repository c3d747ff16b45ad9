"""What the article says, what the evidence says, what we do."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from evenstride.knowledge.schema.base import Evidence, ExerciseId, FindingId, Listed, Statement, Text

#: ``finding/number``: the numbered statement, from 1, that a finding quotes from the article.
ArticleStatementRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*/[1-9]$")]


class Claim(Listed):
    """One claim of the article beside the evidence and what the product does about it.

    ``verdict`` is the short answer of a table. ``answers`` names the statements of the findings that the claim takes
    up, ``exercises`` the exercises whose purpose it is about.
    """

    name: Text
    article_says: Statement
    verdict: Text
    evidence: Evidence
    we_do: Annotated[tuple[Text, ...], Field(min_length=1)]
    findings: tuple[FindingId, ...] = ()
    exercises: tuple[ExerciseId, ...] = ()
    answers: tuple[ArticleStatementRef, ...] = ()
