"""Muscles and the complaints that the article or the literature talks about."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from evenstride.knowledge.schema.base import Listed, ScreenId, Statement, Status, Text


class Muscle(Listed):
    """A muscle or a group that is trained and tested as one.

    ``fma_id`` is the class in the Foundational Model of Anatomy; null, to be checked, where we are not sure.
    ``tested_tight_by`` and ``tested_weak_by`` name home screens; empty means that no screen at home tells.
    """

    name: Text
    plain_name: Text
    region: Literal["trunk", "hip", "thigh", "lower_leg", "foot", "back"]
    is_group: bool = False
    fma_id: Annotated[str, StringConstraints(pattern=r"^FMA\d+$")] | None
    anatomy_status: Status
    job_in_running: Text
    tested_tight_by: tuple[ScreenId, ...] = ()
    tested_weak_by: tuple[ScreenId, ...] = ()
    test_note: str = ""

    @model_validator(mode="after")
    def _says_when_the_identifier_is_open(self) -> Self:
        if self.fma_id is None and self.anatomy_status != "to_be_checked":
            raise ValueError("a muscle without an anatomical identifier has anatomy_status to_be_checked")
        return self


class Injury(Listed):
    """A complaint as education only: it is named where a source discusses it, never as something the runner has."""

    name: Text
    plain: Text
    discussed: Statement
