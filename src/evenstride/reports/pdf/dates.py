"""Dates that reports say in words, as ISO dates for the file's own record."""

from __future__ import annotations

import datetime
import re

#: Ours, as the month names of the standard library speak the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_IN_WORDS = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")


def iso_date(words: str) -> str | None:
    """``2026-01-02`` of ``Friday 2 January 2026``; None where the words hold no such day.

    Examples
    --------
    >>> iso_date("Friday 2 January 2026")
    '2026-01-02'
    """
    found = _IN_WORDS.search(words)
    if found is None:
        return None
    day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
