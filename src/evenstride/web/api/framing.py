"""The check before filming: a small still of the device's camera in, what to mend out; nothing is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel

from evenstride.services.framing import LONGEST_PX, SHORTEST_PX, CheckState, WantedView
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("framing")
SizePx = Annotated[int, Query(ge=SHORTEST_PX, le=LONGEST_PX)]


class CheckAnswer(BaseModel):
    """One thing about the picture and what to do about it."""

    id: str
    state: CheckState
    words: str


class FramingAnswer(BaseModel):
    """What a still shows; ``box`` is left, top, right and bottom of the body in fractions of the picture."""

    checks: list[CheckAnswer]
    box: tuple[float, float, float, float] | None
    is_good: bool


async def _pixels(request: Request) -> bytes:
    return await request.body()


@router.post("")
def check_framing(
    width_px: SizePx,
    height_px: SizePx,
    pixels: Annotated[bytes, Depends(_pixels)],
    context: Context,
    view: WantedView = "side",
) -> FramingAnswer:
    """Look at one still: red, green and blue of each pixel, row by row."""
    found = context.framing.check(pixels, width_px=width_px, height_px=height_px, view=view)
    checks = [CheckAnswer(**vars(each)) for each in found.checks]
    return FramingAnswer(checks=checks, box=found.box, is_good=found.is_good)
