"""Who is signed in: secrets that live as long as this start of the server, kept as digests.

The address that the server prints carries a start secret. Its first visit turns it into a cookie by a redirect, so that
it stays out of the history. The address given to the browser at the start is seen by every program on this machine that
can list processes; its secret therefore works once. The printed one, which only the terminal shows, opens any number of
browsers until the server stops.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field

SECRET_BYTES = 32
MOST_SESSIONS = 64


@dataclass
class BrowserSessions:
    """The browsers that are signed in and the start secrets that may still be turned into a session."""

    _open: dict[bytes, None] = field(default_factory=dict, repr=False)
    _start: dict[bytes, bool] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def issue_start_secret(self, *, works_once: bool) -> str:
        """A secret for the address that opens the app."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            self._start[_digest(secret)] = works_once
        return secret

    def redeem(self, start_secret: str) -> str | None:
        """A session for a start secret; None where it is unknown or used up."""
        with self._lock:
            digest = _digest(start_secret)
            if digest not in self._start:
                return None
            if self._start[digest]:
                del self._start[digest]
        return self.open_session()

    def open_session(self) -> str:
        """A new session's secret for the cookie; the oldest session ends where there are very many."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            self._open[_digest(secret)] = None
            while len(self._open) > MOST_SESSIONS:
                del self._open[next(iter(self._open))]
        return secret

    def is_open(self, secret: str | None) -> bool:
        """Whether a cookie's secret belongs to a browser that is signed in."""
        return bool(secret) and _digest(str(secret)) in self._open

    def close(self, secret: str | None) -> None:
        """Sign a browser out."""
        with self._lock:
            self._open.pop(_digest(secret or ""), None)


def _digest(secret: str) -> bytes:
    """What is kept of a secret; looking a digest up tells by its time nothing about the secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
