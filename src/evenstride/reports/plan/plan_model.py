"""The typed plan page: what a plan says, in words, before a format is chosen.

HTML, Markdown and PDF are made from this one value. Drawings stand here as what is to be drawn (marks of muscles,
exercise and form), because each format colours them its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evenstride.reports.body_map import MuscleLine, MuscleMark
from evenstride.reports.model import CitedText, Source

ExerciseKind = Literal["release", "activation", "strength"]
Light = Literal["go_on", "step_back", "stop"]


@dataclass(frozen=True)
class PlanHead:
    """Title, the plan in one paragraph, facts as (name, value), and what the plan does not say."""

    title: str
    kind_words: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    does_not_say: tuple[str, ...]


@dataclass(frozen=True)
class StopNotice:
    """A red flag that was answered with yes."""

    question: str
    urgency_words: str
    whom_to_see: str
    why: CitedText


@dataclass(frozen=True)
class CheckQuestion:
    """A question that was not asked yet. ``if_yes`` is what a yes means, empty where only the question is known."""

    question: str
    is_pain_scale: bool
    if_yes: str


@dataclass(frozen=True)
class Dose:
    """The dose of one form of one exercise, each part as words; empty where it does not apply.

    ``short`` fits a grid cell (``2 × 10``), ``words`` a sentence (``2 sets of 10``). ``extra`` names the side that gets
    one set more, ``extra_short`` says it in a grid cell (``+1 left``).
    """

    short: str
    words: str
    sides_words: str
    extra: str
    extra_short: str
    tempo: str
    load: str
    rest: str


@dataclass(frozen=True)
class MuscleGroup:
    """Muscles under the same suspicion for the same reason."""

    title: str
    because: str
    lines: tuple[MuscleLine, ...]


@dataclass(frozen=True)
class TodayLine:
    """One exercise of a session, in the order it is done; ``number`` is that of its card."""

    number: int
    exercise_id: str
    name: str
    form: str
    kind: ExerciseKind
    dose: Dose
    minutes_words: str


@dataclass(frozen=True)
class SessionPlan:
    """A session of the first week: the days on which exactly these exercises are done (``Mon 23 Nov``)."""

    days: tuple[str, ...]
    minutes_words: str
    lines: tuple[TodayLine, ...]


@dataclass(frozen=True)
class GridCell:
    """What one exercise asks for in one week: one entry per form (basic, variation, add-on) as (form, dose).

    ``is_new`` where form or dose differ from the week before; ``boxes`` is the number of boxes to tick, one per
    session, and ``days`` the weekday of each (``Mon``).
    """

    entries: tuple[tuple[str, Dose], ...]
    boxes: int
    days: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class GridRow:
    """One exercise over the weeks; a cell is None where the exercise rests."""

    exercise_id: str
    name: str
    kind: ExerciseKind
    cells: tuple[GridCell | None, ...]


@dataclass(frozen=True)
class GridWeek:
    """The head of one column: ``number``, first day in words, days in words, minutes of one session in words."""

    number: int
    begins: str
    days: tuple[str, ...]
    minutes_words: str


@dataclass(frozen=True)
class Grid:
    """Weeks by exercises."""

    weeks: tuple[GridWeek, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class StageDose:
    """What an exercise asks for over some weeks: ``weeks_words`` is ``Weeks 1 and 2``, ``form`` empty for the basic."""

    weeks_words: str
    form: str
    dose: Dose


@dataclass(frozen=True)
class SourcedAmount:
    """One part of a dose, whose number it is (``chip``), and the numbers of its sources in the list at the end."""

    what: str
    amount: str
    chip: str
    is_article: bool
    sources: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class ExerciseForm:
    """A form that the plan uses: the basic one (``part_id`` None, ``name`` empty), a variation or an add-on.

    ``exercise_id`` and ``part_id`` say which figure to draw.
    """

    exercise_id: str
    part_id: str | None
    name: str
    steps: tuple[str, ...]
    amounts: tuple[SourcedAmount, ...]
    cautions: tuple[CitedText, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class PlanExerciseCard:
    """One exercise: how to do it, how much and when, why it is here, what to mind."""

    number: int
    id: str
    name: str
    kind: ExerciseKind
    kind_words: str
    is_article: bool
    origin_words: str
    purpose: str
    position_words: str
    equipment: tuple[str, ...]
    optional_equipment: tuple[str, ...]
    reasons: tuple[str, ...]
    answers: tuple[str, ...]
    stages: tuple[StageDose, ...]
    forms: tuple[ExerciseForm, ...]
    steps_source: CitedText
    leave_out_if: tuple[CitedText, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    muscles_released: tuple[str, ...]
    muscles_worked: tuple[str, ...]
    evidence_grade: str
    evidence: tuple[CitedText, ...]


@dataclass(frozen=True)
class ExerciseGroup:
    """The exercises of one kind, with one sentence on why they stand in this place."""

    kind: ExerciseKind
    title: str
    why: str
    cards: tuple[PlanExerciseCard, ...]


@dataclass(frozen=True)
class CueCard:
    """Something to try while running."""

    id: str
    name: str
    how: tuple[str, ...]
    amount: str
    warnings: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one colour of the traffic light; ``light`` None holds what goes without a colour (habits)."""

    light: Light | None
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PainRange:
    """Pain from ``low`` to ``high`` of 10 and what it means; the ranges follow each other from 0 to 10."""

    low: int
    high: int
    light: Light
    words: str


@dataclass(frozen=True)
class LeftOutLine:
    """What was not chosen, and why."""

    name: str
    reason: str
    is_contraindicated: bool


@dataclass(frozen=True)
class Retest:
    """When to film again, how, and which home tests would tell more."""

    date_words: str
    how: tuple[str, ...]
    home_tests: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlanPage:
    """The whole plan in the order it is read. A stopped plan has ``stops`` and no exercises, grid or cues.

    ``today`` is the first session, ``first_week`` its week; ``marks`` are drawn on the body map, ``muscle_lines`` say
    the same in words, and ``muscle_groups`` hold those lines by suspicion and reason. ``pain`` is empty where the rules
    leave a gap on the scale.
    """

    head: PlanHead
    stops: tuple[StopNotice, ...]
    questions: tuple[CheckQuestion, ...]
    today: tuple[TodayLine, ...]
    today_words: str
    first_week: tuple[SessionPlan, ...]
    marks: tuple[MuscleMark, ...]
    muscle_lines: tuple[MuscleLine, ...]
    muscle_groups: tuple[MuscleGroup, ...]
    grid: Grid | None
    groups: tuple[ExerciseGroup, ...]
    cautions: tuple[str, ...]
    cues: tuple[CueCard, ...]
    rules: tuple[RuleGroup, ...]
    pain: tuple[PainRange, ...]
    left_out: tuple[LeftOutLine, ...]
    retest: Retest | None
    sources: tuple[Source, ...]
    disclaimer: tuple[str, ...]
    made_with: str

    @property
    def is_stopped(self) -> bool:
        return bool(self.stops)

    @property
    def cards(self) -> tuple[PlanExerciseCard, ...]:
        """All exercises in the order they are done."""
        return tuple(card for group in self.groups for card in group.cards)
