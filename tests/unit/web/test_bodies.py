"""What every body of the API has in common, asked of every field of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from evenstride.web import api
from evenstride.web.routers import routers_of


def kinds_of(annotation: Any) -> Iterator[Any]:
    """The types that a union, a list or an annotated type is made of."""
    parts = get_args(annotation)
    if not parts:
        yield annotation
    for part in parts:
        yield from kinds_of(part)


def bodies_of(kinds: Iterator[Any]) -> Iterator[type[BaseModel]]:
    """The shapes among the types, and those within them."""
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind
            for field in kind.model_fields.values():
                yield from bodies_of(kinds_of(field.annotation))


def numbers() -> dict[str, FieldInfo]:
    """Every field of a body that takes a number, by the names of its file, its shape and its own."""
    routes = [route for router in routers_of(api) for route in router.routes if isinstance(route, APIRoute)]
    bodies = {
        body
        for route in routes
        for sent in route.dependant.body_params
        for body in bodies_of(kinds_of(sent.field_info.annotation))
    }
    return {
        f"{body.__module__.rpartition('.')[2]}.{body.__name__}.{name}": field
        for body in bodies
        for name, field in body.model_fields.items()
        if {int, float} & set(kinds_of(field.annotation)) and bool not in kinds_of(field.annotation)
    }


def takes(field: FieldInfo, value: object) -> bool:
    try:
        TypeAdapter(Annotated[field.annotation, field]).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("value", [True, "1"])
def test_neither_a_truth_value_nor_a_text_is_taken_for_a_number(value: object) -> None:
    fields = numbers()
    assert {
        "uploads.NewUpload.modified_ms",
        "jobs.AnalysisRequest.recorded_fps",
        "coach.SetRecord.reps",
    } <= fields.keys()
    assert [name for name, field in fields.items() if not (takes(field, 1) or takes(field, [1]))] == []
    assert [name for name, field in fields.items() if takes(field, value) or takes(field, [value])] == []
