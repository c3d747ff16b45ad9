"""Home screens that are held: seconds until the position breaks, or an angle while it is still."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from evenstride.coaching.body import KnownBody
from evenstride.coaching.events import Cue, Event, HoldProgress, Lost
from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.coaching.place import is_in_posture
from evenstride.coaching.placement import lost_words, unseen_parts
from evenstride.coaching.screen_scores import ScreenScore
from evenstride.coaching.signals import read_signals
from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.coaching.body import BodyInFrame
    from evenstride.knowledge.schema import HoldRule, LegsApart, ScreenProtocol

#: A held position is read as a median over so long, and has to be right for so long to begin.
_STEADY_S = 0.4
#: A position that is simply held is read in its steadiest stretch of this length; ours.
_HELD_READ_S = 3.0
#: It is steady where it scatters by no more than this, degrees, and is then read once this long was seen; ours.
_STILL_DEG, _LONG_ENOUGH_S = 2.0, 6.0
#: Out of the position for so long when the recording ends, it was over; ours.
_OUT_AT_END_S = 1.0
#: What is not seen for longer breaks a hold off: nobody knows whether it went on.
_UNSEEN_S = 0.7


class HeldScreen:
    """Seconds until a rule is broken for longer than it may be, and the warnings are used up.

    Notes
    -----
    Pictures without the points are left out where the gap is short. A longer gap ends the hold: it was at least so
    long. The time limit of a screen ends it too.
    """

    def __init__(self, protocol: ScreenProtocol, side: Side | None, unit: str) -> None:
        self._protocol, self._side, self._unit = protocol, side, unit
        self._known = KnownBody()
        self._names = [rule.signal for rule in protocol.holds]
        self._recent: deque[tuple[float, list[float]]] = deque()
        self._start_s = self._kept_s = self._broken_s = math.nan
        self._seen_s = math.nan
        self._warnings_left = protocol.warnings
        self._told_s = 0
        self._end: tuple[float, bool, str] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the hold has ended."""
        return self._end is not None

    def add(self, frame: LandmarkFrame) -> list[Event]:
        """Take the next picture in."""
        if self._end is not None:
            return []
        values = self._values(frame)
        if values is None:
            return self._unseen(frame)
        self._seen_s = frame.time_s
        self._recent.append((frame.time_s, values))
        while frame.time_s - self._recent[0][0] > _STEADY_S:
            self._recent.popleft()
        steady = np.median([each for _, each in self._recent], axis=0)
        is_kept = all(_keeps(rule, value) for rule, value in zip(self._protocol.holds, steady, strict=True))
        return self._kept(frame.time_s) if is_kept else self._broken(frame.time_s)

    def score(self) -> ScreenScore:
        """Seconds held; at least so many where it was not over."""
        if math.isnan(self._start_s):
            return self._score(None, why="The position was never seen.")
        if self._end is None and self._seen_s - self._broken_s >= _OUT_AT_END_S:
            return self._score(self._broken_s - self._start_s, notes=("The recording ends out of the position.",))
        if self._end is None:
            return self._score(self._kept_s - self._start_s, is_at_least=True)
        end_s, is_at_least, note = self._end
        return self._score(end_s - self._start_s, is_at_least=is_at_least, notes=(note,) if note else ())

    def _values(self, frame: LandmarkFrame) -> list[float] | None:
        """The rules' signals; infinite in another posture, None where a point is not seen."""
        body = self._known.see(frame)
        if self._protocol.posture is not None and not is_in_posture(self._protocol.posture, body):
            return [math.inf] * len(self._names)
        signals = read_signals(body, self._names)
        values = [signals.get(f"{self._side}_{name}", signals[name]) for name in self._names]
        return values if all(math.isfinite(value) for value in values) else None

    def _unseen(self, frame: LandmarkFrame) -> list[Event]:
        if math.isnan(self._start_s) or frame.time_s - self._seen_s <= _UNSEEN_S:
            return []
        self._end = (self._kept_s, True, "You were not seen any more: it was at least so long.")
        parts = () if self._protocol.camera is None else unseen_parts(frame, self._protocol.camera.must_see)
        return [Lost(frame.time_s, lost_words(parts) if parts else "I can't see the position.")]

    def _kept(self, time_s: float) -> list[Event]:
        if math.isnan(self._start_s):
            self._start_s = time_s
        elif not math.isnan(self._broken_s):
            self._warnings_left -= 1
        self._broken_s = math.nan
        self._kept_s = time_s
        held_s = time_s - self._start_s
        most_s = self._protocol.most_s
        if most_s is not None and held_s >= most_s:
            self._end = (self._start_s + most_s, True, "")
        if int(held_s) <= self._told_s:
            return []
        self._told_s = int(held_s)
        return [HoldProgress(time_s, float(self._told_s), most_s)]

    def _broken(self, time_s: float) -> list[Event]:
        if math.isnan(self._start_s):
            return []
        is_new = math.isnan(self._broken_s)
        self._broken_s = time_s if is_new else self._broken_s
        if time_s - self._broken_s > self._protocol.lost_s or self._warnings_left < 0:
            self._end = (self._broken_s, False, "")
            return []
        return [Cue(time_s, "Back into the line.")] if is_new and self._protocol.lost_s >= 1 else []

    def _score(
        self, value: float | None, *, is_at_least: bool = False, why: str = "", notes: tuple[str, ...] = ()
    ) -> ScreenScore:
        error = 0.0 if value is None else _STEADY_S
        return ScreenScore(
            self._protocol.screen,
            self._side,
            value,
            self._unit,
            error,
            "camera",
            is_at_least=is_at_least,
            why=why,
            notes=notes,
        )


class StillScreen:
    """One angle, in the steadiest three seconds of the position that it is read in.

    Notes
    -----
    It is that of the lower leg, which is the one that hangs: of a body that lies, seen from the side, pose models take
    left for right at times, and what is said of the side is the runner's.
    """

    def __init__(self, protocol: ScreenProtocol, side: Side | None, unit: str) -> None:
        if protocol.signal is None:
            raise ValueError(f"'{protocol.id}' names no signal to read.")
        self._protocol, self._side, self._unit = protocol, side, unit
        self._signal: str = protocol.signal
        self._known = KnownBody()
        self._recent: deque[tuple[float, float]] = deque()
        self._first_s = math.nan
        self._told_s = 0
        #: (scatter, median) of the steadiest stretch so far.
        self._calmest: tuple[float, float] | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was seen for long enough, and was still."""
        is_long = bool(self._recent) and self._recent[-1][0] - self._first_s >= _LONG_ENOUGH_S
        return is_long and self._calmest is not None and self._calmest[0] <= _STILL_DEG

    def add(self, frame: LandmarkFrame) -> list[Event]:
        """Take the next picture in."""
        body = self._known.see(frame)
        if self._protocol.posture is not None and not is_in_posture(self._protocol.posture, body):
            return []
        if self._protocol.read_while is not None and not _are_apart(self._protocol.read_while, body):
            self._recent.clear()
            return []
        signals = read_signals(body, [self._signal])
        value = float(np.min([signals.get(f"{side}_{self._signal}", math.nan) for side in SIDES]))
        if not math.isfinite(value):
            return []
        if math.isnan(self._first_s):
            self._first_s = frame.time_s
        self._note(frame.time_s, value)
        elapsed_s = int(frame.time_s - self._first_s)
        if elapsed_s <= self._told_s:
            return []
        self._told_s = elapsed_s
        return [HoldProgress(frame.time_s, float(elapsed_s), None)]

    def score(self) -> ScreenScore:
        """The median of the steadiest stretch."""
        base = (self._protocol.screen, self._side)
        if self._calmest is None:
            position = self._protocol.read_while
            words = "" if position is None else f": {position.text}"
            why = f"The position was not held for three seconds{words}."
            return ScreenScore(*base, None, self._unit, 0.0, "camera", why=why)
        scatter, median = self._calmest
        if scatter > 2 * _STILL_DEG:
            why = "The position was not still for three seconds."
            return ScreenScore(*base, None, self._unit, 0.0, "camera", why=why)
        return ScreenScore(*base, median, self._unit, self._protocol.error or 0.0, "camera")

    def _note(self, time_s: float, value: float) -> None:
        """Take a value into the last three seconds, and see whether they are the steadiest so far."""
        if self._recent and time_s - self._recent[-1][0] > _UNSEEN_S:
            self._recent.clear()
        self._recent.append((time_s, value))
        is_whole = time_s - self._recent[0][0] >= _HELD_READ_S
        while time_s - self._recent[0][0] > _HELD_READ_S:
            self._recent.popleft()
        if not is_whole:
            return
        values = np.array([each for _, each in self._recent])
        scatter = float(np.std(values))
        if self._calmest is None or scatter < self._calmest[0]:
            self._calmest = (scatter, float(np.median(values)))


def _are_apart(position: LegsApart, body: BodyInFrame) -> bool:
    """Whether one leg is held and the other hangs; what a pose model sees of both knees together is neither."""
    bent = [180.0 - body.flat_deg(side, middle="hip", one="shoulder", other="knee") for side in SIDES]
    return bool(np.max(bent) >= position.held_deg and np.min(bent) <= position.hangs_deg)


def _keeps(rule: HoldRule, value: float) -> bool:
    if rule.below is not None:
        return value <= rule.below + rule.error
    return rule.above is None or value >= rule.above - rule.error
