"""A planned dose and its dates in words, short enough for a grid cell and whole enough for a sentence."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

from evenstride.model.plan import PlannedExercise, Sides
from evenstride.reports.numbers import fixed
from evenstride.reports.plan.plan_model import Dose
from evenstride.reports.wording import join_words

#: From here on a time is said in minutes.
MINUTES_FROM_S = 120

#: Not those of `calendar` and `strftime`, which may speak the machine's language.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT = 3

SIDES_SAID: dict[Sides, str] = {
    "both_at_once": "",
    "each_side": "each side",
    "left_more": "each side",
    "right_more": "each side",
}
EXTRA_SAID: dict[Sides, str] = {
    "both_at_once": "",
    "each_side": "",
    "left_more": "one set more on the left",
    "right_more": "one set more on the right",
}
EXTRA_SHORT: dict[Sides, str] = {"both_at_once": "", "each_side": "", "left_more": "+1 left", "right_more": "+1 right"}


def dose_of(planned: PlannedExercise) -> Dose:
    """Every part of a planned dose as words.

    Examples
    --------
    >>> from evenstride.model.plan import PlannedExercise
    >>> squat = PlannedExercise("inner_quad_squat", None, "Inner quad squat", "strength", "both_at_once", 2, 10, None,
    ...                         None, 60, "2 s down, 1 s up", "", 4.0, 3, (), ())
    >>> dose_of(squat).words
    '2 sets of 10'
    """
    return Dose(
        short=_short(planned),
        words=_words(planned),
        sides_words=SIDES_SAID[planned.sides],
        extra=EXTRA_SAID[planned.sides],
        extra_short=EXTRA_SHORT[planned.sides],
        tempo=planned.tempo,
        load=planned.load,
        rest=f"{seconds_words(planned.rest_s)} rest between sets" if planned.rest_s and planned.sets > 1 else "",
    )


def seconds_words(seconds: float) -> str:
    """``45 s``, ``2 min``, ``2 min 30 s``."""
    if seconds < MINUTES_FROM_S:
        return f"{fixed(seconds, 0)} s"
    minutes, rest_s = divmod(round(seconds), 60)
    return f"{minutes} min {rest_s} s" if rest_s else f"{minutes} min"


def minutes_words(minutes: float) -> str:
    """``about 14 min``, rounded up."""
    return f"about {whole_minutes(minutes)} min"


def whole_minutes(minutes: float) -> int:
    """Rounded up, and never less than one."""
    return max(1, math.ceil(minutes))


def date_words(iso_date: str) -> str:
    """``Monday 23 November 2026``. A date that is not ISO is shown as it came."""
    day = _day(iso_date)
    return iso_date if day is None else f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date_words(iso_date: str) -> str:
    """``Mon 23 Nov``."""
    day = _day(iso_date)
    return iso_date if day is None else f"{weekday(iso_date)} {day.day} {MONTHS[day.month - 1][:SHORT]}"


def short_day_words(day: datetime.date) -> str:
    """``23 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:SHORT]} {day.year}"


def weekday(iso_date: str) -> str:
    """``Mon``."""
    day = _day(iso_date)
    return iso_date if day is None else DAYS[day.weekday()][:SHORT]


def weeks_words(numbers: Sequence[int]) -> str:
    """``Week 1``, ``Weeks 1 and 2``, ``Weeks 3 to 6``, ``Weeks 1, 3 and 5``."""
    if len(numbers) == 1:
        return f"Week {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"Weeks {numbers[0]} to {numbers[-1]}"
    return f"Weeks {join_words(str(number) for number in numbers)}"


def _short(planned: PlannedExercise) -> str:
    hold = f", hold {seconds_words(planned.hold_s)}" if planned.hold_s else ""
    if planned.reps is not None:
        return f"{planned.sets} × {planned.reps}{hold}"
    if planned.work_s is not None:
        return f"{planned.sets} × {seconds_words(planned.work_s)}{hold}"
    return f"{planned.sets} {_sets(planned.sets)}{hold}"


def _words(planned: PlannedExercise) -> str:
    hold = f", each held {seconds_words(planned.hold_s)}" if planned.hold_s else ""
    sets = f"{planned.sets} {_sets(planned.sets)}"
    if planned.reps is not None:
        return f"{sets} of {planned.reps}{hold}"
    if planned.work_s is not None:
        return f"{sets} of {seconds_words(planned.work_s)}{hold}"
    return f"{sets}{hold}"


def _sets(count: int) -> str:
    return "set" if count == 1 else "sets"


def _day(iso_date: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso_date)
    except ValueError:
        return None
