"""When a clip was filmed, as its container says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

#: Where phones write it, the one with a time zone first.
_KEYS = ("com.apple.quicktime.creationdate", "creation_time", "date")
#: Containers without a clock count from 1904 or 1970.
_EARLIEST_YEAR = 2000


def recorded_at_from_metadata(metadata: Mapping[str, str]) -> datetime | None:
    """The instant in UTC; None where the file says nothing, or nothing that can be.

    Notes
    -----
    Apple writes when the clip began with its zone; others write ``creation_time`` in UTC, many of them when the clip
    ended. It is good to some minutes only.

    Examples
    --------
    >>> recorded_at_from_metadata({"creation_time": "2026-05-01T07:30:00.000000Z"}).isoformat()
    '2026-05-01T07:30:00+00:00'
    >>> recorded_at_from_metadata({"creation_time": "1904-01-01T00:00:00.000000Z"})
    """
    for key in _KEYS:
        try:
            moment = datetime.fromisoformat(metadata[key].strip())
        except (KeyError, ValueError):
            continue
        if moment.year >= _EARLIEST_YEAR:
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None
