"""Exercise cards of a plan: how to do it, how much and when, whose number it is, and why it is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evenstride.model.plan import Plan, PlannedExercise
from evenstride.reports.exercise_cards import DOSE_WORDS, POSITION_WORDS, SIDES_WORDS, dose_amount
from evenstride.reports.model import CitedText
from evenstride.reports.plan.plan_model import (
    ExerciseForm,
    ExerciseGroup,
    ExerciseKind,
    PlanExerciseCard,
    SourcedAmount,
)
from evenstride.reports.plan.plan_wording import GRADE_SAID, KIND_ALONE, KIND_TITLES, KIND_WHY, ORIGIN_WORDS
from evenstride.reports.plan.schedule import exercise_order, stages_of
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Dose, Exercise, ExercisePart, Statement

CHIP_WORDS = {"article": "Article", "ours": "Ours", "derived": "Calculated"}


def exercise_groups(plan: Plan, *, knowledge: Knowledge, sources: SourceBook) -> tuple[ExerciseGroup, ...]:
    """The plan's exercises by kind, in the order they are done.

    An exercise that the knowledge does not have stands in the grid but gets no card: nothing is known to print on it.
    """
    known = [exercise_id for exercise_id in exercise_order(plan) if exercise_id in knowledge.exercises]
    number_of = {exercise_id: number for number, exercise_id in enumerate(exercise_order(plan), start=1)}
    cards = [_card(plan, exercise_id, number_of[exercise_id], knowledge, sources) for exercise_id in known]
    kinds: dict[ExerciseKind, list[PlanExerciseCard]] = {}
    for card in cards:
        kinds.setdefault(card.kind, []).append(card)
    titles = KIND_TITLES if len(kinds) > 1 else KIND_ALONE
    return tuple(ExerciseGroup(kind, titles[kind], KIND_WHY[kind], tuple(cards)) for kind, cards in kinds.items())


def _card(plan: Plan, exercise_id: str, number: int, knowledge: Knowledge, sources: SourceBook) -> PlanExerciseCard:
    exercise = knowledge.exercises[exercise_id]
    planned = [one for week in plan.weeks for one in week.exercises if one.exercise_id == exercise_id]
    used_parts = dict.fromkeys([None, *(one.part_id for one in planned)])
    return PlanExerciseCard(
        number=number,
        id=exercise_id,
        name=exercise.name,
        kind=exercise.kind,
        kind_words=KIND_ALONE[exercise.kind],
        is_article=exercise.origin == "article",
        origin_words=ORIGIN_WORDS[exercise.origin],
        purpose=sentence(exercise.purpose),
        position_words=f"{POSITION_WORDS[exercise.position]}, {SIDES_WORDS[exercise.sides]}".capitalize(),
        equipment=_shown(exercise.equipment),
        optional_equipment=_shown(exercise.optional_equipment),
        reasons=_distinct(sentence(reason) for one in planned for reason in one.reasons),
        answers=_finding_names(planned, knowledge),
        stages=stages_of(plan, exercise_id, knowledge),
        forms=tuple(_form(exercise, part_id, knowledge, sources) for part_id in used_parts),
        steps_source=sources.cited(exercise.steps_source),
        leave_out_if=_cited(exercise.not_offered_if, sources),
        easier=exercise.regress,
        harder=exercise.progress,
        muscles_released=_muscles(exercise.muscles.released, knowledge),
        muscles_worked=_muscles(exercise.muscles.worked, knowledge),
        evidence_grade=GRADE_SAID[exercise.evidence.grade],
        evidence=_cited(exercise.evidence.statements, sources),
    )


def _form(exercise: Exercise, part_id: str | None, knowledge: Knowledge, sources: SourceBook) -> ExerciseForm:
    part = next((one for one in exercise.parts if one.id == part_id), exercise)
    is_basic = part is exercise
    return ExerciseForm(
        exercise_id=exercise.id,
        part_id=None if is_basic else part.id,
        name="" if is_basic else part.name,
        steps=part.steps,
        amounts=tuple(_amounts(part, knowledge, sources)),
        cautions=_cited(part.cautions, sources),
        faults=part.common_faults,
    )


def _amounts(part: ExercisePart, knowledge: Knowledge, sources: SourceBook) -> Iterator[SourcedAmount]:
    """The article's numbers first, then ours, each with whose it is."""
    doses: tuple[tuple[Dose, bool], ...] = ((part.dose_article, True), (part.dose_ours, False))
    for dose, is_article in doses:
        for name, quantity in dose.quantities.items():
            what, unit = DOSE_WORDS[name]
            yield SourcedAmount(
                what=what,
                amount=f"{dose_amount(quantity)}{unit}",
                chip=CHIP_WORDS.get(quantity.source, knowledge.short_source(quantity)),
                is_article=is_article,
                sources=sources.cite(quantity.source),
                note=quantity.note,
            )


def _muscles(muscle_ids: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """``hip flexor (iliopsoas)``."""
    known = (knowledge.muscles[muscle_id] for muscle_id in muscle_ids if muscle_id in knowledge.muscles)
    return tuple(
        muscle.plain_name
        if muscle.plain_name.lower() == muscle.name.lower()
        else f"{muscle.plain_name} ({muscle.name.lower()})"
        for muscle in known
    )


def _finding_names(planned: Iterable[PlannedExercise], knowledge: Knowledge) -> tuple[str, ...]:
    finding_ids = _distinct(finding_id for one in planned for finding_id in one.findings)
    return tuple(
        knowledge.findings[i].name if i in knowledge.findings else i.replace("_", " ").capitalize() for i in finding_ids
    )


def _cited(statements: Iterable[Statement], sources: SourceBook) -> tuple[CitedText, ...]:
    return tuple(CitedText(sentence(one.text), sources.cite(one.source)) for one in statements)


def _shown(equipment: Iterable[str]) -> tuple[str, ...]:
    return tuple(item.replace("_", " ") for item in equipment)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
