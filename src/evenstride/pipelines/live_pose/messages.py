"""What passes between the app and the process that looks at pictures: a small head, then the bytes.

Over: moment in seconds, number of bytes, the JPEG. Back: number of bytes, one JSON object.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_PICTURE, _ANSWER = struct.Struct("<dI"), struct.Struct("<I")
_MOST_ANSWER_BYTES = 64 * 1024


def send_picture(pipe: IO[bytes], time_s: float, content: bytes) -> None:
    """Hand a picture over."""
    pipe.write(_PICTURE.pack(time_s, len(content)) + content)
    pipe.flush()


def take_picture(pipe: IO[bytes], *, most_bytes: int) -> tuple[float, bytes] | None:
    """The next picture; None at the end of the input or where it is not as agreed."""
    head = pipe.read(_PICTURE.size)
    if len(head) < _PICTURE.size:
        return None
    time_s, n_bytes = _PICTURE.unpack(head)
    content = pipe.read(n_bytes) if n_bytes <= most_bytes else b""
    return (time_s, content) if len(content) == n_bytes else None


def send_answer(pipe: IO[bytes], answer: dict[str, Any]) -> None:
    """Give an answer."""
    content = json.dumps(answer).encode()
    pipe.write(_ANSWER.pack(len(content)) + content)
    pipe.flush()


def take_answer(pipe: IO[bytes]) -> dict[str, Any] | None:
    """The next answer; None where the other side is gone or does not answer as agreed."""
    head = pipe.read(_ANSWER.size)
    if len(head) < _ANSWER.size:
        return None
    (n_bytes,) = _ANSWER.unpack(head)
    content = pipe.read(n_bytes) if n_bytes <= _MOST_ANSWER_BYTES else b""
    if not n_bytes or len(content) < n_bytes:
        return None
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
