"""What all answers and bodies of the API share: errors, pages of lists, ids, and how strictly a body is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from evenstride.model.ids import ID_PATTERN
from evenstride.services.keeping.reading import LONGEST_PAGE, ValuePage

Item = TypeVar("Item")


class ErrorAnswer(BaseModel):
    """Every error: a stable ``code`` for programs, what happened, and what to do next."""

    code: str
    message: str
    next: str


class Answer(BaseModel):
    """Made of a value with the same fields."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Body(BaseModel):
    """What a program sends: nothing unknown, no number that is none.

    Numbers are `StrictInt` and `StrictFloat`, which take neither ``true`` nor ``"1"`` for one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class PageAnswer(BaseModel, Generic[Item]):
    """A part of a list, the newest first. ``next`` goes into ``after`` for the part that follows; null at the end."""

    items: list[Item]
    next: str | None


class DeletedAnswer(Answer):
    """What went with it: files that nobody else wanted."""

    n_files: int
    size_bytes: int


def _iso(value: object) -> object:
    """Days and moments as ISO 8601 says them; numbers of seconds or milliseconds are no such text."""
    if isinstance(value, str) and not _ISO.fullmatch(value):
        raise ValueError("expected a day such as 2026-03-02, or a moment such as 2026-03-02T08:00:00Z")
    if isinstance(value, int | float):
        raise ValueError("expected a text in ISO 8601")
    return value


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([Tt ][\d:.]+([Zz]|[+-]\d{2}:?\d{2})?)?", re.ASCII)
#: Days that calendars can be counted from, whatever the zone.
Day = Annotated[date, BeforeValidator(_iso), Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_iso),
    Field(ge=datetime(1970, 1, 2, tzinfo=UTC), le=datetime(2199, 12, 31, tzinfo=UTC)),
]
#: An id in an address, in a question, in a body.
IdInPath = Annotated[str, Path(pattern=ID_PATTERN)]
IdInQuery = Annotated[str, Query(pattern=ID_PATTERN)]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
After = Annotated[str | None, Query(pattern=ID_PATTERN, description="`next` of the part before.")]
Length = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="How many at most.")]
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorAnswer, "description": "Refused; `code` says why."},
    "5XX": {"model": ErrorAnswer, "description": "Not possible just now; `code` says why."},
}


def page_answer(page: ValuePage[Any], to_answer: Callable[[Any], Item]) -> PageAnswer[Item]:
    """A part of a list as an answer."""
    return PageAnswer(items=[to_answer(each) for each in page.items], next=page.next)


def file_response(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``: it answers with a file; ``*/*`` where its type is that of the content."""
    schema = {} if media_type == "*/*" else {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": what, "content": {media_type: schema}}}
