"""What one entry alone cannot show: ids that lead nowhere, double ids, units and doses that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, get_args

from evenstride.knowledge.knowledge import Knowledge
from evenstride.knowledge.schema import Condition, Exercise, FindingDefinition, IdOf, MeasureDefinition, RedFlag
from evenstride.knowledge.schema.base import Entry, Quantity
from evenstride.knowledge.schema.exercise import PLAN_WEEKS, ExercisePart, PlanStage
from evenstride.knowledge.yaml_source import Location

#: (kind, position in its file, location inside the entry, what is wrong)
Inconsistency = tuple[str, int, Location, str]
Entries = Mapping[str, Sequence[tuple[int, Any]]]
#: Kind -> every id its file declares, those of entries that break their schema too; without files that are not read.
DeclaredIds = Mapping[str, Set[str]]

#: Number of a stage -> the fields of a dose that bound it.
_BOUNDS_OF_STAGE = {
    "sets": ("sets", "intervals"),
    "reps": ("reps",),
    "hold_s": ("hold_s",),
    "work_s": ("interval_s", "tender_spot_s"),
    "rest_s": ("rest_s",),
}


def inconsistencies(knowledge: Knowledge, entries: Entries, declared: DeclaredIds) -> Iterator[Inconsistency]:
    """Everything that contradicts something else, over all entries that keep their schema."""
    for kind, listed in entries.items():
        seen: set[str] = set()
        for position, entry in listed:
            if entry.id in seen:
                yield kind, position, ("id",), f"duplicate id '{entry.id}'"
            seen.add(entry.id)
            for location, message in _inside(entry, knowledge, declared):
                yield kind, position, location, message


def followed_ids(entry: Entry, start: Location = ()) -> Iterator[tuple[Location, str, str]]:
    """(location, kind, id) of every id inside an entry that must lead to another entry."""
    for name, shown, kind in _followed_fields(type(entry)):
        value = getattr(entry, name)
        items = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            location = (*start, shown) if index is None else (*start, shown, index)
            if isinstance(item, Entry):
                yield from followed_ids(item, location)
            elif kind is not None and item is not None:
                yield location, kind, item


def _inside(entry: Entry, knowledge: Knowledge, declared: DeclaredIds) -> Iterator[tuple[Location, str]]:
    for location, kind, identifier in followed_ids(entry):
        if kind in declared and identifier not in declared[kind]:
            yield location, f"no {kind} '{identifier}'"
    if isinstance(entry, MeasureDefinition):
        yield from _wrong_units(entry)
    if isinstance(entry, FindingDefinition):
        yield from _impossible_conditions(entry, knowledge)
    if isinstance(entry, Exercise):
        yield from _mixed_doses(entry)
        yield from _stages(entry)
        yield from _unasked(entry, knowledge)
    if isinstance(entry, RedFlag):
        if (entry.above is None) != (entry.source is None):
            yield ("above",), "a line for pain and its source go together"
        yield from _unknown_parts(entry, knowledge, declared)
        yield from _unexplained_stops(entry, knowledge)


@cache
def _followed_fields(model: type[Entry]) -> tuple[tuple[str, str, str | None], ...]:
    """(attribute, key in the file, kind of id or None) of the fields that hold ids or further entries."""
    followed = []
    for name, field in model.model_fields.items():
        kind = next(
            (mark.kind for mark in (*field.metadata, *_marks(field.annotation)) if isinstance(mark, IdOf)), None
        )
        if kind is not None or _holds_entries(field.annotation):
            followed.append((name, field.alias or name, kind))
    return tuple(followed)


def _marks(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _marks(argument)


def _holds_entries(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return True
    return any(_holds_entries(argument) for argument in get_args(annotation))


def _wrong_units(measure: MeasureDefinition) -> Iterator[tuple[Location, str]]:
    expected = measure.unit
    if measure.thresholds is not None and measure.thresholds.unit != expected:
        yield ("thresholds", "unit"), f"wrong unit '{measure.thresholds.unit}': the measure is in '{expected}'"
    for index, band in enumerate(measure.references):
        if band.unit != expected:
            yield ("references", index, "unit"), f"wrong unit '{band.unit}': the measure is in '{expected}'"


def _impossible_conditions(finding: FindingDefinition, knowledge: Knowledge) -> Iterator[tuple[Location, str]]:
    for place, condition in finding.trigger.located_conditions():
        measure = knowledge.measures.get(condition.measure)
        if measure is None:
            continue  # already reported: no such measure, or one that breaks its schema
        location = ("trigger", *place)
        if finding.sides == "both" and measure.sides == "per_side" and condition.sides is None:
            yield (*location, "measure"), f"'{measure.id}' is per side, the finding is not"
        if finding.sides == "per_side" and condition.sides is not None:
            yield (*location, "sides"), "the finding is per side, so its sides cannot be compared"
        yield from ((location + rest, message) for rest, message in _impossible(condition, measure))


def _impossible(condition: Condition, measure: MeasureDefinition) -> Iterator[tuple[Location, str]]:
    if condition.sides is not None:
        if measure.usual_difference is None or measure.usual_difference.value is None:
            yield ("sides",), f"'{measure.id}' has no single usual_difference"
        return
    if condition.class_is is not None:
        classes = [each.id for each in measure.classes]
        if condition.class_is not in classes:
            yield ("is",), f"'{measure.id}' has no class '{condition.class_is}' (it has {', '.join(classes) or 'none'})"
        return
    if measure.thresholds is None or condition.level is None:
        yield ("level",), f"'{measure.id}' has no thresholds"
        return
    line = getattr(measure.thresholds, condition.level)
    lines = [way for way in ("above", "below") if getattr(line, way) is not None]
    if condition.direction is None and len(lines) > 1:
        yield (), f"'{measure.id}' has lines above and below: name the direction"
    if condition.direction is not None and condition.direction not in lines:
        yield ("direction",), f"'{measure.id}' has no line {condition.direction}"


def _mixed_doses(exercise: Exercise) -> Iterator[tuple[Location, str]]:
    for start, part in _parts_with_location(exercise):
        for name, quantity in part.dose_article.quantities.items():
            if quantity.source != "article":
                yield (*start, "dose_article", name), f"the article's dose cannot come from '{quantity.source}'"
        for name, quantity in part.dose_ours.quantities.items():
            if quantity.source == "article":
                yield (*start, "dose_ours", name), "a number of the article belongs in dose_article"


def _parts_with_location(exercise: Exercise) -> Iterator[tuple[Location, Any]]:
    yield (), exercise
    for group in ("variations", "add_ons"):
        for index, part in enumerate(getattr(exercise, group)):
            yield (group, index), part


def _stages(exercise: Exercise) -> Iterator[tuple[Location, str]]:
    """Where the stages miss a week, name a part that is not there, or leave the doses they are made of."""
    covered: set[int] = set()
    for index, stage in enumerate(exercise.stages):
        for week in stage.weeks:
            if week in covered:
                yield ("stages", index, "weeks"), f"week {week} is covered twice"
            covered.add(week)
        known = [part.id for part in exercise.parts[1:]]
        if stage.part is None or stage.part in known:
            yield from (
                (("stages", index, name), message)
                for name, message in _outside_dose(stage, exercise.part(stage.part), exercise)
            )
        else:
            yield ("stages", index, "part"), f"no part '{stage.part}' (it has {', '.join(known) or 'none'})"
    for week in sorted(set(range(1, PLAN_WEEKS + 1)) - covered):
        yield ("stages",), f"no stage covers week {week}"


def _outside_dose(stage: PlanStage, part: ExercisePart, exercise: Exercise) -> Iterator[tuple[str, str]]:
    for name, bounded_by in _BOUNDS_OF_STAGE.items():
        value = getattr(stage, name)
        if value is None:
            continue
        bounds = _stated(part, bounded_by) or _stated(exercise, bounded_by)
        if not bounds:
            yield name, f"no dose of '{part.id}' states {' or '.join(bounded_by)}"
        yield from ((name, message) for field, bound in bounds for message in _outside(value, field, bound))
    if stage.work_s is not None:
        for field, bound in _stated(part, ("total_s",)):
            yield from (("work_s", f"in total {m}") for m in _outside(stage.sets * stage.work_s, field, bound))


def _stated(part: ExercisePart, fields: Sequence[str]) -> list[tuple[str, Quantity]]:
    """What the article's dose and ours state of these fields; a part of its own dose before the basic form's."""
    doses = (("dose_article", part.dose_article), ("dose_ours", part.dose_ours))
    return [(f"{kind}.{f}", dose.quantities[f]) for kind, dose in doses for f in fields if f in dose.quantities]


def _outside(value: float, field: str, bound: Quantity) -> Iterator[str]:
    low, high = (bound.low, bound.high) if bound.value is None else (bound.value, bound.value)
    if low is not None and high is not None and not low <= value <= high:
        yield (
            f"{value:g} is outside {field} ({low:g})"
            if low == high
            else (f"{value:g} is outside {field} ({low:g} to {high:g})")
        )


def _unasked(exercise: Exercise, knowledge: Knowledge) -> Iterator[tuple[Location, str]]:
    """Reasons not to offer an exercise that name a question which does not stop it."""
    for index, reason in enumerate(exercise.not_offered_if):
        for place, flag_id in enumerate(reason.asked_by):
            flag = knowledge.red_flags.get(flag_id)
            if flag is not None and not _stops(flag, exercise.id):
                yield ("not_offered_if", index, "asked_by", place), f"question '{flag_id}' does not stop this exercise"


def _stops(flag: RedFlag, exercise_id: str) -> bool:
    return flag.stops_plan or exercise_id in flag.stops_exercises


def _unknown_parts(flag: RedFlag, knowledge: Knowledge, declared: DeclaredIds) -> Iterator[tuple[Location, str]]:
    for index, reference in enumerate(flag.stops_parts):
        exercise_id, part_id = reference.split("/")
        exercise = knowledge.exercises.get(exercise_id)
        if exercise is None:
            if exercise_id not in declared.get("exercise", {exercise_id}):
                yield ("stops_parts", index), f"no exercise '{exercise_id}'"
        elif part_id not in [part.id for part in exercise.parts[1:]]:
            yield ("stops_parts", index), f"exercise '{exercise_id}' has no part '{part_id}'"


def _unexplained_stops(flag: RedFlag, knowledge: Knowledge) -> Iterator[tuple[Location, str]]:
    """Exercises that a question stops without saying so themselves."""
    for index, exercise_id in enumerate(flag.stops_exercises):
        exercise = knowledge.exercises.get(exercise_id)
        if exercise is not None and all(flag.id not in reason.asked_by for reason in exercise.not_offered_if):
            yield ("stops_exercises", index), f"no not_offered_if of '{exercise_id}' is asked_by '{flag.id}'"
