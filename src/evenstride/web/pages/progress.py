"""Progress: what changed beyond error, what was done, what hurt, how far, when to film again; and notes of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.errors import InputError
from evenstride.model.diary import EntryKind
from evenstride.model.stored import StoredRunner
from evenstride.services.diary import LONGEST_NOTE, note_level, note_retest, plan_retest, remove_entry, remove_retest
from evenstride.services.progress_page import read_progress
from evenstride.services.training.places import PAIN_PLACES
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone, today_in

router = page_router()
_MOST_MEASURES = 60
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]
SAID = {
    "noted": "The note is kept.",
    "removed": "The note is gone.",
    "retest": "The day is kept.",
    "retest_note": "The note is kept.",
    "retest_gone": "The day is gone.",
}


@router.get("/progress")
def progress(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    measure: Annotated[list[str], Query(max_length=_MOST_MEASURES)] = [],  # noqa: B006
    said: str = "",
) -> HTMLResponse:
    """Everything that changed for the runner whose things are shown."""
    today = today_in(zone)
    page = (
        None if runner is None else read_progress(context.store, runner.id, today=today, zone=zone, measure_ids=measure)
    )
    return render_page(
        request,
        "app/progress.html.j2",
        page=page,
        today=today.isoformat(),
        places_of_body=PAIN_PLACES,
        longest_note=LONGEST_NOTE,
        said=SAID.get(said, ""),
    )


@router.get("/progress/measures/{measure_id}")
def measure_over_time(
    request: Request, measure_id: str, context: Context, runner: CurrentRunner, zone: ReaderZone
) -> HTMLResponse:
    """One measure with every recording in its table."""
    page = read_progress(context.store, _chosen(runner).id, today=today_in(zone), zone=zone, measure_ids=(measure_id,))
    for panel in page.panels:
        if panel.id == measure_id:
            return render_page(request, "app/progress_of_measure.html.j2", panel=panel)
    raise NotFoundError("Expected a measure of this runner, got one that nothing was measured of.")


@router.post("/progress/notes")
def add_note(
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    kind: Annotated[EntryKind, Form()],
    level: Annotated[float, Form()],
    on: Annotated[date | None, Form()] = None,
    place: Annotated[str, Form(max_length=40)] = "",
    note: Note = "",
) -> Response:
    """Keep pain or effort."""
    note_level(
        context.store,
        _chosen(runner).id,
        kind,
        level,
        on=on or today_in(zone),
        zone=zone,
        place=place or None,
        note=note,
    )
    return _back("noted", "notes")


@router.post("/progress/notes/{entry_id}/remove")
def drop_note(entry_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Take a note away."""
    remove_entry(context.store, _chosen(runner).id, entry_id)
    return _back("removed", "notes")


@router.post("/progress/retests")
def add_retest(
    context: Context, runner: CurrentRunner, due_on: Annotated[date | None, Form()] = None, note: Note = ""
) -> Response:
    """Keep a day on which to film again."""
    if due_on is None:
        raise InputError("Expected a day on which to film again, got none. Choose one.")
    plan_retest(context.store, _chosen(runner).id, due_on, note=note)
    return _back("retest", "retests")


@router.post("/progress/retests/{retest_id}/note")
def change_retest_note(retest_id: str, context: Context, runner: CurrentRunner, note: Note = "") -> Response:
    """Put a note to a retest."""
    note_retest(context.store, _chosen(runner).id, retest_id, note)
    return _back("retest_note", "retests")


@router.post("/progress/retests/{retest_id}/remove")
def drop_retest(retest_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Take a day to come away."""
    remove_retest(context.store, _chosen(runner).id, retest_id)
    return _back("retest_gone", "retests")


def _chosen(runner: StoredRunner | None) -> StoredRunner:
    if runner is None:
        raise NotFoundError("Nobody is set up yet.")
    return runner


def _back(said: str, part: str) -> Response:
    return RedirectResponse(f"/progress?said={said}#{part}", status_code=303)
