"""What goes over the wall: lines of JSON, never pickles, since the far side may have fallen to what it opened."""

from __future__ import annotations

import json
from typing import Any

#: Results that are larger lie in files.
MOST_BYTES_A_LINE = 4 << 20
RESULT, PROGRESS, ERROR, MEMORY, UNEXPECTED = "result", "progress", "error", "memory", "unexpected"


def packed(message: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(message, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def unpacked(line: bytes) -> dict[str, Any] | None:
    """The message; None where the line is none."""
    if len(line) > MOST_BYTES_A_LINE or not line.endswith(b"\n"):
        return None
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None
