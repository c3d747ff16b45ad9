"""Which exercise on which day: days spread over the week, sessions that fit the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

WEEK_DAYS = 7
#: Fit is compared in tenths of a minute; this absorbs the rounding of sums.
_SLACK = 1e-6


@dataclass(frozen=True)
class Demand:
    """What an exercise asks of the week: minutes a session, the fewest and the most days, and on which it may be."""

    exercise_id: str
    minutes: float
    fewest_days: int
    most_days: int
    is_strength: bool


@dataclass(frozen=True)
class Timetable:
    """Days (0 is the first day of a week) of each exercise that found room; what is not in it found none."""

    days: tuple[int, ...]
    days_of: dict[str, tuple[int, ...]]
    is_over_time: bool

    def on(self, day: int) -> tuple[str, ...]:
        """The exercises of a day."""
        return tuple(exercise for exercise, days in self.days_of.items() if day in days)


def training_days(days_a_week: int) -> tuple[int, ...]:
    """Days of a week, spread as evenly as whole days allow.

    Examples
    --------
    >>> training_days(3)
    (0, 2, 4)
    """
    return tuple(day * WEEK_DAYS // days_a_week for day in range(days_a_week))


def strength_days(days: Sequence[int]) -> tuple[int, ...]:
    """As many of the days as possible without two in a row, over the turn of the week too.

    Examples
    --------
    >>> strength_days((0, 1, 2, 4, 5))
    (0, 2, 4)
    """
    for count in range(len(days), 0, -1):
        apart = [chosen for chosen in combinations(days, count) if _smallest_gap(chosen) > 1]
        if apart:
            return max(apart, key=_smallest_gap)
    return tuple(days)


def fill_week(demands: Sequence[Demand], days: tuple[int, ...], minutes_a_day: float, most_exercises: int) -> Timetable:
    """Give exercises their days, the most needed first.

    Parameters
    ----------
    demands
        In order of need.
    days
        Training days of the week.
    minutes_a_day, most_exercises
        What a session may hold.

    Returns
    -------
    First every exercise in turn gets its fewest days, the emptiest days that lie farthest apart; one that does not
    find them is left out. Then, in the same order, each gets further days while there is room. If nothing at all fits,
    the shortest exercise stands alone on its days (``is_over_time``).
    """
    week = _Week(days, minutes_a_day, most_exercises)
    placed = [demand for demand in demands if week.place(demand)]
    is_over_time = not placed and bool(demands)
    if is_over_time:
        shortest = min(demands, key=lambda demand: demand.minutes)
        placed = [shortest]
        week.days_of[shortest.exercise_id] = _farthest_apart(week.allowed(shortest), shortest.fewest_days)
    else:
        for demand in placed:
            week.extend(demand)
    return Timetable(days, {each.exercise_id: week.days_of[each.exercise_id] for each in placed}, is_over_time)


class _Week:
    """Minutes and exercises that every day holds so far."""

    def __init__(self, days: tuple[int, ...], minutes_a_day: float, most_exercises: int) -> None:
        self._days, self._strength_days = days, strength_days(days)
        self._minutes_a_day, self._most_exercises = minutes_a_day, most_exercises
        self._minutes = dict.fromkeys(days, 0.0)
        self._count = dict.fromkeys(days, 0)
        self.days_of: dict[str, tuple[int, ...]] = {}

    def allowed(self, demand: Demand) -> tuple[int, ...]:
        return self._strength_days if demand.is_strength else self._days

    def place(self, demand: Demand) -> bool:
        """Give an exercise its fewest days, as far as the week has them; False where they have no room."""
        count = max(1, min(demand.fewest_days, len(self.allowed(demand))))
        open_days = [day for day in self.allowed(demand) if self._has_room(day, demand)]
        if len(open_days) < count:
            return False
        self._add(demand, min(combinations(open_days, count), key=self._crowding))
        return True

    def extend(self, demand: Demand) -> None:
        """Add days while there is room and the dose allows it."""
        held = self.days_of[demand.exercise_id]
        open_days = [day for day in self.allowed(demand) if day not in held and self._has_room(day, demand)]
        count = min(demand.most_days - len(held), len(open_days))
        if count > 0:
            self._add(demand, min(combinations(open_days, count), key=lambda days: self._crowding(days, held)))

    def _has_room(self, day: int, demand: Demand) -> bool:
        is_in_time = self._minutes[day] + demand.minutes <= self._minutes_a_day + _SLACK
        return is_in_time and self._count[day] < self._most_exercises

    def _crowding(self, days: tuple[int, ...], held: tuple[int, ...] = ()) -> tuple[float, int, tuple[int, ...]]:
        """Least for the emptiest days, then for those that lie farthest apart together with the days held."""
        return round(sum(self._minutes[day] for day in days), 3), -_smallest_gap(sorted((*days, *held))), days

    def _add(self, demand: Demand, days: tuple[int, ...]) -> None:
        for day in days:
            self._minutes[day] += demand.minutes
            self._count[day] += 1
        self.days_of[demand.exercise_id] = tuple(sorted((*self.days_of.get(demand.exercise_id, ()), *days)))


def _farthest_apart(days: Sequence[int], count: int) -> tuple[int, ...]:
    return max(combinations(days, max(1, min(count, len(days)))), key=_smallest_gap)


def _smallest_gap(days: Sequence[int]) -> int:
    """Days from each to the next, the first of the coming week included; at least."""
    return min(_gaps(days))


def _gaps(days: Sequence[int]) -> Iterator[int]:
    for day, following in zip(days, (*days[1:], days[0] + WEEK_DAYS), strict=True):
        yield following - day
