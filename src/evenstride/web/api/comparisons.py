"""Two assessments beside each other: differences with their combined errors."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from evenstride.services.compare import compare_kept
from evenstride.web.api_shapes import IdInQuery
from evenstride.web.context import Context
from evenstride.web.document_shapes import ComparisonDocument
from evenstride.web.routers import api_router

router = api_router("comparisons")


@router.get("", response_model=ComparisonDocument)
def get_comparison(
    a: IdInQuery, b: IdInQuery, context: Context, offset_s: Annotated[float | None, Query(ge=-86400, le=86400)] = None
) -> Response:
    """The ``evenstride.comparison/1`` document of two assessments; with ``offset_s`` B's instants on A's clock too."""
    return JSONResponse(compare_kept(context.store, a, b, offset_s=offset_s).to_dict())
