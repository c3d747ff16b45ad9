"""The code that a person reads on this machine's screen and types on the phone.

Eight digits, good for one phone and ten minutes. Five wrong tries make a new code and close the door for a minute, so
that guessing at full speed for a year finds one code in about forty: 5 tries a minute against 10^8 codes.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from evenstride.web.refusals import TooManyTriesError

DIGITS = 8
GOOD_FOR_S = 600.0
TRIES = 5
CLOSED_FOR_S = 60.0


@dataclass
class Pairing:
    """The door for phones. ``clock`` gives seconds that only go forward."""

    clock: Callable[[], float] = time.monotonic
    _code: str = field(default="", repr=False)
    _made_s: float = 0.0
    _tries_left: int = TRIES
    _closed_until_s: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def code(self) -> str:
        """The code to show now; a new one where the last was used, guessed at or grew old."""
        with self._lock:
            return self._current()

    def is_paired(self, typed: str) -> bool:
        """Whether this is the code; a good one is used up by it.

        Raises
        ------
        TooManyTriesError : wrong codes were typed too often; the door is closed for a minute.
        """
        with self._lock:
            if self.clock() < self._closed_until_s:
                raise TooManyTriesError("Too many wrong codes. The computer shows a new one.")
            digits = "".join(character for character in typed if character in "0123456789")
            is_right = hmac.compare_digest(digits.encode(), self._current().encode())
            if is_right:
                self._code = ""
            else:
                self._count_wrong_try()
            return is_right

    def _current(self) -> str:
        if not self._code or self.clock() - self._made_s > GOOD_FOR_S:
            self._code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
            self._made_s, self._tries_left = self.clock(), TRIES
        return self._code

    def _count_wrong_try(self) -> None:
        self._tries_left -= 1
        if self._tries_left == 0:
            self._code = ""
            self._closed_until_s = self.clock() + CLOSED_FOR_S


def grouped(code: str) -> str:
    """The code as it is easier to read: ``1234 5678``."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"
