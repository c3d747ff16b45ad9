"""Films and pictures by their hash; only what the database knows."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from evenstride.services.kept_files import find_kept_file
from evenstride.web.context import Context
from evenstride.web.file_answers import file_answer
from evenstride.web.routers import page_router

router = page_router()
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.get("/media/{sha256}")
def media(sha256: Sha256, context: Context) -> Response:
    """One kept file for a page: whole, or the range that a player asks for."""
    return file_answer(find_kept_file(context.store, sha256))
