"""One home screen scored outside the app: a clip or a number in, the score with what it means out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evenstride.errors import InputError
from evenstride.io.value_json import value_from_plain
from evenstride.model.gait import Side
from evenstride.model.stored import ScreenAnswer
from evenstride.services.screens.results import LIMITS, check_side, score_of

if TYPE_CHECKING:
    from evenstride.coaching.screen_outcomes import Person, ScreenVerdict
    from evenstride.coaching.screen_scores import ScreenScore
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Screen, ScreenProtocol
    from evenstride.progress.screen_change import ScreenChange

SCREEN_SCHEMA = "evenstride.screen_result/1"
_LONGEST_FILE_BYTES = 1 << 20


@dataclass(frozen=True)
class ScreenedSide:
    """One side's score and what it says.

    Attributes
    ----------
    change : against an earlier result of this side; None where none was given.
    warnings : what makes the reading less certain, as sentences.
    source : the clip's name; empty by hand.
    """

    score: ScreenScore
    verdict: ScreenVerdict
    change: ScreenChange | None = None
    warnings: tuple[str, ...] = ()
    source: str = ""

    def to_dict(self, knowledge: Knowledge) -> dict[str, Any]:
        """The ``evenstride.screen_result/1`` document."""
        screen = knowledge.screens[self.score.screen_id]
        smallest = screen.smallest_real_change
        score = asdict(self.score)
        score["standard_error"] = score.pop("error") if self.score.value is not None else None
        return {
            "schema": SCREEN_SCHEMA,
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "name": screen.name,
            **_rounded(score),
            "outcome": self.verdict.outcome,
            "because": self.verdict.because,
            "line": self.verdict.line,
            "muscles": [
                {"muscle_id": id_, "suspected": kind, "outcome": self.verdict.outcome}
                for kind in ("tight", "weak")
                for id_ in getattr(screen, f"suspects_{kind}")
            ],
            "smallest_detectable_change": None
            if smallest is None
            else {"value": smallest.value, "unit": screen.unit, "source": smallest.source, "note": smallest.note},
            "change": None if self.change is None else _rounded(asdict(self.change)),
            "positive": {"text": screen.positive.text, "source": screen.positive.source},
            "norms": [{"text": each.text, "source": each.source} for each in screen.norms],
            "limits": [{"text": each.text, "source": each.source} for each in screen.limits],
            "warnings": list(self.warnings),
            "source": self.source,
            "knowledge_version": knowledge.version,
        }


def find_screen(screen_id: str, knowledge: Knowledge) -> tuple[Screen, ScreenProtocol]:
    """A screen with how it is scored.

    Raises
    ------
    InputError : there is no such screen, or it has no score.
    """
    wanted = screen_id.replace("-", "_")
    if wanted not in knowledge.screen_protocols:
        known = ", ".join(knowledge.screen_protocols)
        raise InputError(f"Expected the id of a home screen with a score, got {screen_id[:40]!r}. There are: {known}.")
    return knowledge.screens[wanted], knowledge.screen_protocols[wanted]


def screen_clip(
    screen_id: str,
    path: str | Path,
    *,
    side: Side | None,
    pain: float | None = None,
    person: Person | None = None,
    beside: Sequence[Path] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> ScreenedSide:
    """Score a screen from a clip, or from a pose track saved before.

    Parameters
    ----------
    pain : the worst during it, 0 to 10.
    beside : earlier results, as files: the other side of this go, and this side of an earlier one.

    Raises
    ------
    InputError : no such screen, one that no camera scores, no side where there is one, or a file that cannot be used.
    """
    from evenstride.coaching.screen_scores import with_pain
    from evenstride.knowledge import load_knowledge

    knowledge, path = load_knowledge(), Path(path)
    screen, protocol = find_screen(screen_id, knowledge)
    if protocol.scored_by != "camera":
        raise InputError(
            f"Expected a screen that a camera scores, '{screen.name}' is scored by {protocol.scored_by}: "
            f"{protocol.unseen[0].text} Give the number instead (evenstride screen --help)."
        )
    check_side(side, is_sided=protocol.sides == "each_side", name=screen.name)
    _check_pain(pain)
    earlier = [read_result(each) for each in beside]
    score, warnings = score_of_clip(protocol, path, side, knowledge, on_progress=on_progress)
    return _judged(screen, protocol, with_pain(score, pain), person, earlier, warnings=warnings, source=path.name)


def score_of_clip(
    protocol: ScreenProtocol,
    path: Path,
    side: Side | None,
    knowledge: Knowledge,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[ScreenScore, tuple[str, ...]]:
    """Follow the body in a clip and score it, and what makes the reading less certain; nobody in it is no score.

    Raises
    ------
    InputError : a file that cannot be used.
    """
    from evenstride.coaching.landmarks import frames_of_track
    from evenstride.coaching.screen_watch import score_by_camera
    from evenstride.services.coach_clip import exercise_track

    track, warnings = exercise_track(path, on_progress)
    if track is None:
        return replace(score_by_camera(protocol, (), side, knowledge), why=" ".join(warnings)), ()
    return score_by_camera(protocol, frames_of_track(track), side, knowledge), warnings


def screen_by_hand(
    screen_id: str,
    value: float | None,
    *,
    unit: str,
    side: Side | None,
    pain: float | None = None,
    person: Person | None = None,
    beside: Sequence[Path] = (),
) -> ScreenedSide:
    """The same for a number that was counted, stopped or measured, in ``unit``.

    Raises
    ------
    InputError : another unit than the screen's, or a number that nobody reaches.
    """
    from evenstride.coaching.screen_scores import score_by_hand
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    screen, protocol = find_screen(screen_id, knowledge)
    if unit != screen.unit:
        raise InputError(f"Expected {screen.unit} for '{screen.name}', got {unit}. It gives: {screen.result}")
    check_side(side, is_sided=protocol.sides == "each_side", name=screen.name)
    _check_pain(pain)
    low, high = LIMITS[screen.unit]
    if value is not None and not low <= value <= high:
        raise InputError(f"Expected {low:g} to {high:g} {screen.unit}, got {value:g}.")
    score = score_by_hand(screen, side, value, pain=pain, by="timer" if screen.unit == "s" else "hand")
    return _judged(screen, protocol, score, person, [read_result(each) for each in beside])


def screen_text(screened: ScreenedSide) -> tuple[str, ...]:
    """The result in lines for a terminal."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.screen_text import screened_lines

    return tuple(
        screened_lines(
            screened.score,
            screened.verdict,
            change=screened.change,
            warnings=screened.warnings,
            knowledge=load_knowledge(),
        )
    )


def screen_document(screened: ScreenedSide) -> dict[str, Any]:
    """The result as a document."""
    from evenstride.knowledge import load_knowledge

    return screened.to_dict(load_knowledge())


def read_result(path: Path) -> ScreenAnswer:
    """A result that was written before.

    Raises
    ------
    InputError : another file.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= _LONGEST_FILE_BYTES else ""
        document = json.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(f"Expected a result of evenstride screen in {path.name}: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != SCREEN_SCHEMA:
        raise InputError(f"Expected a result of evenstride screen ({SCREEN_SCHEMA}) in {path.name}, got another file.")
    fields = {
        **document,
        "id": "",
        "runner_id": "",
        "answered_at": document.get("measured_at"),
        "error": document.get("standard_error"),
        "why": document.get("because", ""),
    }
    return value_from_plain(ScreenAnswer, fields, where=path.name)


def _judged(
    screen: Screen,
    protocol: ScreenProtocol,
    score: ScreenScore,
    person: Person | None,
    earlier: Sequence[ScreenAnswer],
    *,
    warnings: tuple[str, ...] = (),
    source: str = "",
) -> ScreenedSide:
    from evenstride.coaching.screen_outcomes import verdicts_of

    strangers = [each.screen_id for each in earlier if each.screen_id != screen.id]
    if strangers:
        raise InputError(f"Expected earlier results of '{screen.id}', got one of '{strangers[0]}'.")
    others = [each for each in earlier if each.side != score.side]
    same = sorted((each for each in earlier if each.side == score.side), key=lambda each: each.answered_at)
    both = [score, *(score_of(each) for each in others[-1:])]
    verdict = verdicts_of(screen, protocol, both, person=person)[0]
    change = change_of(same[-1], _as_answer(score, verdict), screen) if same else None
    return ScreenedSide(score, verdict, change, warnings, source)


def change_of(earlier: ScreenAnswer, later: ScreenAnswer, screen: Screen) -> ScreenChange:
    """Whether a screen done again changed, by the knowledge's smallest change."""
    from evenstride.progress.screen_change import compare_screens

    smallest = screen.smallest_real_change
    return compare_screens(
        earlier,
        later,
        smallest_change=None if smallest is None else smallest.value,
        more_is_better=screen.positive.above is None,
    )


def _as_answer(score: ScreenScore, verdict: ScreenVerdict) -> ScreenAnswer:
    answer = ScreenAnswer("", "", score.screen_id, score.side, verdict.outcome, datetime.now(UTC))
    return replace(answer, value=score.value, unit=score.unit, error=score.error, is_at_least=score.is_at_least)


def _check_pain(pain: float | None) -> None:
    if pain is not None and not 0 <= pain <= 10:
        raise InputError(f"Expected pain from 0 to 10, got {pain:g}.")


def _rounded(document: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 3)
        return [plain(each) for each in cast("Sequence[Any]", value)] if isinstance(value, list | tuple) else value

    return {name: plain(value) for name, value in document.items()}
