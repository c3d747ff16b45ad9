"""Where reading of a damaged FIT file can go on.

A lost or changed byte shifts everything after it, and the format has no marks to find the next message by. But most
messages repeat a few announced kinds, and records carry times that go on. So the announced kinds are gathered up to the
damage, and behind it the first byte is searched from which ten messages of these kinds follow each other, with times
that continue the last one before the damage.
"""

from __future__ import annotations

import struct
from collections import deque
from dataclasses import dataclass, field

#: As many messages must follow each other.
_CHAIN = 10
#: The search gives up this far behind the damage.
_SEARCHED_BYTES = 1 << 16
#: The times behind the damage lie within this after the last one before it.
_LONGEST_GAP_S = 12 * 3600
_EARLIEST_S = -60
_DEVELOPER_ID, _DESCRIPTION = 207, 206
_TIMESTAMP_FIELD = 253


@dataclass(frozen=True)
class _Kind:
    """An announced kind of message: its number, the bytes of its content, where its time stands, its byte order."""

    number: int
    size: int
    time_at: int | None
    endian: str


@dataclass
class Announced:
    """What was announced up to a place; ``preamble`` holds the announcements and the apps' descriptions as they stood.

    ``stamps`` are the last times. The very last may be damaged already, so their median speaks for them.
    """

    kinds: dict[int, _Kind] = field(default_factory=dict)
    preamble: bytearray = field(default_factory=bytearray)
    stamps: deque[int] = field(default_factory=lambda: deque(maxlen=15))

    @property
    def stamp(self) -> int | None:
        return sorted(self.stamps)[len(self.stamps) // 2] if self.stamps else None


def gather_announced(body: bytes, start: int, stop: int) -> Announced:
    """Walk over the messages of ``body[start:stop]``, up to the first that was not announced."""
    found = Announced()
    at = start
    while at < stop:
        head = body[at]
        if not head & 0x80 and head & 0x40:
            end = _announce(body, at, found)
            if end is None:
                break
            found.preamble += body[at:end]
        else:
            kind = found.kinds.get(_local(head))
            if kind is None:
                break
            end = at + 1 + kind.size
            if end > stop:
                break
            if kind.number in (_DEVELOPER_ID, _DESCRIPTION):
                found.preamble += body[at:end]
            stamp = _stamp(body, at, kind)
            if stamp is not None:
                found.stamps.append(stamp)
        at = end
    return found


def find_resume(body: bytes, stop: int, announced: Announced) -> int | None:
    """The first place from ``stop`` on where a chain of announced messages begins; None where there is none."""
    last = announced.stamp
    for at in range(stop, min(len(body), stop + _SEARCHED_BYTES)):
        if _is_chain(body, at, announced.kinds, last):
            return at
    return None


def _is_chain(body: bytes, at: int, kinds: dict[int, _Kind], last: int | None) -> bool:
    times = 0
    for _ in range(_CHAIN):
        if at >= len(body):
            return False
        head = body[at]
        kind = kinds.get(_local(head))
        if kind is None or (not head & 0x80 and head & 0x60):
            return False
        stamp = _stamp(body, at, kind)
        if stamp is not None:
            if last is not None and not _EARLIEST_S <= stamp - last <= _LONGEST_GAP_S:
                return False
            last, times = stamp, times + 1
        at += 1 + kind.size
    return times >= 2


def _announce(body: bytes, at: int, found: Announced) -> int | None:
    """Take in one definition message; its end, None where it is cut."""
    if at + 6 > len(body):
        return None
    endian = ">" if body[at + 2] else "<"
    number = struct.unpack_from(f"{endian}H", body, at + 3)[0]
    end = at + 6 + 3 * body[at + 5]
    if end >= len(body):
        return None
    fields = [body[i : i + 3] for i in range(at + 6, end, 3)]
    sizes = [f[1] for f in fields]
    if body[at] & 0x20:
        apps_end = end + 1 + 3 * body[end]
        sizes += [body[i + 1] for i in range(end + 1, min(apps_end, len(body) - 1), 3)]
        end = apps_end
    time_at = next((sum(sizes[:i]) for i, f in enumerate(fields) if f[0] == _TIMESTAMP_FIELD and f[1] == 4), None)
    found.kinds[body[at] & 0x0F] = _Kind(number, sum(sizes), time_at, endian)
    return end if end <= len(body) else None


def _local(head: int) -> int:
    return (head >> 5) & 0x3 if head & 0x80 else head & 0x0F


def _stamp(body: bytes, at: int, kind: _Kind) -> int | None:
    if kind.time_at is None or at + 1 + kind.size > len(body):
        return None
    stamp = struct.unpack_from(f"{kind.endian}I", body, at + 1 + kind.time_at)[0]
    return None if stamp == 0xFFFFFFFF else int(stamp)
