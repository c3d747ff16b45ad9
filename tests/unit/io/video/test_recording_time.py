"""When a clip was filmed, by what phones write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from evenstride.io.video.recording_time import recorded_at_from_metadata


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"creation_time": "2026-05-01T07:30:00.000000Z"}, datetime(2026, 5, 1, 7, 30, tzinfo=UTC)),
        ({"com.apple.quicktime.creationdate": "2026-05-01T09:30:00+0200"}, datetime(2026, 5, 1, 7, 30, tzinfo=UTC)),
        (
            {"creation_time": "2026-05-01T08:00:00Z", "com.apple.quicktime.creationdate": "2026-05-01T09:30:00+02:00"},
            datetime(2026, 5, 1, 7, 30, tzinfo=UTC),
        ),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "yesterday"}, None),
        ({"date": "2026"}, None),
        ({}, None),
    ],
)
def test_the_time_is_read_where_it_can_be_one(metadata: dict[str, str], expected: datetime | None) -> None:
    assert recorded_at_from_metadata(metadata) == expected
