"""Your data: where everything lies, take it along, take it in, delete it, tidy up, watch a folder."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.errors import InputError
from evenstride.services.keeping.data_page import delete_own_recording, list_recordings, summarise_data, what_goes
from evenstride.services.keeping.deleting import delete_runner, tidy
from evenstride.services.runners import read_runner
from evenstride.services.running.watched_folder import leave_folder, watch_folder
from evenstride.web.context import AppContext, Context
from evenstride.web.offline_session import forget_offline
from evenstride.web.pages.appearance import local_path
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone

router = page_router()
_LONGEST_PATH = 2000
SAID = {
    "tidied": "Files that nothing names any more are gone.",
    "deleted": "The runner is gone, with everything that was kept of them.",
    "recording": "The recording is gone, with its reports.",
}


@router.get("/settings/data")
def data(request: Request, context: Context, said: str = "") -> HTMLResponse:
    """Everything that is kept, and what can be done with it."""
    return render_page(request, "app/data.html.j2", data=summarise_data(context.store), said=SAID.get(said, ""))


@router.post("/settings/data/tidy")
def tidy_up(context: Context) -> Response:
    """Take away files that nothing names any more."""
    tidy(context.store)
    return RedirectResponse("/settings/data?said=tidied", status_code=303)


@router.get("/settings/data/{runner_id}")
def recordings(runner_id: str, request: Request, context: Context, zone: ReaderZone, said: str = "") -> HTMLResponse:
    """The recordings of a runner, each to be deleted."""
    shown, lines = list_recordings(context.store, runner_id, zone=zone)
    return render_page(request, "app/data_runner.html.j2", shown=shown, recordings=lines, said=SAID.get(said, ""))


@router.post("/settings/data/{runner_id}/recordings/{recording_id}/delete")
def remove_recording(
    runner_id: str, recording_id: str, context: Context, back: Annotated[str, Form(max_length=300)] = ""
) -> Response:
    """Delete one recording with what rests on it."""
    delete_own_recording(context.store, runner_id, recording_id)
    return RedirectResponse(local_path(back) if back else f"/settings/data/{runner_id}?said=recording", status_code=303)


@router.get("/settings/data/{runner_id}/delete")
def confirm_deletion(runner_id: str, request: Request, context: Context) -> HTMLResponse:
    """What will go, and the field for the name."""
    return _confirm_page(request, context, runner_id)


@router.post("/settings/data/{runner_id}/delete")
def remove_runner(
    runner_id: str, request: Request, context: Context, name: Annotated[str, Form(max_length=300)] = ""
) -> Response:
    """Delete a runner where their name was typed."""
    if name.strip() != read_runner(context.store, runner_id).name:
        return _confirm_page(request, context, runner_id, problem="This is not the name. Nothing was deleted.")
    delete_runner(context.store, runner_id)
    return forget_offline(RedirectResponse("/settings/data?said=deleted", status_code=303))


@router.post("/settings/folder")
def watch(
    request: Request,
    context: Context,
    path: Annotated[str, Form(max_length=_LONGEST_PATH)],
    runner_id: Annotated[str, Form(max_length=40)],
    takes_present: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Look at a folder of this computer from now on."""
    _needs_this_computer(request, context)
    watch_folder(context.store, path, runner_id, takes_present=takes_present == "yes")
    return RedirectResponse("/settings#folder", status_code=303)


@router.post("/settings/folder/leave")
def leave(context: Context) -> Response:
    """Look at no folder any more."""
    leave_folder(context.store)
    return RedirectResponse("/settings#folder", status_code=303)


def _confirm_page(request: Request, context: AppContext, runner_id: str, problem: str = "") -> HTMLResponse:
    return render_page(
        request,
        "app/data_delete.html.j2",
        status=422 if problem else 200,
        shown=read_runner(context.store, runner_id),
        goes=what_goes(context.store, runner_id),
        problem=problem,
    )


def _needs_this_computer(request: Request, context: AppContext) -> None:
    """A phone does not say which folders of the computer are read."""
    if own_origin(request.scope) == context.settings.lan_origin:
        raise InputError("Expected this from the computer itself, got it from a phone. Open the settings there.")
