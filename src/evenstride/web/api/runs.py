"""Runs of a watch; they come in as recordings of the kind ``run``."""

from __future__ import annotations

from datetime import datetime

from fastapi.responses import Response

from evenstride.model.diary import RunDone
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.running.run_list import delete_run, wear_shoes
from evenstride.web.api_shapes import After, Answer, Body, Id, IdInPath, IdInQuery, Length, PageAnswer, page_answer
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("runs")


class RunAnswer(Answer):
    """A run; distance and duration null where the file does not say them."""

    id: str
    runner_id: str
    started_at: datetime
    distance_m: float | None
    duration_s: float | None
    sport: str
    recording_id: str | None
    shoe_id: str | None
    document_sha256: str | None


class RunShoe(Body):
    """In which pair it was run; null for none that is known."""

    shoe_id: Id | None


@router.get("")
def list_runs(
    context: Context,
    runner_id: IdInQuery | None = None,
    shoe_id: IdInQuery | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[RunAnswer]:
    """Runs: of one runner or of all, in one pair of shoes or in any."""
    found = read_page(context.store, "runs", length=length, after=after, runner_id=runner_id, shoe_id=shoe_id)
    return page_answer(found, _answer)


@router.get("/{run_id}")
def get_run(run_id: IdInPath, context: Context) -> RunAnswer:
    """One run."""
    return _answer(read_value(context.store, "runs", run_id))


@router.put("/{run_id}/shoe")
def put_shoe(run_id: IdInPath, body: RunShoe, context: Context) -> RunAnswer:
    """Say in which pair it was run."""
    run: RunDone = read_value(context.store, "runs", run_id)
    wear_shoes(context.store, run.runner_id, {run_id: body.shoe_id})
    return _answer(read_value(context.store, "runs", run_id))


@router.delete("/{run_id}", status_code=204)
def remove_run(run_id: IdInPath, context: Context) -> Response:
    """Delete a run with its file and report. It cannot be undone."""
    run: RunDone = read_value(context.store, "runs", run_id)
    delete_run(context.store, run.runner_id, run_id)
    return Response(status_code=204)


def _answer(run: RunDone) -> RunAnswer:
    return RunAnswer.model_validate(run)
