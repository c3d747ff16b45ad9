"""Home screens: a score by camera, timer or hand, and what it says about the suspicion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from evenstride.coaching.body import KnownBody
from evenstride.coaching.engine import Coach
from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.coaching.place import is_in_posture
from evenstride.coaching.signals import read_signals
from evenstride.coaching.watch_plan import plan_screen
from evenstride.model.coached import Repetition
from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome, ScreenResult

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import HoldRule, Screen, ScreenProtocol

#: A held position is read as a median over so long, and has to be right for so long to begin.
_STEADY_S = 0.4
#: A position that is simply held is read in its steadiest stretch of this length.
_HELD_READ_S = 3.0
#: Pain above this ends a screen, and there is no score from the second on (silbernagel2007; screens in the knowledge).
PAIN_STOPS, PAIN_SPOILS = 5.0, 4.0
#: Of the first three heel raises; below it the count ends. A beat is lost where a repetition takes half as long again.
_LEAST_HEIGHT, _BEAT_SLACK = 0.5, 1.5


@dataclass(frozen=True)
class ScreenScore:
    """The score of one side.

    Attributes
    ----------
    value : in the screen's unit; None where there is none, and ``why`` says it.
    error : standard error of the reading, same unit; 0 where it was counted or measured by hand.
    is_at_least : the hold was not over when the recording ended.
    """

    screen_id: str
    side: Side | None
    value: float | None
    unit: str
    error: float
    scored_by: Literal["camera", "timer", "hand"]
    is_at_least: bool = False
    why: str = ""


def stops_before(
    protocol: ScreenProtocol, answers: Mapping[str, bool | float], knowledge: Knowledge
) -> tuple[str, ...]:
    """Why a screen is not done: red-flag questions answered with yes, or with pain above their line.

    A question that nobody answered stops nothing; the caller asks it first.
    """
    asked = (knowledge.red_flags[flag_id] for flag_id in protocol.asked_by)
    return tuple(
        f"{flag.question} See: {flag.whom_to_see}"
        for flag in asked
        if (answer := answers.get(flag.id)) is not None
        and (bool(answer) if flag.above is None else answer > flag.above)
    )


def score_by_hand(
    screen: Screen, side: Side | None, value: float, *, pain: float | None = None, by: Literal["timer", "hand"] = "hand"
) -> ScreenScore:
    """A number that somebody counted, stopped or measured."""
    if pain is not None and pain >= PAIN_SPOILS:
        return ScreenScore(screen.id, side, None, screen.unit, 0.0, by, why="Painful: no score.")
    return ScreenScore(screen.id, side, value, screen.unit, 0.0, by)


def score_by_camera(
    protocol: ScreenProtocol, frames: Iterable[LandmarkFrame], side: Side | None, knowledge: Knowledge
) -> ScreenScore:
    """The score of one side, read from landmarks.

    Raises
    ------
    ValueError : the screen is not scored by camera.
    """
    if protocol.scored_by != "camera":
        raise ValueError(f"'{protocol.id}' is scored by {protocol.scored_by}.")
    if protocol.value == "hold_s":
        return _held(protocol, frames, side, knowledge)
    if protocol.value == "angle_held":
        return _steadiest(protocol, frames, side, knowledge)
    coach = Coach(plan_screen(protocol, knowledge), side=side)
    for frame in frames:
        coach.add(frame)
    coach.finish()
    if protocol.value == "angle_at_ends":
        return _angle_at_ends(protocol, coach, side, knowledge)
    whole = [rep for rep in coach.coached.repetitions if rep.is_whole]
    return _score(protocol, knowledge, side, float(len(_until_it_fades(whole, protocol))), 0.0)


def outcomes_of(
    screen: Screen, protocol: ScreenProtocol, scores: Sequence[ScreenScore], *, age: int | None = None, sex: str = ""
) -> tuple[ScreenResult, ...]:
    """What the scores say about the suspicion, side by side, as the plan takes it.

    Notes
    -----
    Supported where the score passes the screen's line by more than its own error, or where this side is behind the
    other by the difference that counts. Not supported where it keeps clear of the line. Unknown where there is no
    score, no line for this person, or the score lies within its error of the line.
    """
    line, way = _line(screen, age, sex)
    behind = _behind(scores, protocol, way)
    return tuple(ScreenResult(screen.id, score.side, _outcome(score, line, way, behind)) for score in scores)


def _outcome(score: ScreenScore, line: float | None, way: int, behind: Side | None) -> ScreenOutcome:
    if score.value is None:
        return "unknown"
    if behind is not None and score.side == behind:
        return "supported"
    if line is None:
        return "unknown"
    past = way * (score.value - line)
    if score.is_at_least and way < 0:
        return "not_supported" if past < 0 else "unknown"
    if past > score.error:
        return "supported"
    return "not_supported" if past < -score.error or (score.error == 0 and past <= 0) else "unknown"


def _line(screen: Screen, age: int | None, sex: str) -> tuple[float | None, int]:
    """The line, and +1 where more than it is positive, -1 where less is."""
    if screen.positive.above is not None:
        return screen.positive.above, 1
    if screen.positive.below is not None:
        return screen.positive.below, -1
    norms = [norm for norm in screen.age_norms if age is not None and norm.from_age <= age]
    if not norms or sex not in ("men", "women"):
        return None, -1
    # Three quarters of the norm for age and sex: the screen's own positive result.
    return 0.75 * float(getattr(norms[-1], sex)), -1


def _behind(scores: Sequence[ScreenScore], protocol: ScreenProtocol, way: int) -> Side | None:
    """The side that is worse by the difference that counts."""
    by_side = {score.side: score.value for score in scores if score.side is not None and score.value is not None}
    if len(by_side) < 2:
        return None
    worse, better = sorted(by_side, key=lambda side: way * by_side[side], reverse=True)
    difference = abs(by_side[worse] - by_side[better])
    least, share = protocol.left_right_least, protocol.left_right_share
    counts = least is not None and difference >= (least.value or math.inf)
    counts |= share is not None and difference > (share.value or math.inf) * by_side[better]
    return worse if counts else None


def _until_it_fades(repetitions: Sequence[Repetition], protocol: ScreenProtocol) -> Sequence[Repetition]:
    """Repetitions until the beat is lost or the height falls, where the screen has a metronome."""
    if protocol.beats_per_min is None or protocol.beats_per_rep is None or not repetitions:
        return repetitions
    period_s = 60.0 * protocol.beats_per_rep / protocol.beats_per_min
    first = float(np.mean([rep.range for rep in repetitions[:3]]))
    for i, rep in enumerate(repetitions):
        is_late = i > 0 and rep.peak_s - repetitions[i - 1].peak_s > _BEAT_SLACK * period_s
        if is_late or rep.range < _LEAST_HEIGHT * first:
            return repetitions[:i]
    return repetitions


def _angle_at_ends(protocol: ScreenProtocol, coach: Coach, side: Side | None, knowledge: Knowledge) -> ScreenScore:
    whole = [rep for rep in coach.coached.repetitions if rep.is_whole]
    middle = whole[1:-1][:3] if len(whole) >= 5 else whole
    values = [coach.signal_at_end(rep, f"{rep.side or side}_{protocol.signal}") for rep in middle]
    seen = [value for value in values if math.isfinite(value)]
    if len(seen) < 3:
        return _score(protocol, knowledge, side, None, 0.0, why="Fewer than three repetitions could be read.")
    return _score(protocol, knowledge, side, float(np.mean(seen)), protocol.error or 0.0)


def _held(
    protocol: ScreenProtocol, frames: Iterable[LandmarkFrame], side: Side | None, knowledge: Knowledge
) -> ScreenScore:
    """Seconds until a rule is broken for longer than it may be, and the warnings are used up."""
    kept = _kept_rules(protocol, frames, side)
    start_s = end_s = broken_s = math.nan
    warnings_left = protocol.warnings
    for time_s, is_kept in kept:
        if math.isnan(start_s):
            start_s = time_s if is_kept else math.nan
            end_s = start_s
        elif is_kept:
            if not math.isnan(broken_s):
                warnings_left -= 1
                broken_s = math.nan
            end_s = time_s
        else:
            broken_s = time_s if math.isnan(broken_s) else broken_s
            if time_s - broken_s > protocol.lost_s or warnings_left < 0:
                return _score(protocol, knowledge, side, broken_s - start_s, _STEADY_S)
    if math.isnan(start_s):
        return _score(protocol, knowledge, side, None, 0.0, why="The position was never seen.")
    return _score(protocol, knowledge, side, end_s - start_s, _STEADY_S, is_at_least=True)


def _kept_rules(
    protocol: ScreenProtocol, frames: Iterable[LandmarkFrame], side: Side | None
) -> list[tuple[float, bool]]:
    """(seconds, whether every rule is kept), by medians over a moment; pictures without the points are left out."""
    names = [rule.signal for rule in protocol.holds]
    known, read = KnownBody(), []
    for frame in frames:
        body = known.see(frame)
        signals = read_signals(body, names)
        values = [signals.get(f"{side}_{name}", signals[name]) for name in names]
        if protocol.posture is not None and not is_in_posture(protocol.posture, body):
            read.append((frame.time_s, [math.inf] * len(names)))
        elif all(math.isfinite(value) for value in values):
            read.append((frame.time_s, values))
    times_s = np.array([time_s for time_s, _ in read])
    table = np.array([values for _, values in read]).reshape(len(read), len(names))
    first = np.searchsorted(times_s, times_s - _STEADY_S)
    steady = [np.median(table[begin : row + 1], axis=0) for row, begin in enumerate(first)]
    return [
        (float(time_s), all(_keeps(rule, value) for rule, value in zip(protocol.holds, values, strict=True)))
        for time_s, values in zip(times_s, steady, strict=True)
    ]


def _keeps(rule: HoldRule, value: float) -> bool:
    if rule.below is not None:
        return value <= rule.below + rule.error
    return rule.above is None or value >= rule.above - rule.error


def _steadiest(
    protocol: ScreenProtocol, frames: Iterable[LandmarkFrame], side: Side | None, knowledge: Knowledge
) -> ScreenScore:
    assert protocol.signal is not None
    known, read = KnownBody(), []
    for frame in frames:
        value = read_signals(known.see(frame), [protocol.signal]).get(f"{side}_{protocol.signal}", math.nan)
        if math.isfinite(value):
            read.append((frame.time_s, value))
    times_s, values = np.array([t for t, _ in read]), np.array([v for _, v in read])
    begins = np.flatnonzero(times_s <= times_s.max(initial=-math.inf) - _HELD_READ_S)
    stretches = [values[begin : np.searchsorted(times_s, times_s[begin] + _HELD_READ_S)] for begin in begins]
    if not stretches:
        return _score(protocol, knowledge, side, None, 0.0, why="The position was not held for three seconds.")
    calmest = min(stretches, key=lambda stretch: float(np.std(stretch)))
    return _score(protocol, knowledge, side, float(np.median(calmest)), protocol.error or 0.0)


def _score(
    protocol: ScreenProtocol,
    knowledge: Knowledge,
    side: Side | None,
    value: float | None,
    error: float,
    *,
    is_at_least: bool = False,
    why: str = "",
) -> ScreenScore:
    unit = knowledge.screens[protocol.screen].unit
    return ScreenScore(protocol.screen, side, value, unit, error, "camera", is_at_least, why)
