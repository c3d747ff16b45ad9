"""What has come over the socket and was not looked at yet: commands in order, and of pictures only the newest."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from evenstride.web.live_coach.messages import Command, Landmarks, PictureMessage
from evenstride.web.refusals import BadRequestError

#: A page sends one command for each button; more at once is no page.
MOST_COMMANDS = 16
#: Numbers of dropped pictures are told with the next answer; a page has two in flight.
_MOST_DROPPED = 64
Sight = PictureMessage | Landmarks


class Inbox:
    """One reader puts in, one takes out; a picture that was not taken yet gives way to the next one."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._sight: Sight | None = None
        self._dropped: deque[int] = deque(maxlen=_MOST_DROPPED)
        self._something = asyncio.Event()
        self._is_closed = False
        self._came_s = 0.0
        #: How long the picture that was taken last had waited here.
        self.waited_s = 0.0

    def put(self, message: Command | Sight) -> None:
        """Take a message in.

        Raises
        ------
        BadRequestError : commands pile up.
        """
        if isinstance(message, PictureMessage | Landmarks):
            if self._sight is not None:
                self._dropped.append(self._sight.id)
            self._sight, self._came_s = message, time.perf_counter()
        elif len(self._commands) >= MOST_COMMANDS:
            raise BadRequestError("Expected one command at a time, got many at once.")
        else:
            self._commands.append(message)
        self._something.set()

    def close(self) -> None:
        """Nothing more comes."""
        self._is_closed = True
        self._something.set()

    async def take(self) -> Command | Sight | None:
        """The next command, else the newest picture; None at the end."""
        await self._something.wait()
        if self._commands:
            taken: Command | Sight | None = self._commands.popleft()
        else:
            taken, self._sight = self._sight, None
            self.waited_s = time.perf_counter() - self._came_s
        if not self._commands and self._sight is None and not self._is_closed:
            self._something.clear()
        return taken

    def take_dropped(self) -> list[int]:
        """Numbers of pictures that gave way since the last call."""
        dropped = list(self._dropped)
        self._dropped.clear()
        return dropped
