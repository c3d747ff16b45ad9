"""What one entry alone cannot show: ids that lead nowhere, double ids, units and doses that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, get_args

from evenstride.knowledge.knowledge import Knowledge
from evenstride.knowledge.schema import Condition, Exercise, FindingDefinition, IdOf, MeasureDefinition
from evenstride.knowledge.schema.base import Entry
from evenstride.knowledge.yaml_source import Location

#: (kind, position in its file, location inside the entry, what is wrong)
Inconsistency = tuple[str, int, Location, str]
Entries = Mapping[str, Sequence[tuple[int, Any]]]
#: Kind -> every id its file declares, those of entries that break their schema too; without files that are not read.
DeclaredIds = Mapping[str, Set[str]]


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
    for group in ("all", "any"):
        for index, condition in enumerate(getattr(finding.trigger, group)):
            measure = knowledge.measures.get(condition.measure)
            if measure is None:
                continue  # already reported: no such measure, or one that breaks its schema
            location = ("trigger", group, index)
            if finding.sides == "both" and measure.sides == "per_side":
                yield (*location, "measure"), f"'{measure.id}' is per side, the finding is not"
            yield from ((location + rest, message) for rest, message in _impossible(condition, measure))


def _impossible(condition: Condition, measure: MeasureDefinition) -> Iterator[tuple[Location, str]]:
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
