"""The knowledge: exercises, findings, measures, screens, cues and muscles, each with what it rests on and leads to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from evenstride.services.explain import explain, explained_list, list_entries
from evenstride.services.screening import questions_asked
from evenstride.web.document_shapes import KnowledgeDocument
from evenstride.web.routers import api_router

router = api_router("knowledge")
Kind = Literal["findings", "measures", "exercises", "screens", "cues", "muscles"]
Name = Annotated[str, Path(min_length=1, max_length=80)]


class KnowledgeList(BaseModel):
    """Ids and names of everything that can be explained, by kind."""

    knowledge_version: str
    ids: dict[str, dict[str, str]]


class EntriesAnswer(BaseModel):
    """All entries of one kind, whole, with the keys of the knowledge files."""

    knowledge_version: str
    entries: list[dict[str, Any]]


class RedFlagAnswer(BaseModel):
    """A question before a plan; ``is_pain`` where it is answered by 0 to 10 instead of yes or no."""

    id: str
    text: str
    is_pain: bool


@router.get("")
def list_knowledge() -> KnowledgeList:
    """Ids and names."""
    document = explained_list().document
    return KnowledgeList(knowledge_version=document["knowledge_version"], ids=document["ids"])


@router.get("/explain", response_model=KnowledgeDocument)
def get_explanation(name: Annotated[str, Query(min_length=1, max_length=80)]) -> Response:
    """Whatever has this id or name: the document of ``evenstride explain --json``."""
    return JSONResponse(explain(name).document)


@router.get("/questions")
def list_questions() -> list[RedFlagAnswer]:
    """The questions before a plan."""
    return [RedFlagAnswer(id=each.id, text=each.text, is_pain=each.is_pain) for each in questions_asked()]


@router.get("/{kind}")
def list_kind(kind: Kind) -> EntriesAnswer:
    """All entries of a kind."""
    version, entries = list_entries(kind.removesuffix("s"))
    return EntriesAnswer(knowledge_version=version, entries=entries)


@router.get("/{kind}/{name}", response_model=KnowledgeDocument)
def get_entry(kind: Kind, name: Name) -> Response:
    """One entry of a kind, by its id or name."""
    return JSONResponse(explain(name, kinds=(kind.removesuffix("s"),)).document)
