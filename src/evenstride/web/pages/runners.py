"""Runners: the first set-up, the profile, what they agreed to, and whose things this browser shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.errors import InputError
from evenstride.model.stored import StoredRunner
from evenstride.services.runners import (
    answer_storage_consent,
    change_runner,
    create_runner,
    read_runner,
    storage_consent,
)
from evenstride.web.context import AppContext, Context
from evenstride.web.current_runner import keep_choice
from evenstride.web.pages.appearance import local_path
from evenstride.web.profile_form import PostedProfile, ProfileForm
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()
_INVALID = 422
_FIELDS_WITH_ERRORS = ("form", "name", "height", "minutes_a_day", "days_a_week", "equipment")


@router.get("/welcome")
def welcome(request: Request, context: Context) -> HTMLResponse:
    """The set-up of a runner: agree, say who you are; everything but the name may stay open."""
    return _welcome_page(request, context, ProfileForm())


@router.post("/welcome")
def set_up(
    request: Request, context: Context, form: PostedProfile, storage: Annotated[str, Form(max_length=10)] = ""
) -> Response:
    """Keep the runner, show their things from now on, and go on to the questions."""
    try:
        made = create_runner(context.store, form.entry(), agrees_to_storage=storage == "yes")
    except InputError as error:
        return _welcome_page(request, context, form, error=error, agrees=storage == "yes")
    response = RedirectResponse(f"/runners/{made.id}/questions?first=yes", status_code=303)
    keep_choice(response, context, made.id)
    return response


@router.get("/runners")
def list_of_runners(request: Request) -> HTMLResponse:
    """Everybody, to choose from."""
    return render_page(request, "app/runners.html.j2")


@router.post("/runners/choose")
def choose(
    context: Context,
    runner_id: Annotated[str, Form(max_length=40)],
    back: Annotated[str, Form(max_length=300)] = "/",
) -> Response:
    """Show this runner's things in this browser."""
    chosen = read_runner(context.store, runner_id)
    response = RedirectResponse(local_path(back), status_code=303)
    keep_choice(response, context, chosen.id)
    return response


@router.get("/runners/{runner_id}")
def profile(runner_id: str, request: Request, context: Context) -> HTMLResponse:
    """A runner's profile, to be changed."""
    shown = read_runner(context.store, runner_id)
    return _profile_page(request, context, shown, ProfileForm.of_runner(shown))


@router.post("/runners/{runner_id}")
def change_profile(runner_id: str, request: Request, context: Context, form: PostedProfile) -> Response:
    """Keep the changed profile."""
    try:
        change_runner(context.store, runner_id, form.entry())
    except InputError as error:
        return _profile_page(request, context, read_runner(context.store, runner_id), form, error=error)
    return RedirectResponse(f"/runners/{runner_id}?saved=yes", status_code=303)


@router.post("/runners/{runner_id}/consent")
def answer_consent(runner_id: str, context: Context, storage: Annotated[str, Form(max_length=10)]) -> Response:
    """Keep whether they agree, or take it back."""
    answer_storage_consent(context.store, runner_id, is_given=storage == "yes")
    return RedirectResponse(f"/runners/{runner_id}#consent", status_code=303)


def _welcome_page(
    request: Request, context: AppContext, form: ProfileForm, *, error: InputError | None = None, agrees: bool = False
) -> HTMLResponse:
    return render_page(
        request,
        "app/welcome.html.j2",
        status=_INVALID if error else 200,
        form=form,
        agrees=agrees,
        data_folder=context.store.home,
        **_form_values(error),
    )


def _profile_page(
    request: Request,
    context: AppContext,
    shown: StoredRunner,
    form: ProfileForm,
    *,
    error: InputError | None = None,
) -> HTMLResponse:
    return render_page(
        request,
        "app/runner.html.j2",
        status=_INVALID if error else 200,
        shown=shown,
        form=form,
        consent=storage_consent(context.store, shown.id),
        data_folder=context.store.home,
        is_saved=error is None and "saved" in request.query_params,
        **_form_values(error),
    )


def _form_values(error: InputError | None) -> dict[str, object]:
    """What the fields' template names: what can be ticked, and the error of each field."""
    from evenstride.prescription.profile import known_equipment

    errors = dict.fromkeys(_FIELDS_WITH_ERRORS, "")
    if error is not None:
        errors[str(error.facts.get("field", "form"))] = str(error)
    return {"equipment": [(each, each.replace("_", " ").capitalize()) for each in known_equipment()], "errors": errors}
