"""One exercise before a live source of landmarks: whether the source stands well, then a set, and what came of it.

What comes in is landmarks with the moment they are of; whether a camera's picture was looked at on this machine or in
the browser is not known here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from evenstride.coaching import Coach, LandmarkFrame, WatchPlan
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
from evenstride.coaching.set_done import sets_done
from evenstride.model.coached import CoachedSet
from evenstride.model.gait import Side
from evenstride.services.live_coach.live_turn import LiveTurn


@dataclass(frozen=True)
class Wanted:
    """What a set is to be: on which side (None: both, or read from the body), how often, the how manieth."""

    side: Side | None = None
    reps: int | None = None
    set_number: int = 1


class LiveSet(LiveTurn):
    """An exercise, set after set."""

    def __init__(self, plan: WatchPlan) -> None:
        super().__init__(plan)
        self.plan = plan
        self._coach: Coach | None = None
        self._wanted = Wanted()
        self._count = 0

    @property
    def is_watching(self) -> bool:
        """Whether a set is under way."""
        return self._coach is not None

    def begin(self, wanted: Wanted) -> None:
        """Count from the next picture on; a set that is under way is given up."""
        self._wanted, self._count = wanted, 0
        self._coach = Coach(self.plan, side=wanted.side, target_reps=wanted.reps)

    def _watched(self, frame: LandmarkFrame) -> dict[str, Any]:
        assert self._coach is not None
        events = self._coach.add(frame)
        seen = [event_answer(event) for event in events if not isinstance(event, SetComplete)]
        self._count += sum(isinstance(event, RepetitionDone) for event in events)
        answer: dict[str, Any] = {"events": seen, "count": self._count}
        complete = next((event for event in events if isinstance(event, SetComplete)), None)
        if complete is not None:
            answer["set"] = self._closed(complete.coached)
        return answer

    def finish(self) -> dict[str, Any] | None:
        """The set ends now; its summary, None where none was under way."""
        if self._coach is None:
            return None
        self._coach.finish()
        return self._closed(self._coach.coached)

    def _closed(self, coached: CoachedSet) -> dict[str, Any]:
        self._coach = None
        self._place_anew()
        return set_summary(coached, self._wanted)


def event_answer(event: Event) -> dict[str, Any]:
    """What happened, in plain values."""
    match event:
        case RepetitionDone(_, repetition):
            return {"kind": "repetition", "number": repetition.number, "side": repetition.side}
        case HoldProgress(_, held_s, target_s):
            return {"kind": "hold", "held_s": held_s, "target_s": target_s}
        case FaultSeen(_, fault):
            return {"kind": "fault", "check_id": fault.check_id, "text": fault.text, "repetition": fault.repetition}
        case Cue(_, text, check_id):
            return {"kind": "cue", "text": text, "check_id": check_id}
        case Lost(_, what):
            return {"kind": "lost", "what": what}
        case Regained():
            return {"kind": "regained"}
        case SetComplete():
            return {"kind": "complete"}


def set_summary(coached: CoachedSet, wanted: Wanted) -> dict[str, Any]:
    """A set in plain values: what goes into the diary, and what the runner reads about it."""
    entries = sets_done(coached, set_number=wanted.set_number)
    texts = dict.fromkeys(fault.text for fault in coached.confirmed_faults)
    return {
        "sets": [asdict(each) for each in entries],
        "repetitions": len(coached.repetitions),
        "longest_hold_s": max((hold.held_s for hold in coached.holds), default=None),
        "faults": list(texts),
        "not_judged": [{"what": each.what, "why": each.why} for each in coached.not_judged],
        "lost_s": round(sum(spell.end_s - spell.start_s for spell in coached.lost), 1),
        "advice": list(coached.advice),
    }
