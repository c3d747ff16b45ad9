"""How a body stands, kneels or lies in an exercise: key poses as joint angles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evenstride.knowledge.schema.base import Entry, ExerciseId, Id, Listed, Text


class KeyPose(Entry):
    """One pose of a movement, and how long getting there takes."""

    name: Literal["start", "work", "end"]
    plain: Text


class Movement(Listed):
    """The key poses of one exercise, or of one of its variations (``part``)."""

    exercise: ExerciseId
    part: Id | None = None
    view: Literal["side", "front"]
    poses: Annotated[tuple[KeyPose, ...], Field(min_length=1)]
