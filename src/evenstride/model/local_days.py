"""Days of a moment: kept moments are UTC, a person's day is that of the clock on their wall."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """The day that a moment falls on.

    Parameters
    ----------
    moment : with a time zone.
    zone : where the person is; None is this computer's.

    Examples
    --------
    >>> from datetime import UTC, timedelta, timezone
    >>> day_of(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), timezone(timedelta(hours=1)))
    datetime.date(2026, 3, 2)
    """
    return moment.astimezone(zone).date()


def end_of_day(day: date, zone: tzinfo | None) -> datetime:
    """The last moment of a day there."""
    end = datetime.combine(day, time.max)
    return end.astimezone() if zone is None else end.replace(tzinfo=zone)
