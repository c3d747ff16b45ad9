"""Six weeks of exercises for one runner, with the reason beside each choice."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from evenstride.model.gait import Side

PLAN_SCHEMA = "evenstride.plan/1"
ScreenOutcome = Literal["supported", "not_supported", "unknown"]
Sides = Literal["both_at_once", "each_side", "left_more", "right_more"]


@dataclass(frozen=True)
class ScreenResult:
    """What a home screen said about a suspicion; ``side`` None where it has none."""

    screen_id: str
    side: Side | None
    outcome: ScreenOutcome


@dataclass(frozen=True)
class RunnerProfile:
    """What a plan has to fit.

    Attributes
    ----------
    answers : to the red-flag and readiness questions by id: True/False, or pain 0-10. A missing id was not answered.
    equipment : what is at hand, by the names of the knowledge; None when nobody asked (everything is assumed there).
    minutes_a_day, days_a_week : None takes the settings of the knowledge.
    """

    answers: dict[str, bool | float] = field(default_factory=dict)
    equipment: tuple[str, ...] | None = None
    minutes_a_day: float | None = None
    days_a_week: int | None = None
    screens: tuple[ScreenResult, ...] = ()


@dataclass(frozen=True)
class PlanStop:
    """A red flag that was answered with yes: what it was, whom to see and how soon."""

    red_flag_id: str
    question: str
    urgency: Literal["emergency", "same_day", "before_continuing"]
    whom_to_see: str
    why: str


@dataclass(frozen=True)
class PlannedExercise:
    """One exercise of a stage with its dose; numbers that do not apply are None.

    ``part_id`` is the variation or add-on, None the basic form. ``sides`` tells whether one side gets one set more;
    ``sets`` are those that every side does.
    ``minutes`` is an estimate for one session. ``reasons`` are sentences; ``findings`` the ids behind them.
    """

    exercise_id: str
    part_id: str | None
    name: str
    kind: Literal["release", "activation", "strength"]
    sides: Sides
    sets: int
    reps: int | None
    hold_s: float | None
    work_s: float | None
    rest_s: float | None
    tempo: str
    load: str
    minutes: float
    days_a_week: int
    findings: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PlanSession:
    """One day of training: its date (ISO), and the exercises in the order they are done."""

    date: str
    exercise_ids: tuple[str, ...]
    minutes: float


@dataclass(frozen=True)
class PlanWeek:
    """One week: its stage's exercises with their doses, and the days they are done on."""

    number: int
    begins_on: str
    exercises: tuple[PlannedExercise, ...]
    sessions: tuple[PlanSession, ...]


@dataclass(frozen=True)
class LeftOut:
    """An exercise that was not chosen, and why."""

    exercise_id: str
    name: str
    reason: str
    is_contraindicated: bool = False


@dataclass(frozen=True)
class PlanCue:
    """Something to try while running, with its warnings."""

    cue_id: str
    name: str
    how: tuple[str, ...]
    amount: str
    warnings: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """``evenstride.plan/1``. A stopped plan has ``stopped_by`` and no weeks.

    Attributes
    ----------
    is_maintenance : no finding was present or possible, or none of its exercises may be done; the balanced set keeps
        what is there.
    answers_to : the findings (id, side, status) the plan answers.
    not_asked : questions nobody answered yet, to be asked before the first session.
    rules : how to go on, step back and stop, as sentences.
    """

    start_on: str
    retest_on: str
    is_maintenance: bool
    summary: str
    answers_to: tuple[tuple[str, Side | None, str], ...]
    weeks: tuple[PlanWeek, ...]
    cues: tuple[PlanCue, ...]
    left_out: tuple[LeftOut, ...]
    cautions: tuple[str, ...]
    stopped_by: tuple[PlanStop, ...]
    not_asked: tuple[str, ...]
    rules: tuple[str, ...]
    confirm_with: tuple[str, ...]
    minutes_a_day: float
    days_a_week: int
    knowledge_version: str

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.plan/1`` document: plain types only."""
        return {"schema": PLAN_SCHEMA, **_plain(asdict(self))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
