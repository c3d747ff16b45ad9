"""The coach: landmarks in, one picture at a time; repetitions, holds, faults and cues out.

Nothing here knows a camera, a model or a web page. A recorded clip, a live stream and a made-up body go the same way.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from evenstride.coaching.body import BodyInFrame, KnownBody
from evenstride.coaching.checks import CheckedForm, Sample
from evenstride.coaching.events import (
    Cue,
    Event,
    FaultSeen,
    HoldProgress,
    Lost,
    Regained,
    RepetitionDone,
    SetComplete,
)
from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.coaching.phases import Excursion, PhaseMachine
from evenstride.coaching.place import Place, is_in_posture
from evenstride.coaching.placement import lost_words, placement_advice, unseen_parts
from evenstride.coaching.signals import FROM_START, SIDED, read_at_start, read_signals
from evenstride.coaching.speaker import Speaker
from evenstride.coaching.start_levels import StartLevels
from evenstride.coaching.watch_plan import SIGNAL_ERROR, WatchPlan
from evenstride.model.coached import CoachedSet, Fault, Hold, LostSpell, NotJudged, Repetition
from evenstride.model.gait import Side

#: A part that is not seen for longer is lost, and what was under way is no repetition. Shorter gaps are bridged.
_LOST_AFTER_S = 0.7
#: So long in another posture, and it was no slip of the tracking.
_OUT_OF_POSTURE_S = 0.4
#: The start of the set is the median over so long.
_START_LEVEL_S = 0.4
#: Who has stayed at the far end for longer when a recording stops has sat down, where the exercise asks for no hold.
_LONGEST_CUT_STAY_S = 2.5
#: Samples are kept so long: the longest repetition and some more.
_KEPT_S = 60.0
#: Around a moment, for what must change together with the counting signal.
_AROUND_S = 0.2
#: Camera advice is repeated no sooner.
_ADVICE_EVERY_S = 8.0


@dataclass
class Coach:
    """Watches one set of one exercise.

    Parameters
    ----------
    plan : what is watched.
    side : the leg that works, where the runner said so; else it is read from the body.
    target_reps : the set is complete after so many.
    """

    plan: WatchPlan
    side: Side | None = None
    target_reps: int | None = None
    _known: KnownBody = field(default_factory=KnownBody)
    _samples: deque[Sample] = field(default_factory=deque)
    _working: deque[tuple[float, Side | None]] = field(default_factory=deque)
    _repetitions: list[Repetition] = field(default_factory=list)
    _holds: list[Hold] = field(default_factory=list)
    _lost: list[LostSpell] = field(default_factory=list)
    _advice: list[str] = field(default_factory=list)
    _yaws: list[float] = field(default_factory=list)
    _start_levels: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    _seen_s: float = math.nan
    _now_s: float = math.nan
    _first_s: float = math.nan
    _is_lost: bool = False
    _posture_since_s: float = math.nan
    _advised_s: float = -math.inf
    _held_told: int = 0
    _held_s: float = 0.0
    _is_complete: bool = False

    def __post_init__(self) -> None:
        self._machine = PhaseMachine(self.plan.scale)
        self._place = Place(self.plan.stays)
        self._form = CheckedForm(self.plan.checks)
        counted = self.plan.repetition.signal
        self._start = StartLevels([check.signal for check in self.plan.checks if check.signal != counted])
        self._speaker = Speaker({check.id: check.rank for check in self.plan.checks})

    def add(self, frame: LandmarkFrame) -> list[Event]:
        """Take the next picture in; what happened with it, in order."""
        if math.isnan(self._first_s):
            self._first_s = frame.time_s
        elapsed_s = 0.0 if math.isnan(self._now_s) else frame.time_s - self._now_s
        self._now_s = frame.time_s
        missing = unseen_parts(frame, self.plan.needed_parts)
        if missing:
            return self._without(frame, missing)
        body = self._known.see(frame)
        if math.isfinite(self._known.facing.yaw_deg):
            self._yaws.append(self._known.facing.yaw_deg)
        events = self._with_all_parts(frame)
        if self._is_ready(body):
            events += self._take(self._read(body), elapsed_s)
        return [*events, *self._advise(body)]

    def finish(self) -> list[Event]:
        """The recording, or the set, has ended."""
        if self._is_complete:
            return []
        events: list[Event] = []
        is_held = self.plan.repetition.hold_within_deg is not None
        cut = self._machine.finish(longest_stay_s=math.inf if is_held else _LONGEST_CUT_STAY_S)
        events += self._closed()
        if cut is not None:
            events += self._counted(cut)
        if self._is_lost and not math.isnan(self._seen_s):
            self._lost[-1] = replace(self._lost[-1], end_s=self._now_s)
        return [*events, *([] if self._is_complete else [self._complete()])]

    @property
    def coached(self) -> CoachedSet:
        """The set as it stands now."""
        yaw_deg = float(np.median(self._yaws)) if self._yaws else math.nan
        facing = self._known.facing
        last_s = self._repetitions[-1].end_s if self._repetitions else math.nan
        return CoachedSet(
            exercise_id=self.plan.exercise_id,
            part_id=self.plan.part_id,
            name=self.plan.name,
            signal=self.plan.repetition.signal,
            view=facing.view_at(yaw_deg),
            yaw_deg=yaw_deg,
            repetitions=tuple(self._repetitions),
            holds=tuple(self._holds),
            faults=tuple(self._form.faults),
            not_judged=(
                *self._form.not_judged(),
                *(NotJudged(text, "One camera cannot see it.") for text in self.plan.unseen),
            ),
            lost=tuple(self._lost),
            advice=tuple(self._advice),
            rest_s=None if math.isnan(last_s) else max(0.0, self._now_s - last_s),
        )

    def signal_at_end(self, repetition: Repetition, signal: str) -> float:
        """The median of a signal that is read around the end of a repetition; NaN where it was not seen."""
        return self._around(signal, repetition.peak_s)

    # ------------------------------------------------------------------ seen or not

    def _without(self, frame: LandmarkFrame, missing: tuple[str, ...]) -> list[Event]:
        """A picture in which a needed part is missing."""
        seen_s = self._first_s if math.isnan(self._seen_s) else self._seen_s
        if self._is_lost:
            self._lost[-1] = replace(self._lost[-1], end_s=frame.time_s)
            return []
        if frame.time_s - seen_s <= _LOST_AFTER_S:
            return []
        self._is_lost = True
        what = lost_words(missing)
        self._lost.append(LostSpell(seen_s, frame.time_s, what))
        self._start_over()
        return [Lost(frame.time_s, what), Cue(frame.time_s, what)]

    def _with_all_parts(self, frame: LandmarkFrame) -> list[Event]:
        self._seen_s = frame.time_s
        if not self._is_lost:
            return []
        self._is_lost = False
        self._lost[-1] = replace(self._lost[-1], end_s=frame.time_s)
        return [Regained(frame.time_s)]

    def _is_ready(self, body: BodyInFrame) -> bool:
        """Whether the body is in the posture, and where it was."""
        time_s = body.frame.time_s
        if not is_in_posture(self.plan.posture, body):
            if math.isnan(self._posture_since_s):
                self._posture_since_s = time_s
            if time_s - self._posture_since_s >= _OUT_OF_POSTURE_S:
                self._start_over()
            return False
        self._posture_since_s = math.nan
        if self._place.has_moved(body, is_waiting=self._machine.state in ("away", "start")):
            self._start_over()
            return False
        return self._knows_start(body)

    def _start_over(self) -> None:
        """What is under way is no repetition, and lengths and levels are those of another place."""
        self._machine.reset()
        self._place.forget()
        self._known.forget_place()
        self._start_levels.clear()
        self._start.forget()
        self._held_s, self._held_told = 0.0, 0

    def _knows_start(self, body: BodyInFrame) -> bool:
        """Whether counting can begin: a counting signal that starts from the set's own start waits for that."""
        counted = self.plan.repetition.signal
        if counted not in FROM_START or _has_level(self._known.at_start, counted):
            return True
        self._start_levels.append((body.frame.time_s, read_at_start(body, (counted,))))
        if body.frame.time_s - self._start_levels[0][0] < _START_LEVEL_S:
            return False
        for name in {name for _, each in self._start_levels for name in each}:
            levels = [each[name] for _, each in self._start_levels if name in each]
            self._known.at_start[name] = float(np.median(levels))
        self._start_levels.clear()
        return _has_level(self._known.at_start, counted)

    def _advise(self, body: BodyInFrame) -> list[Event]:
        """How the camera could stand better, said while nothing is under way."""
        yaw_deg = self._known.facing.yaw_deg
        advice = placement_advice(body.frame, self.plan.camera, yaw_deg)
        for text in advice:
            if text not in self._advice:
                self._advice.append(text)
        time_s = body.frame.time_s
        if not advice or self._machine.state == "out" or time_s - self._advised_s < _ADVICE_EVERY_S:
            return []
        self._advised_s = time_s
        return [Cue(time_s, advice[0])]

    # ------------------------------------------------------------------ counting

    def _take(self, value: float, elapsed_s: float) -> list[Event]:
        """One value of the counting signal; NaN where too little of the limb is seen."""
        if not math.isfinite(value):
            return []
        excursion = self._machine.add(self._now_s, value)
        events = self._progress(self._now_s, elapsed_s)
        events += self._closed()
        return events if excursion is None else [*events, *self._counted(excursion)]

    def _read(self, body: BodyInFrame) -> float:
        """The counting signal, and everything else into the samples."""
        if self._machine.is_at_start:
            self._start.add(body)
        signals = read_signals(body, self.plan.signals)
        for name in FROM_START:
            if name in signals and not _has_level(self._known.at_start, name):
                signals |= dict.fromkeys(_names_of(name), math.nan)
        time_s = body.frame.time_s
        self._samples.append(Sample(time_s, signals, self._known.facing.yaw_deg))
        while time_s - self._samples[0].time_s > _KEPT_S:
            self._samples.popleft()
        name = self.plan.repetition.signal
        if self.plan.repetition.whose != "lower_foot":
            self._note_side(time_s, self._place.planted_side(body))
            return signals[name]
        side = self.side or body.lower_foot or self._last_side()
        self._note_side(time_s, side)
        return signals[name] if side is None else signals[f"{side}_{name}"]

    def _note_side(self, time_s: float, side: str | None) -> None:
        self._working.append((time_s, "left" if side == "left" else "right" if side == "right" else None))
        while time_s - self._working[0][0] > _KEPT_S:
            self._working.popleft()

    def _last_side(self) -> Side | None:
        return self._working[-1][1] if self._working else None

    def _progress(self, time_s: float, elapsed_s: float) -> list[Event]:
        """Seconds of a hold while the position is right."""
        if self.plan.repetition.hold_within_deg is None:
            return []
        name = self._counting_name(self._last_side())
        if self._machine.state != "out":
            self._held_s, self._held_told = 0.0, 0
            return []
        recent = [sample.signals[name] for sample in self._samples if time_s - sample.time_s <= 2 * _AROUND_S]
        if self._is_held(float(np.nanmedian(recent)), self._machine.near_end):
            self._held_s += elapsed_s
        if int(self._held_s) <= self._held_told:
            return []
        self._held_told = int(self._held_s)
        return [HoldProgress(time_s, float(self._held_told), self.plan.hold_s)]

    def _is_held(self, value: float, near_end: float) -> bool:
        """Whether the position is right: near the key pose, and near the furthest this body went."""
        scale, within = self.plan.scale, self.plan.repetition.hold_within_deg
        toward = math.copysign(1.0, scale.work - scale.start)
        return within is not None and toward * (value - scale.work) >= -within and scale.share(value) >= near_end

    def _counted(self, excursion: Excursion) -> list[Event]:
        if not self._moves_with_it(excursion) or not self._has_stepped(excursion):
            return []
        repetition = self._repetition(excursion)
        self._repetitions.append(repetition)
        events: list[Event] = [RepetitionDone(self._now_s, repetition)]
        events += self._judge(repetition, only_timing=False)
        is_last = self.target_reps is not None and len(self._repetitions) >= self.target_reps
        if is_last and not self._is_complete:
            events.append(self._complete())
        return events

    def _closed(self) -> list[Event]:
        """The last repetition is all the way back: its end is known, and its timings can be judged."""
        excursion = self._machine.take_closed()
        if excursion is None or not self._repetitions or self._repetitions[-1].start_s != excursion.left_s:
            return []
        last = self._repetitions[-1]
        closed = replace(last, end_s=excursion.back_s, back_s=excursion.back_s - excursion.leaves_s)
        self._repetitions[-1] = closed
        return self._judge(closed, only_timing=True)

    def _judge(self, repetition: Repetition, *, only_timing: bool) -> list[Event]:
        samples = [sample for sample in self._samples if repetition.start_s <= sample.time_s <= repetition.end_s]
        faults: list[Fault] = self._form.judge(repetition, samples, only_timing=only_timing)
        events: list[Event] = [FaultSeen(self._now_s, fault) for fault in faults]
        cue = self._speaker.cue(self._now_s, faults)
        return events if cue is None else [*events, cue]

    def _moves_with_it(self, excursion: Excursion) -> bool:
        """Whether what must change with the counting signal did; True where it was not seen."""
        also, least = self.plan.repetition.also, self.plan.repetition.also_least
        if also is None or least is None:
            return True
        at_start = self._around(also, excursion.left_s)
        at_end = self._at_end(also, excursion)
        return not (math.isfinite(at_start) and math.isfinite(at_end)) or abs(at_end - at_start) >= least

    def _has_stepped(self, excursion: Excursion) -> bool:
        """Whether one foot travelled and the other stayed, where the exercise is a step."""
        return self.plan.repetition.whose != "planted_foot" or self._side_in(excursion) is not None

    def _around(self, signal: str, time_s: float) -> float:
        return self._middle(signal, time_s - _AROUND_S, time_s + _AROUND_S)

    def _at_end(self, signal: str, excursion: Excursion) -> float:
        """Over the whole stay at the far end: where in it the peak lies is chance when the position is held."""
        stayed = self._middle(signal, excursion.reached_s, excursion.leaves_s)
        return stayed if math.isfinite(stayed) else self._around(signal, excursion.peak_s)

    def _middle(self, signal: str, from_s: float, to_s: float) -> float:
        values = [s.signals.get(signal, math.nan) for s in self._samples if from_s <= s.time_s <= to_s]
        finite = [value for value in values if math.isfinite(value)]
        return float(np.median(finite)) if finite else math.nan

    def _repetition(self, excursion: Excursion) -> Repetition:
        scale = self.plan.scale
        start_value, peak_value = (
            scale.start + share * (scale.work - scale.start) for share in (excursion.valley, excursion.peak)
        )
        side = self.side or self._side_in(excursion)
        hold_s = excursion.leaves_s - excursion.reached_s
        if self.plan.repetition.hold_within_deg is not None:
            hold_s = self._hold(excursion, side)
        if self.plan.repetition.whose == "both":
            side = None
        return Repetition(
            number=len(self._repetitions) + 1,
            side=side,
            start_s=excursion.left_s,
            peak_s=excursion.peak_s,
            end_s=excursion.back_s,
            start_value=start_value,
            peak_value=peak_value,
            error=SIGNAL_ERROR[self.plan.repetition.signal],
            out_s=excursion.reached_s - excursion.left_s,
            hold_s=hold_s,
            back_s=excursion.back_s - excursion.leaves_s,
            is_whole=excursion.is_whole,
        )

    def _hold(self, excursion: Excursion, side: Side | None) -> float:
        """Seconds of a repetition in which the position was right, kept as a hold."""
        name = self._counting_name(side)
        near_end = self._machine.near(excursion.valley, excursion.peak)
        inside = [sample for sample in self._samples if excursion.left_s <= sample.time_s <= excursion.back_s]
        held = [
            (before.time_s, after.time_s)
            for before, after in pairwise(inside)
            if self._is_held(self._around(name, before.time_s), near_end)
            and after.time_s - before.time_s <= _LOST_AFTER_S
        ]
        held_s = sum(end_s - start_s for start_s, end_s in held)
        if held:
            self._holds.append(Hold(held[0][0], held[-1][1], held_s, side))
        return held_s

    def _counting_name(self, side: Side | None) -> str:
        """The counting signal, of the leg that works where one does."""
        name = self.plan.repetition.signal
        return f"{side}_{name}" if self.plan.repetition.whose == "lower_foot" and side is not None else name

    def _side_in(self, excursion: Excursion) -> Side | None:
        sides = Counter(
            side for time_s, side in self._working if excursion.reached_s <= time_s <= excursion.leaves_s and side
        )
        return sides.most_common(1)[0][0] if sides else None

    def _complete(self) -> SetComplete:
        self._is_complete = True
        return SetComplete(self._now_s, self.coached)


def _names_of(signal: str) -> tuple[str, ...]:
    """A signal's own name, and those of its sides."""
    return (signal, f"left_{signal}", f"right_{signal}") if signal in SIDED else (signal,)


def _has_level(at_start: dict[str, float], signal: str) -> bool:
    return any(name in at_start for name in _names_of(signal))
