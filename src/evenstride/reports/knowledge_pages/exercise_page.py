"""One exercise in full: steps, the article's dose beside ours, variations, cautions, evidence, what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.exercise_cards import DOSE_WORDS, POSITION_WORDS, SIDES_WORDS
from evenstride.reports.knowledge_pages.addresses import page_path
from evenstride.reports.knowledge_pages.page import (
    NOTHING,
    Block,
    Bullets,
    Figure,
    Page,
    Paragraph,
    Rich,
    Section,
    Table,
    bullets,
    joined,
    section,
)
from evenstride.reports.knowledge_pages.phrases import Phrases, listed, number_words, spoken, texts
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Exercise, ExercisePart, PlanStage, Quantity

KIND_WORDS = {
    "release": "Release: pressure and slow movement",
    "activation": "Activation: learning to use a muscle",
    "strength": "Strength and control",
}
_ORIGIN_WORDS = {"article": "the article", "ours": "ours; the article does not have it"}
_NOT_GIVEN: Rich = (NOTHING,)


def exercise_page(exercise: Exercise, phrases: Phrases, figures: tuple[Figure, ...] = ()) -> Page:
    """The page of one exercise; ``figures`` are its own and those of its parts, in that order."""
    knowledge = phrases.knowledge
    claims = [claim.id for claim in knowledge.claims.values() if exercise.id in claim.exercises]
    return Page(
        path=page_path("exercise", exercise.id),
        title=exercise.name,
        lead=(sentence(exercise.purpose),),
        sections=(
            *section("At a glance", _glance(exercise, phrases)),
            *section("How to do it", *figures[:1], texts_in_order(exercise.steps), _steps_source(exercise, phrases)),
            *section("How much", dose_table(exercise, phrases)),
            *_parts(exercise, phrases, figures[1:]),
            *section("Angles", _angles(exercise, phrases)),
            *section("In a six-week plan", _stages(exercise, phrases)),
            *section("Common faults", texts(exercise.common_faults)),
            *section("Cautions", phrases.statements(exercise.cautions)),
            *section("Not offered", *_left_out(exercise, phrases)),
            *section("Easier", texts(exercise.regress)),
            *section("Harder", texts(exercise.progress)),
            *section("What it answers", bullets(*(_answers(each, phrases) for each in exercise.findings))),
            *section("What the evidence says", *phrases.evidence(exercise.evidence)),
            *section("The article's claims beside the evidence", phrases.claims(claims)),
        ),
    )


def texts_in_order(steps: tuple[str, ...]) -> Bullets | None:
    """Steps, numbered."""
    return bullets(*((sentence(step),) for step in steps), is_ordered=True)


def dose_table(part: ExercisePart, phrases: Phrases) -> Table | Paragraph:
    """The article's dose beside ours, one row for each number that either states."""
    article, ours = part.dose_article.quantities, part.dose_ours.quantities
    names = [name for name in DOSE_WORDS if name in article or name in ours]
    names += [name for name in (*article, *ours) if name not in DOSE_WORDS and name not in names]
    if not names:
        return Paragraph(("As in the basic form.",))
    rows = tuple(
        ((_dose_name(name),), _article_amount(article.get(name), name), _amount(ours.get(name), name, phrases))
        for name in names
    )
    return Table(("How much", "The article", "Ours"), rows)


def _dose_name(name: str) -> str:
    return DOSE_WORDS[name][0] if name in DOSE_WORDS else spoken(name).capitalize()


def _article_amount(quantity: Quantity | None, name: str) -> Rich:
    """The article's number; its source needs no name."""
    if quantity is None:
        return _NOT_GIVEN
    note = f" ({quantity.note})" if quantity.note else ""
    return (f"{number_words(quantity)}{_unit(name)}{note}",)


def _unit(name: str) -> str:
    return DOSE_WORDS[name][1] if name in DOSE_WORDS else ""


def _amount(quantity: Quantity | None, name: str, phrases: Phrases) -> Rich:
    if quantity is None:
        return _NOT_GIVEN
    return phrases.quantity(quantity, _unit(name))


def _glance(exercise: Exercise, phrases: Phrases) -> Table:
    muscles = exercise.muscles
    optional = f" ({listed(exercise.optional_equipment)} if you like)" if exercise.optional_equipment else ""
    rows: list[tuple[Rich, Rich]] = [
        (("Kind",), (KIND_WORDS[exercise.kind],)),
        (("From",), (_ORIGIN_WORDS[exercise.origin],)),
        (("Position",), (POSITION_WORDS.get(exercise.position, spoken(exercise.position)),)),
        (("Sides",), (SIDES_WORDS[exercise.sides],)),
        (("You need",), (listed(exercise.equipment) + optional,)),
    ]
    if muscles.released:
        rows.append((("Releases",), phrases.links("muscle", muscles.released)))
    if muscles.worked:
        rows.append((("Works",), phrases.links("muscle", muscles.worked)))
    if muscles.also_worked:
        rows.append((("Works too",), phrases.links("muscle", muscles.also_worked)))
    return Table(("", ""), tuple(rows))


def _answers(finding_id: str, phrases: Phrases) -> Rich:
    """A finding with the measures that lead to it."""
    measures = phrases.knowledge.findings[finding_id].measure_ids
    return phrases.link("finding", finding_id), ", read from: ", *phrases.links("measure", measures)


def _steps_source(exercise: Exercise, phrases: Phrases) -> Paragraph:
    return Paragraph(phrases.statement(exercise.steps_source))


def _parts(exercise: Exercise, phrases: Phrases, figures: tuple[Figure, ...]) -> tuple[Section, ...]:
    named = [("Variation", each) for each in exercise.variations] + [("Add-on", each) for each in exercise.add_ons]
    return tuple(
        one
        for title, part in named
        for one in section(
            f"{title}: {part.name[:1].lower()}{part.name[1:]}",
            *(figure for figure in figures if figure.path.endswith(f"-{part.id}.svg")),
            texts_in_order(part.steps),
            dose_table(part, phrases),
            *_labelled("Angles", _angles(part, phrases)),
            *_labelled("Common faults", texts(part.common_faults)),
            *_labelled("Cautions", phrases.statements(part.cautions)),
            anchor=part.id,
        )
    )


def _labelled(label: str, items: Bullets | None) -> tuple[Block, ...]:
    return (Paragraph((f"{label}:",)), items) if items is not None else ()


def _angles(part: ExercisePart, phrases: Phrases) -> Bullets | None:
    return bullets(
        *((f"{each.what[:1].upper()}{each.what[1:]}: ", *phrases.quantity(each.angle_deg, "°")) for each in part.angles)
    )


def _stages(exercise: Exercise, phrases: Phrases) -> Table | None:
    if not exercise.stages:
        return None
    rows = tuple((_weeks(stage), (_form(exercise, stage),), _stage_dose(stage, phrases)) for stage in exercise.stages)
    return Table(("Weeks", "Form", "Dose"), rows)


def _weeks(stage: PlanStage) -> Rich:
    first, last = min(stage.weeks), max(stage.weeks)
    return (f"Week {first}" if first == last else f"Weeks {first} to {last}",)


def _form(exercise: Exercise, stage: PlanStage) -> str:
    return exercise.part(stage.part).name if stage.part else "basic form"


def _stage_dose(stage: PlanStage, phrases: Phrases) -> Rich:
    each = f"{stage.sets} x {stage.reps}" if stage.reps is not None else f"{stage.sets} x {stage.work_s:g} s"
    extras = [f"hold {stage.hold_s:g} s"] if stage.hold_s else []
    extras += [f"rest {stage.rest_s:g} s"] if stage.rest_s else []
    extras += [words for words in (stage.tempo, stage.load) if words]
    return (f"{', '.join([each, *extras])} (", *phrases.source(stage), ")")


def _left_out(exercise: Exercise, phrases: Phrases) -> tuple[Bullets | None, Paragraph | None]:
    flags = [
        flag.id
        for flag in phrases.knowledge.red_flags.values()
        if exercise.id in flag.stops_exercises or any(each.startswith(f"{exercise.id}/") for each in flag.stops_parts)
    ]
    asked = joined(tuple((phrases.link("red_flag", each),) for each in flags), between=" ")
    return phrases.statements(exercise.not_offered_if), Paragraph(("Asked before a plan: ", *asked)) if flags else None
