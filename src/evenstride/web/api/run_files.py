"""How far run files are that were handed in; they come in through /api/uploads as every file does."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from evenstride.services.running.run_list import files_waiting
from evenstride.web.api.jobs import ProgressAnswer
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("run-files")


@router.get("/{runner_id}/progress")
def read_progress(
    runner_id: Annotated[str, Path(max_length=40)],
    context: Context,
    of: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> ProgressAnswer:
    """How many of so many files of a runner are read, as a progress bar shows it."""
    waiting = files_waiting(context.store, runner_id)
    done = max(of - waiting, 0)
    return ProgressAnswer(share=done / of, words=f"{done} of {of} read.", is_done=waiting == 0)
