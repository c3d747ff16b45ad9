"""Repetitions from one signal: away from the start, to the end, and back, each told by how far it went.

The signal is put on the scale of its key poses (0 at the start, 1 at the end of the way out). A repetition leaves a
valley, goes up by at least the least excursion, and comes back most of that way; valley and peak are the person's own,
so that somebody who squats half as deep is counted, and a wobble at the start or at the end is not. What begins
anywhere but at a start (getting up from the floor, sitting down to rest) never becomes one.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal

#: Shares of the way between the key poses: a start lies between the first two, an end above the third. Wide, because
#: people differ from the drawing; the excursion does the counting. Ours.
_START_ABOVE, _START_BELOW, _END_ABOVE = -0.5, 0.5, 0.5
#: The same in degrees, on the far side of the start and on the near one, where the whole way is short: people lie down
#: with their feet nearer or further away than drawn, and a lasting error of the points may be as large. Ours.
_START_BEYOND_DEG, _START_BEFORE_DEG = 30.0, 20.0
#: The start has to be kept for so long before the first repetition.
_SETTLED_S = 0.15
#: Of an excursion: back by this much and a repetition is counted.
_COUNTED_BACK = 0.6
#: Within this share of the excursion from an end the body stays at that end; the level there is the median.
_STAYS = 0.25
#: The way between the two levels is timed from the first share of it to the rest, which pose error moves least, and is
#: longer by the second share of that time on either side, as of a limb that starts and stops evenly.
_TIMED_FROM, _BEYOND = 0.15, 0.29
#: A hold is kept within this share of the excursion from its end.
_HELD = 0.35
#: Of the person's own median excursion, from the first one on.
_OWN_SHARE = 0.5
#: Longer than this away from the start it was something else, such as sitting down.
_LONGEST_S = 40.0
#: So far above its valley a signal has left the start, as a share of the way between the key poses.
_LEFT_FROM = 0.1
#: Time constant of the signal's smoothing as a share of the shortest repetition, and of how slowly a start level that
#: creeps up is taken over.
_SMOOTHED_SHARE, _NEW_LEVEL_S = 0.1, 5.0
#: So much of the path is kept while the start is waited at.
_REMEMBERED_S = 20.0
#: A recording that stops is credited with a repetition that has gone so far of the own excursion, or of the key poses.
_CUT_SHARE_OWN, _CUT_SHARE = 0.8, 0.65

State = Literal["away", "start", "out", "back"]


@dataclass(frozen=True)
class PhaseScale:
    """The counting signal's values at the key poses, and what a repetition needs at least."""

    start: float
    work: float
    least_share: float
    least_s: float

    def share(self, value: float) -> float:
        """0 at the start, 1 at the end of the way out."""
        return (value - self.start) / (self.work - self.start)

    def is_start(self, level: float) -> bool:
        """Whether a share can be the start of a repetition."""
        beyond, before = (deg / abs(self.work - self.start) for deg in (_START_BEYOND_DEG, _START_BEFORE_DEG))
        return min(_START_ABOVE, -beyond) <= level <= max(_START_BELOW, before)


@dataclass(frozen=True)
class Excursion:
    """One repetition on the scale of the key poses; times in seconds.

    ``left_s`` to ``reached_s`` is the way out, ``reached_s`` to ``leaves_s`` the end, ``leaves_s`` to ``back_s``
    the way back. An excursion is counted before it is all the way back; ``back_s`` is final once it is closed.
    """

    left_s: float
    reached_s: float
    peak_s: float
    leaves_s: float
    back_s: float
    valley: float
    peak: float
    is_whole: bool


@dataclass
class PhaseMachine:
    """Takes the signal sample by sample; says when a repetition is done.

    Attributes
    ----------
    state : ``away`` until the start pose was seen, ``start`` there, ``out`` until most of the way back is done,
        ``back`` until the next start.
    """

    scale: PhaseScale
    state: State = "away"
    _valley: float = math.nan
    _valley_s: float = math.nan
    _peak: float = -math.inf
    _since_s: float = math.nan
    _level: float = math.nan
    _last_s: float = math.nan
    _recent: deque[float] = field(default_factory=lambda: deque(maxlen=3))
    _path: list[tuple[float, float]] = field(default_factory=list)
    _own: list[float] = field(default_factory=list)
    _coming_back: Excursion | None = None
    _closed: Excursion | None = None
    _leaves_s: float = math.nan
    _back_at: float = math.nan

    @property
    def least(self) -> float:
        """The least excursion that counts now, as a share of the key poses."""
        own = _OWN_SHARE * median(self._own) if self._own else 0.0
        return max(self.scale.least_share, own)

    @property
    def level(self) -> float:
        """Where the smoothed signal is, 0 at the start, 1 at the end; NaN before it was seen."""
        return self._level

    @property
    def is_at_start(self) -> bool:
        """Whether the body waits at the start, and has not left it yet."""
        return self.state == "start" and self._level - self._valley <= _LEFT_FROM

    @property
    def near_end(self) -> float:
        """From this level on the body is held at the end of the way out."""
        return self.near(self._valley, self._peak)

    @staticmethod
    def near(valley: float, peak: float) -> float:
        """The level that is near the end of an excursion."""
        return peak - _HELD * (peak - valley)

    def take_closed(self) -> Excursion | None:
        """The counted excursion that has meanwhile come all the way back, once."""
        closed, self._closed = self._closed, None
        return closed

    def reset(self) -> None:
        """What is under way is no repetition; the own excursion is kept."""
        self._close()
        self.state, self._path = "away", []
        self._valley, self._peak, self._since_s, self._level = math.nan, -math.inf, math.nan, math.nan
        self._recent.clear()

    def add(self, time_s: float, value: float) -> Excursion | None:
        """One sample; an excursion when one has just come back."""
        level = self._smoothed(time_s, self.scale.share(value))
        if self.state == "away":
            self._settle(time_s, level)
            return None
        self._path.append((time_s, level))
        if self.state in ("start", "back"):
            self._wait(time_s, level)
            return None
        self._peak = max(self._peak, level)
        if time_s - self._valley_s > _LONGEST_S:
            self.reset()
            return None
        if self._peak - level >= _COUNTED_BACK * (self._peak - self._valley):
            return self._came_back(time_s, level)
        return None

    def finish(self, *, longest_stay_s: float = math.inf) -> Excursion | None:
        """The repetition that the end of a recording cut off after it had reached its end.

        Parameters
        ----------
        longest_stay_s : whoever stays at the end for longer has sat down.
        """
        self._close()
        if self.state != "out":
            return None
        near = [time_s for time_s, level in self._path if level >= self.near_end]
        if near and self._path[-1][0] - near[0] > longest_stay_s:
            return None
        done = self._peak - self._valley
        needed = _CUT_SHARE_OWN * median(self._own) if self._own else _CUT_SHARE
        if done < max(needed, self.least):
            return None
        excursion = self._excursion(self._path[-1][0], is_whole=False)
        self.reset()
        return excursion

    def _smoothed(self, time_s: float, level: float) -> float:
        self._recent.append(level)
        steady = median(self._recent)
        elapsed_s = 0.0 if math.isnan(self._last_s) else time_s - self._last_s
        share = 1.0 if math.isnan(self._level) else 1.0 - math.exp(-elapsed_s / (_SMOOTHED_SHARE * self.scale.least_s))
        previous = steady if math.isnan(self._level) else self._level
        self._level = previous + share * (steady - previous)
        self._last_s = time_s
        return self._level

    def _settle(self, time_s: float, level: float) -> None:
        if not self.scale.is_start(level):
            self._since_s = math.nan
            return
        if math.isnan(self._since_s):
            self._since_s = time_s
        if time_s - self._since_s >= _SETTLED_S:
            self._begin_at(time_s, level)

    def _begin_at(self, time_s: float, level: float) -> None:
        self.state, self._path = "start", [(time_s, level)]
        self._valley, self._valley_s, self._peak = level, time_s, -math.inf

    def _wait(self, time_s: float, level: float) -> None:
        elapsed_s = time_s - self._path[-2][0]
        self._follow_back(time_s, level)
        if level <= self._valley:
            self._valley, self._valley_s = level, time_s
            self._path = [sample for sample in self._path if sample[0] >= time_s - _REMEMBERED_S]
        elif level - self._valley < 0.5 * self.least:
            # A start that creeps up, as knees do over a set, becomes the new one.
            self._valley += (1.0 - math.exp(-elapsed_s / _NEW_LEVEL_S)) * (level - self._valley)
        if not self.scale.is_start(self._valley) and self.state == "start":
            self.reset()
        elif level - self._valley >= self.least and level >= self._end_from():
            self._close()
            self.state, self._peak = "out", level

    def _follow_back(self, time_s: float, level: float) -> None:
        """Until the start is nearly reached, or it turns round, the excursion still comes back."""
        if self._coming_back is None:
            return
        was_s, was = self._path[-2]
        is_back = level <= self._back_at
        if is_back:
            at_s = time_s if was <= self._back_at else _crossed_s(was_s, was, time_s, level, self._back_at)
            back_s = at_s + _BEYOND * (at_s - self._leaves_s)
            self._coming_back = replace(self._coming_back, back_s=back_s)
        elif level <= self._valley:
            self._coming_back = replace(self._coming_back, back_s=time_s)
        if is_back or level > self._valley + _STAYS * (self._coming_back.peak - self._coming_back.valley):
            self._close()

    def _close(self) -> None:
        if self._coming_back is not None:
            self._closed, self._coming_back = self._coming_back, None
            self._path = [sample for sample in self._path if sample[0] >= self._valley_s]
            if self.state == "back":
                self.state = "start"

    def _end_from(self) -> float:
        """An end lies above this: the key pose's share, or what the person has shown to be theirs."""
        return min(_END_ABOVE, self._valley + self.least)

    def _came_back(self, time_s: float, level: float) -> Excursion | None:
        excursion = self._excursion(time_s, is_whole=True)
        self._begin_at(time_s, level)
        self.state = "back"
        if excursion.back_s - excursion.left_s < self.scale.least_s:
            self.state = "start"
            return None
        self._coming_back = excursion
        self._own.append(excursion.peak - excursion.valley)
        return excursion

    def _excursion(self, time_s: float, *, is_whole: bool) -> Excursion:
        """Ends of the way out and of the way back, from the path since the start."""
        stays = _STAYS * (self._peak - self._valley)
        self._path = self._path[self._first_at_start(self._valley + stays) :]
        peak_s = max(self._path, key=lambda sample: sample[1])[0]
        waited = [level for t, level in self._path if t <= peak_s and level <= self._valley + stays]
        at_start = median(waited) if waited else self._valley
        at_end = median(level for _, level in self._path if level >= self._peak - stays)
        low, high = (at_start + share * (at_end - at_start) for share in (_TIMED_FROM, 1 - _TIMED_FROM))
        high_rows = [row for row, (_, level) in enumerate(self._path) if level >= high]
        up, down = high_rows[0], high_rows[-1]
        left = max((row for row in range(up) if self._path[row][1] <= low), default=0)
        left_s, up_s = self._passed_s(left, low), self._passed_s(up - 1, high)
        self._leaves_s, self._back_at = self._passed_s(down, high), low
        beyond_s = _BEYOND * (up_s - left_s)
        return Excursion(
            left_s=max(left_s - beyond_s, self._path[0][0]),
            reached_s=min(up_s + beyond_s, self._leaves_s),
            peak_s=peak_s,
            leaves_s=self._leaves_s,
            back_s=time_s,
            valley=self._valley,
            peak=self._peak,
            is_whole=is_whole,
        )

    def _first_at_start(self, most: float) -> int:
        """Row of the path at which the body first was at the start; what comes before is the way back to it."""
        return next((row for row, (_, level) in enumerate(self._path) if level <= most), 0)

    def _passed_s(self, row: int, level: float) -> float:
        """When the path passes a level after one of its samples."""
        (from_s, from_level), *later = self._path[max(row, 0) : max(row, 0) + 2]
        return _crossed_s(from_s, from_level, *later[0], level) if later else from_s


def _crossed_s(from_s: float, from_level: float, to_s: float, to_level: float, level: float) -> float:
    """When the line between two samples passes a level; at the first where it does not."""
    if (from_level - level) * (to_level - level) >= 0:
        return from_s
    return from_s + (level - from_level) / (to_level - from_level) * (to_s - from_s)
