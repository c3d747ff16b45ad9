"""One home screen before a live source of landmarks: whether the source stands well, then one side, and its score."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evenstride.coaching.events import RepetitionDone
from evenstride.coaching.screen_watch import ScreenWatch
from evenstride.services.live_coach.live_set import Wanted, event_answer
from evenstride.services.live_coach.live_turn import LiveTurn

if TYPE_CHECKING:
    from evenstride.coaching import LandmarkFrame
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import ScreenProtocol
    from evenstride.knowledge.schema.form_watch import CameraAdvice


@dataclass(frozen=True)
class ScreenPlan:
    """What the page is told of a screen before it begins; ``hold_s`` is how long it lasts at most."""

    name: str
    camera: CameraAdvice
    hold_s: float | None


class LiveScreen(LiveTurn):
    """A home screen, side after side; as `LiveSet` is for an exercise.

    Raises
    ------
    ValueError : the screen is not scored by camera.
    """

    def __init__(self, protocol: ScreenProtocol, knowledge: Knowledge) -> None:
        if protocol.camera is None or protocol.scored_by != "camera":
            raise ValueError(f"'{protocol.id}' is scored by {protocol.scored_by}.")
        self.plan = ScreenPlan(knowledge.screens[protocol.screen].name, protocol.camera, protocol.most_s)
        self._protocol, self._knowledge = protocol, knowledge
        super().__init__(self.plan)
        self._watch: ScreenWatch | None = None
        self._count = 0

    def begin(self, wanted: Wanted) -> None:
        """Score the wanted side from the next picture on; one that is under way is given up."""
        self._count = 0
        self._watch = ScreenWatch(self._protocol, wanted.side, self._knowledge)

    @property
    def is_watching(self) -> bool:
        """Whether a side is under way."""
        return self._watch is not None

    def _watched(self, frame: LandmarkFrame) -> dict[str, Any]:
        assert self._watch is not None
        events = self._watch.add(frame)
        self._count += sum(isinstance(event, RepetitionDone) for event in events)
        answer: dict[str, Any] = {"events": [event_answer(event) for event in events], "count": self._count}
        if self._watch.is_over:
            answer["set"] = self.finish()
        return answer

    def finish(self) -> dict[str, Any] | None:
        """The side ends now; its score, None where none was under way."""
        if self._watch is None:
            return None
        score = self._watch.finish()
        self._watch = None
        self._place_anew()
        plain = asdict(score)
        for name in ("value", "error"):
            plain[name] = None if plain[name] is None else round(plain[name], 2)
        plain["readings"] = [round(each, 2) for each in score.readings]
        return {"score": plain}
