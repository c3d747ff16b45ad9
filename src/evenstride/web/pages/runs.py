"""Runs: the list with what each says, files of a watch, shoes and who wears them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.model.stored import StoredRunner
from evenstride.services.running.run_list import delete_run, list_runs, wear_shoes
from evenstride.services.running.shoes import LONGEST_NAME, add_shoe, change_shoe, make_default, retire_shoe
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone

router = page_router()
_RUN_FIELD = "shoe-"
Name = Annotated[str, Form(max_length=4 * LONGEST_NAME)]
SAID = {
    "shoes": "The shoes of these runs are kept.",
    "deleted": "The run is gone, with its file and report.",
    "shoe": "The pair is kept.",
}


@router.get("/runs")
def runs(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    said: str = "",
) -> HTMLResponse:
    """One page of the runs of the runner whose things are shown."""
    return render_page(
        request,
        "app/runs.html.j2",
        listed=None if runner is None else list_runs(context.store, runner, zone=zone, page=page),
        longest_name=LONGEST_NAME,
        said=SAID.get(said, ""),
    )


@router.post("/runs/shoes")
async def keep_shoes_of_runs(request: Request, context: Context, runner: CurrentRunner) -> Response:
    """Keep in which pair each run of the page was run."""
    from starlette.concurrency import run_in_threadpool

    async with request.form() as form:
        fields = {name: str(shoe) for name, shoe in form.items()}
    worn = {name.removeprefix(_RUN_FIELD): shoe or None for name, shoe in fields.items() if name.startswith(_RUN_FIELD)}
    await run_in_threadpool(wear_shoes, context.store, _chosen(runner).id, worn)
    return _back("shoes")


@router.post("/runs/{run_id}/delete")
def remove_run(run_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Delete a run with its file and report."""
    delete_run(context.store, _chosen(runner).id, run_id)
    return _back("deleted")


@router.post("/shoes")
def enter_shoe(
    context: Context, runner: CurrentRunner, name: Name, start: Annotated[float | None, Form()] = None
) -> Response:
    """Enter a pair."""
    add_shoe(context.store, _chosen(runner), name, start=start or 0.0)
    return _back("shoe", "shoes")


@router.post("/shoes/{shoe_id}")
def rename_shoe(
    shoe_id: str, context: Context, runner: CurrentRunner, name: Name, start: Annotated[float | None, Form()] = None
) -> Response:
    """Keep another name or start distance."""
    change_shoe(context.store, _chosen(runner), shoe_id, name, start=start or 0.0)
    return _back("shoe", "shoes")


@router.post("/shoes/{shoe_id}/default")
def choose_default(shoe_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Have new runs done in this pair."""
    make_default(context.store, _chosen(runner).id, shoe_id)
    return _back("shoe", "shoes")


@router.post("/shoes/{shoe_id}/retire")
def retire(shoe_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Take a pair out of use."""
    retire_shoe(context.store, _chosen(runner).id, shoe_id, is_retired=True)
    return _back("shoe", "shoes")


@router.post("/shoes/{shoe_id}/back")
def bring_back(shoe_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Take a pair back into use."""
    retire_shoe(context.store, _chosen(runner).id, shoe_id, is_retired=False)
    return _back("shoe", "shoes")


def _chosen(runner: StoredRunner | None) -> StoredRunner:
    if runner is None:
        raise NotFoundError("Nobody is set up yet.")
    return runner


def _back(said: str, part: str = "list") -> Response:
    return RedirectResponse(f"/runs?said={said}#{part}", status_code=303)
