"""Exercises as cards: what to do, how much by the article and by us, what to mind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evenstride.reports.model import DoseLine, ExerciseCard, ExerciseVariation, RedFlagLine
from evenstride.reports.numbers import fixed
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Dose, Exercise, ExercisePart, Quantity

KIND_WORDS = {"release": "Release", "activation": "Activation", "strength": "Strength"}
POSITION_WORDS = {
    "prone": "lying on the stomach",
    "supine_knees_bent": "lying on the back, knees bent",
    "side_lying": "lying on the side",
    "long_sitting": "sitting, legs straight",
    "standing": "standing",
    "tall_kneeling": "kneeling upright",
}
SIDES_WORDS = {"each_side": "each side in turn", "both_at_once": "both sides at once"}

#: Field of a dose -> (what it is called, unit after the number).
DOSE_WORDS = {
    "sets": ("Sets", ""),
    "reps": ("Repetitions", ""),
    "hold_s": ("Hold", " s"),
    "rest_s": ("Rest between", " s"),
    "interval_s": ("One interval", " s"),
    "intervals": ("Intervals", ""),
    "total_s": ("In total", " s"),
    "tender_spot_s": ("On a tender spot", " s"),
    "pass_s": ("One pass", " s"),
    "down_s": ("Way down", " s"),
    "up_s": ("Way up", " s"),
    "moves_per_min": ("Pace", " a minute"),
    "sessions_per_week": ("Sessions", " a week"),
    "discomfort_max_nprs": ("Discomfort at most", " of 10"),
}


def exercise_cards(
    exercise_ids: Iterable[str], *, knowledge: Knowledge, sources: SourceBook
) -> tuple[ExerciseCard, ...]:
    """Cards in the order of the ids; ids that the knowledge does not have are left out."""
    known = (knowledge.exercises[i] for i in exercise_ids if i in knowledge.exercises)
    return tuple(_card(exercise, knowledge, sources) for exercise in known)


def red_flag_lines(knowledge: Knowledge) -> tuple[RedFlagLine, ...]:
    """The questions that stop every exercise."""
    return tuple(
        RedFlagLine(flag.question, flag.whom_to_see) for flag in knowledge.red_flags.values() if flag.stops_plan
    )


def _card(exercise: Exercise, knowledge: Knowledge, sources: SourceBook) -> ExerciseCard:
    return ExerciseCard(
        id=exercise.id,
        name=exercise.name,
        kind_words=KIND_WORDS[exercise.kind],
        position=f"{POSITION_WORDS[exercise.position]}, {SIDES_WORDS[exercise.sides]}",
        equipment=tuple(item.replace("_", " ") for item in exercise.equipment),
        steps=exercise.steps,
        dose_article=dose_lines(exercise.dose_article, sources),
        dose_ours=dose_lines(exercise.dose_ours, sources),
        muscles=tuple(knowledge.muscles[i].name for i in exercise.muscles.all if i in knowledge.muscles),
        leave_out_if=tuple(sentence(statement.text) for statement in exercise.not_offered_if),
        cautions=tuple(sentence(statement.text) for statement in exercise.cautions),
        variations=tuple(_variation(part, sources) for part in (*exercise.variations, *exercise.add_ons)),
        evidence_words=" ".join(statement.text for statement in exercise.evidence.statements),
    )


def _variation(part: ExercisePart, sources: SourceBook) -> ExerciseVariation:
    return ExerciseVariation(
        name=part.name,
        steps=part.steps,
        dose_article=dose_lines(part.dose_article, sources),
        dose_ours=dose_lines(part.dose_ours, sources),
    )


def dose_lines(dose: Dose, sources: SourceBook) -> tuple[DoseLine, ...]:
    """Every stated part of a dose with its source."""
    return tuple(
        DoseLine(
            what=DOSE_WORDS[name][0],
            amount=f"{dose_amount(quantity)}{DOSE_WORDS[name][1]}",
            sources=sources.cite(quantity.source),
        )
        for name, quantity in dose.quantities.items()
    )


def dose_amount(quantity: Quantity) -> str:
    """``5`` or ``2 to 3``."""
    stated = [quantity.value] if quantity.value is not None else [quantity.low, quantity.high]
    numbers = [fixed(number, 0 if float(number).is_integer() else 1) for number in stated if number is not None]
    return " to ".join(numbers)
