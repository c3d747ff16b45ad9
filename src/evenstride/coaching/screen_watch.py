"""A home screen before a camera: landmarks in, one picture at a time; how it goes, and the score at the end.

A recorded clip, a live stream and a made-up body go the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from evenstride.coaching.body import KnownBody
from evenstride.coaching.engine import Coach
from evenstride.coaching.events import Event, RepetitionDone
from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.coaching.placement import lost_words, unseen_parts
from evenstride.coaching.screen_holds import HeldScreen, StillScreen
from evenstride.coaching.screen_scores import ScreenScore
from evenstride.coaching.watch_plan import plan_screen
from evenstride.model.coached import Repetition
from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import ScreenProtocol
    from evenstride.knowledge.schema.form_watch import CameraAdvice

#: Of the first three heel raises; below it the count ends. A beat is lost where a repetition takes half as long again.
_LEAST_HEIGHT, _BEAT_SLACK = 0.5, 1.5
_BEAT_LOST = "The count ended where the beat was lost."
#: In fewer of the pictures than this share the needed parts are seen: there is no score. Ours.
_LEAST_SEEN_SHARE = 0.7
#: A body turned so much further than the view allows was filmed from another side. Ours; the turn is read to 10 to 15.
_YAW_SLACK_DEG = 15.0
#: Without a repetition for so long the count has ended; ours. So many are enough for an angle, and close in this time.
_IDLE_ENDS_S, _MOST_FOR_ANGLE, _CLOSES_IN_S = 10.0, 5, 2.0
#: Of an angle at the ends of repetitions, so many are the least to be read.
_FEWEST_READ = 3


class _Kind(Protocol):
    """One way to make a score."""

    def add(self, frame: LandmarkFrame) -> list[Event]: ...

    @property
    def is_over(self) -> bool: ...

    def score(self) -> ScreenScore: ...


class ScreenWatch:
    """Watches one screen on one side.

    Raises
    ------
    ValueError : the screen is not scored by camera.
    """

    def __init__(self, protocol: ScreenProtocol, side: Side | None, knowledge: Knowledge) -> None:
        if protocol.scored_by != "camera" or protocol.camera is None:
            raise ValueError(f"'{protocol.id}' is scored by {protocol.scored_by}.")
        self._kind = _kind_of(protocol, side, knowledge)
        is_told_by_foot = protocol.repetition is not None and protocol.repetition.whose == "lower_foot"
        self._film = _Film(protocol.camera, side if is_told_by_foot else None)

    def add(self, frame: LandmarkFrame) -> list[Event]:
        """Take the next picture in; what happened with it."""
        self._film.add(frame)
        return self._kind.add(frame)

    @property
    def is_over(self) -> bool:
        """Whether nothing that comes can change the score: the hold broke, or the position was held long enough."""
        return self._kind.is_over

    def finish(self) -> ScreenScore:
        """The score; none where the film does not carry it, with the reason."""
        score = self._kind.score()
        if score.value is None:
            return replace(score, why=self._film.why_not() or score.why)
        why_not = self._film.why_not()
        if why_not:
            return replace(score, value=None, is_at_least=False, why=why_not, readings=())
        return score


def score_by_camera(
    protocol: ScreenProtocol, frames: Iterable[LandmarkFrame], side: Side | None, knowledge: Knowledge
) -> ScreenScore:
    """The score of one side, read from landmarks.

    Raises
    ------
    ValueError : the screen is not scored by camera.
    """
    watch = ScreenWatch(protocol, side, knowledge)
    for frame in frames:
        watch.add(frame)
        if watch.is_over:
            break
    return watch.finish()


def _kind_of(protocol: ScreenProtocol, side: Side | None, knowledge: Knowledge) -> _Kind:
    unit = knowledge.screens[protocol.screen].unit
    if protocol.value == "hold_s":
        return HeldScreen(protocol, side, unit)
    if protocol.value == "angle_held":
        return StillScreen(protocol, side, unit)
    return _CountedScreen(protocol, side, knowledge)


@dataclass
class _Film:
    """Whether the pictures carry a score at all; ``stands_on`` where one leg has to carry the body."""

    camera: CameraAdvice
    stands_on: Side | None
    _legs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    _known: KnownBody = field(default_factory=KnownBody)
    _pictures: int = 0
    _seen: int = 0
    _missing: dict[tuple[str, ...], int] = field(default_factory=dict)
    _yaws: list[float] = field(default_factory=list)

    def add(self, frame: LandmarkFrame) -> None:
        self._pictures += 1
        missing = unseen_parts(frame, self.camera.must_see)
        if missing:
            self._missing[missing] = self._missing.get(missing, 0) + 1
            return
        self._seen += 1
        foot = self._known.see(frame).lower_foot
        if foot is not None:
            self._legs[foot] += 1
        if math.isfinite(self._known.facing.yaw_deg):
            self._yaws.append(self._known.facing.yaw_deg)

    def why_not(self) -> str:
        """Why there can be no score, in a sentence; empty where there can be one."""
        if not self._pictures:
            return "There was no picture."
        if self._seen < _LEAST_SEEN_SHARE * self._pictures:
            most = max(self._missing, key=lambda parts: self._missing[parts])
            share = round(100 * (self._pictures - self._seen) / self._pictures)
            return f"{lost_words(most)} Too little was seen in {share} % of the pictures."
        low, high = self.camera.yaw_deg.low or 0.0, self.camera.yaw_deg.high or 0.0
        yaw_deg = float(np.median(self._yaws)) if self._yaws else math.nan
        if math.isfinite(yaw_deg) and not low - _YAW_SLACK_DEG <= yaw_deg <= high + _YAW_SLACK_DEG:
            return f"It was filmed from another side than the {self.camera.view}."
        if self.stands_on is not None and self._legs[self.stands_on] < 0.5 * sum(self._legs.values()):
            return f"It was not the {self.stands_on} leg that was stood on, but the other one."
        return ""


class _CountedScreen:
    """Repetitions: their number, or an angle at their ends."""

    def __init__(self, protocol: ScreenProtocol, side: Side | None, knowledge: Knowledge) -> None:
        self._protocol, self._side = protocol, side
        self._unit = knowledge.screens[protocol.screen].unit
        self._coach = Coach(plan_screen(protocol, knowledge), side=side)
        self._done: list[float] = []
        self._now_s = math.nan

    @property
    def is_over(self) -> bool:
        """Whether the beat is lost, nothing came for long, or the angle has its repetitions."""
        if not self._done:
            return False
        idle_s = self._now_s - self._done[-1]
        if self._protocol.value == "angle_at_ends":
            return len(self._done) >= _MOST_FOR_ANGLE and idle_s >= _CLOSES_IN_S
        beat_s = _period_s(self._protocol)
        return idle_s > (_IDLE_ENDS_S if beat_s is None else 2 * _BEAT_SLACK * beat_s)

    @property
    def _where(self) -> str:
        return f" on the {self._side} leg" if self._side else ""

    def add(self, frame: LandmarkFrame) -> list[Event]:
        self._now_s = frame.time_s
        events = self._coach.add(frame)
        self._done += [event.time_s for event in events if isinstance(event, RepetitionDone)]
        return events

    def score(self) -> ScreenScore:
        self._coach.finish()
        coached = self._coach.coached
        whole = [rep for rep in coached.repetitions if rep.is_whole]
        if self._protocol.value == "angle_at_ends":
            return self._angle(whole)
        counted, notes = _until_it_fades(whole, self._protocol)
        if not counted:
            why = f"No whole repetition{self._where} was seen."
            return ScreenScore(self._protocol.screen, self._side, None, self._unit, 0.0, "camera", why=why)
        if self.is_over and not notes and _period_s(self._protocol) is not None:
            notes = (_BEAT_LOST,)
        ended_by_itself = len(counted) < len(whole)
        lost = [spell for spell in coached.lost if counted[0].start_s < spell.end_s and not ended_by_itself]
        if lost:
            notes = (*notes, "You were not seen for a while: some repetitions may be missing.")
        return ScreenScore(
            self._protocol.screen,
            self._side,
            float(len(counted)),
            self._unit,
            0.0,
            "camera",
            is_at_least=bool(lost),
            notes=notes,
        )

    def _angle(self, whole: Sequence[Repetition]) -> ScreenScore:
        """Mean over the middle three of five; over all that could be read where fewer were done."""
        middle = whole[1:-1][:3] if len(whole) >= 5 else whole
        signal = self._protocol.signal
        values = [self._coach.signal_at_end(rep, f"{rep.side or self._side}_{signal}") for rep in middle]
        seen = tuple(value for value in values if math.isfinite(value))
        base = ScreenScore(self._protocol.screen, self._side, None, self._unit, 0.0, "camera")
        if len(seen) < _FEWEST_READ:
            return replace(base, why=f"Fewer than three repetitions{self._where} could be read.")
        return replace(base, value=float(np.mean(seen)), error=self._protocol.error or 0.0, readings=seen)


def _period_s(protocol: ScreenProtocol) -> float | None:
    """Seconds of one repetition by the metronome; None without one."""
    if protocol.beats_per_min is None or protocol.beats_per_rep is None:
        return None
    return 60.0 * protocol.beats_per_rep / protocol.beats_per_min


def _until_it_fades(
    repetitions: Sequence[Repetition], protocol: ScreenProtocol
) -> tuple[Sequence[Repetition], tuple[str, ...]]:
    """Repetitions until the beat is lost or the height falls, where the screen has a metronome; and why it ended."""
    period_s = _period_s(protocol)
    if period_s is None or not repetitions:
        return repetitions, ()
    first = float(np.mean([rep.range for rep in repetitions[:3]]))
    for i, rep in enumerate(repetitions):
        if i > 0 and rep.peak_s - repetitions[i - 1].peak_s > _BEAT_SLACK * period_s:
            return repetitions[:i], (_BEAT_LOST,)
        if rep.range < _LEAST_HEIGHT * first:
            return repetitions[:i], ("The count ended where the height fell below half of the first three.",)
    return repetitions, ()
