"""What waits at the coach's socket: commands in order, and of pictures only the newest."""

from __future__ import annotations

import asyncio

import pytest

from evenstride.web.live_coach.inbox import MOST_COMMANDS, Inbox
from evenstride.web.live_coach.messages import Begin, End, PictureMessage
from evenstride.web.refusals import BadRequestError


def a_picture(number: int) -> PictureMessage:
    return PictureMessage(number, float(number), b"")


def test_pictures_are_dropped_and_never_queued() -> None:
    async def scenario() -> None:
        inbox = Inbox()
        for number in range(5):
            inbox.put(a_picture(number))
        assert await inbox.take() == a_picture(4)
        assert inbox.take_dropped() == [0, 1, 2, 3]
        assert inbox.take_dropped() == []
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(inbox.take(), 0.01)

    asyncio.run(scenario())


def test_commands_come_in_order_and_before_pictures() -> None:
    async def scenario() -> None:
        inbox, begin, end = Inbox(), Begin(type="begin"), End(type="end")
        inbox.put(a_picture(1))
        inbox.put(begin)
        inbox.put(end)
        assert [await inbox.take() for _ in range(3)] == [begin, end, a_picture(1)]
        inbox.close()
        assert await inbox.take() is None

    asyncio.run(scenario())


def test_commands_that_pile_up_are_refused() -> None:
    async def scenario() -> None:
        inbox = Inbox()
        for _ in range(MOST_COMMANDS):
            inbox.put(End(type="end"))
        with pytest.raises(BadRequestError, match="one command at a time"):
            inbox.put(End(type="end"))

    asyncio.run(scenario())
