"""What a page may send over the coach's socket, and how it is read.

Text messages are JSON: ``watch`` first, then ``begin`` and ``end`` around every set, and ``landmarks`` where the model
runs in the browser. Binary messages are pictures: number (4 bytes), moment of capture in milliseconds of the page's
clock (8 bytes, double), both little-endian, then a baseline JPEG.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from evenstride.io.jpeg import MOST_BYTES
from evenstride.model.gait import Side
from evenstride.services.live_coach.coached_exercise import MOST_REPS, MOST_SETS
from evenstride.web.refusals import BadRequestError

_HEAD = struct.Struct("<Id")
MOST_PICTURE_BYTES = MOST_BYTES + _HEAD.size
MOST_TEXT_BYTES = 16 * 1024
#: A page that is open for a month.
_LATEST_MS = 31 * 24 * 3600 * 1000.0
_Moment = Annotated[float, Field(ge=0, le=_LATEST_MS, allow_inf_nan=False)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_SidePx = Annotated[int, Field(ge=16, le=10_000)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Watch(_Message):
    """Which form of which exercise, or which home screen, and whether pictures come or landmarks."""

    type: Literal["watch"]
    exercise_id: Annotated[str, Field(max_length=80)] | None = None
    screen_id: Annotated[str, Field(max_length=80)] | None = None
    part_id: Annotated[str, Field(max_length=80)] | None = None
    source: Literal["pictures", "landmarks"] = "pictures"

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.exercise_id is None) == (self.screen_id is None):
            raise ValueError("expected an exercise or a screen")
        return self


class Begin(_Message):
    """A set begins."""

    type: Literal["begin"]
    side: Side | None = None
    reps: Annotated[int, Field(ge=1, le=MOST_REPS)] | None = None
    set_number: Annotated[int, Field(ge=1, le=MOST_SETS)] = 1


class End(_Message):
    """The set is over."""

    type: Literal["end"]


class Landmarks(_Message):
    """Points of one picture, x and y in its pixels and visibility; null where nobody was found."""

    type: Literal["landmarks"]
    id: Annotated[int, Field(ge=0, lt=1 << 32)]
    captured_ms: _Moment
    layout: Annotated[str, Field(max_length=40)] = "blazepose_33"
    size_px: tuple[_SidePx, _SidePx]
    points: Annotated[list[tuple[_Number, _Number, _Number]], Field(max_length=64)] | None


@dataclass(frozen=True)
class PictureMessage:
    """A picture as it came."""

    id: int
    captured_ms: float
    jpeg: bytes


Command = Watch | Begin | End
_TEXT: TypeAdapter[Watch | Begin | End | Landmarks] = TypeAdapter(
    Annotated[Watch | Begin | End | Landmarks, Field(discriminator="type")]
)


def read_text_message(text: str) -> Command | Landmarks:
    """A text message.

    Raises
    ------
    BadRequestError : it is not one of those.
    """
    if len(text) > MOST_TEXT_BYTES:
        raise BadRequestError(f"Expected a message of at most {MOST_TEXT_BYTES // 1024} KiB, got a longer one.")
    try:
        return _TEXT.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "message"
        raise BadRequestError(f"Expected a message of the coach, got another one ({where}: {first['msg']}).") from None


def read_picture_message(content: bytes) -> PictureMessage:
    """A binary message; the picture itself is looked at later, behind the wall.

    Raises
    ------
    BadRequestError : it is too large, or its head makes no sense.
    """
    if not _HEAD.size < len(content) <= MOST_PICTURE_BYTES:
        raise BadRequestError(f"Expected a picture of at most {MOST_BYTES // 1024} KiB, got {len(content)} bytes.")
    number, captured_ms = _HEAD.unpack_from(content)
    if not (math.isfinite(captured_ms) and 0 <= captured_ms <= _LATEST_MS):
        raise BadRequestError("Expected the moment of capture in milliseconds, got something else.")
    return PictureMessage(number, captured_ms, content[_HEAD.size :])
