"""Dates in words become ISO dates."""

from __future__ import annotations

import pytest

from evenstride.reports.pdf.dates import iso_date


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2 January 2026", "2026-01-02"),
        ("Monday 18 December 2027, evening", "2027-12-18"),
        ("yesterday", None),
        ("2026-01-02", None),
        ("31 February 2026", None),
    ],
)
def test_dates_in_words(words: str, date: str | None) -> None:
    assert iso_date(words) == date
