"""Pairs of shoes and how far each has run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool, StrictFloat

from evenstride.model.diary import Shoe
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.runners import read_runner
from evenstride.services.running.shoes import (
    LONGEST_NAME,
    add_shoe,
    change_shoe,
    in_units_of,
    make_default,
    retire_shoe,
    shoe_distance_m,
)
from evenstride.web.api_shapes import After, Answer, Body, Id, IdInPath, IdInQuery, Length, PageAnswer, page_answer
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("shoes")


class ShoeBody(Body):
    """A pair: its name, and how far it had run before it was entered."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    start_distance_m: Annotated[StrictFloat, Field(ge=0, le=10_000_000)] = 0.0


class NewShoe(ShoeBody):
    """A pair and whose it is."""

    runner_id: Id


class ShoeUse(Body):
    """Whether the pair is out of use."""

    is_retired: StrictBool


class ShoeAnswer(Answer):
    """A pair; ``is_default`` is the one that new runs are done in."""

    id: str
    runner_id: str
    name: str
    added_at: datetime
    start_distance_m: float
    retired_at: datetime | None
    is_default: bool


class ShoeDistance(Answer):
    """How far a pair has run: before it was entered, and in all runs with it since."""

    distance_m: float


@router.get("")
def list_shoes(
    context: Context, runner_id: IdInQuery | None = None, after: After = None, length: Length = 50
) -> PageAnswer[ShoeAnswer]:
    """Pairs: of one runner or of all."""
    return page_answer(read_page(context.store, "shoes", length=length, after=after, runner_id=runner_id), _answer)


@router.post("", status_code=201)
def enter_shoe(body: NewShoe, context: Context) -> ShoeAnswer:
    """Enter a pair; the first one is what new runs are done in."""
    runner = read_runner(context.store, body.runner_id)
    return _answer(add_shoe(context.store, runner, body.name, start=in_units_of(runner, body.start_distance_m)))


@router.get("/{shoe_id}")
def get_shoe(shoe_id: IdInPath, context: Context) -> ShoeAnswer:
    """One pair."""
    return _answer(read_value(context.store, "shoes", shoe_id))


@router.get("/{shoe_id}/distance")
def get_distance(shoe_id: IdInPath, context: Context) -> ShoeDistance:
    """How far it has run."""
    return ShoeDistance(distance_m=shoe_distance_m(context.store, shoe_id))


@router.put("/{shoe_id}")
def put_shoe(shoe_id: IdInPath, body: ShoeBody, context: Context) -> ShoeAnswer:
    """Put another name and start distance in the place of the old ones."""
    runner = read_runner(context.store, _owner(context, shoe_id))
    start = in_units_of(runner, body.start_distance_m)
    return _answer(change_shoe(context.store, runner, shoe_id, body.name, start=start))


@router.put("/{shoe_id}/use")
def put_use(shoe_id: IdInPath, body: ShoeUse, context: Context) -> ShoeAnswer:
    """Take a pair out of use, or back into it."""
    return _answer(retire_shoe(context.store, _owner(context, shoe_id), shoe_id, is_retired=body.is_retired))


@router.post("/{shoe_id}/make-default")
def put_default(shoe_id: IdInPath, context: Context) -> ShoeAnswer:
    """Have new runs done in this pair."""
    return _answer(make_default(context.store, _owner(context, shoe_id), shoe_id))


def _owner(context: Context, shoe_id: str) -> str:
    shoe: Shoe = read_value(context.store, "shoes", shoe_id)
    return shoe.runner_id


def _answer(shoe: Shoe) -> ShoeAnswer:
    return ShoeAnswer.model_validate(shoe)
