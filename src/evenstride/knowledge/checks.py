"""`evenstride knowledge check`: beyond the schema, that every chain holds in both directions and every text is fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evenstride.errors import KnowledgeError
from evenstride.knowledge.consistency import followed_ids
from evenstride.knowledge.knowledge import COLLECTION_OF_KIND, Knowledge
from evenstride.knowledge.loader import load_folder
from evenstride.knowledge.schema import Exercise, FindingDefinition, Muscle
from evenstride.knowledge.schema.base import Entry
from evenstride.knowledge.wording import forbidden_words

#: Kinds of which every entry must be mentioned by another; the others stand for themselves.
_MENTIONED_KINDS = ("muscle", "injury", "exercise", "screen", "cue", "reference")


def check_folder(folder: Path) -> list[str]:
    """Every problem of a knowledge folder, one line each."""
    try:
        knowledge = load_folder(folder)
    except KnowledgeError as error:
        problems = error.facts["problems"]
        return list(problems) if isinstance(problems, list) else [str(error)]
    return [*tracing_problems(knowledge), *unmentioned_entries(knowledge), *wording_problems(knowledge)]


def tracing_problems(knowledge: Knowledge) -> Iterator[str]:
    """Where a finding does not lead to its muscles, screens and exercises, or these do not lead back."""
    for finding in knowledge.findings.values():
        yield from (f"findings.yaml: {finding.id}: {message}" for message in _broken_forward(finding, knowledge))
    for exercise in knowledge.exercises.values():
        yield from (f"exercises.yaml: {exercise.id}: {message}" for message in _broken_back(exercise, knowledge))
    for cue in knowledge.cues.values():
        for finding_id in cue.findings:
            if cue.id not in knowledge.findings[finding_id].cues:
                yield f"cues.yaml: {cue.id}: finding '{finding_id}' does not name this cue"
    for muscle in knowledge.muscles.values():
        yield from (f"muscles.yaml: {muscle.id}: {message}" for message in _broken_tests(muscle, knowledge))


def unmentioned_entries(knowledge: Knowledge) -> Iterator[str]:
    """Entries that no other entry names: a sign of a chain that was cut."""
    entries = [entry for kind in COLLECTION_OF_KIND for entry in knowledge.of_kind(kind).values()]
    mentioned = {(kind, identifier) for entry in entries for _, kind, identifier in followed_ids(entry)}
    for kind in _MENTIONED_KINDS:
        for identifier in knowledge.of_kind(kind):
            if (kind, identifier) not in mentioned:
                yield f"{COLLECTION_OF_KIND[kind]}.yaml: {identifier}: nothing names this {kind}"


def wording_problems(knowledge: Knowledge) -> Iterator[str]:
    """Texts that say what we must not say. Titles of other people's papers are theirs."""
    for kind, collection in COLLECTION_OF_KIND.items():
        if kind == "reference":
            continue
        for entry in knowledge.of_kind(kind).values():
            for text in texts_of(entry):
                yield from (f"{collection}.yaml: {entry.id}: {hit} in: {text}" for hit in forbidden_words(text))


def texts_of(value: object) -> Iterator[str]:
    """Every text inside an entry, ids included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, Entry):
        for name in type(value).model_fields:
            yield from texts_of(getattr(value, name))


def _broken_forward(finding: FindingDefinition, knowledge: Knowledge) -> Iterator[str]:
    exercises = [knowledge.exercises[each] for each in finding.exercises]
    for exercise in exercises:
        if finding.id not in exercise.findings:
            yield f"exercise '{exercise.id}' does not name this finding"
    released = {muscle for exercise in exercises for muscle in exercise.muscles.released}
    worked = {muscle for exercise in exercises for muscle in exercise.muscles.all_worked}
    for suspected in finding.suspected.tight:
        if suspected.muscle not in released:
            yield f"no exercise releases the suspected tight '{suspected.muscle}'"
    for suspected in finding.suspected.weak:
        if suspected.muscle not in worked:
            yield f"no exercise works the suspected weak '{suspected.muscle}'"
    if finding.information_only:
        return
    if not finding.suspected.muscles and not finding.cues:
        yield "it suspects no muscle, so it is a matter of technique and must name a cue"
    if not finding.exercises:
        yield "no exercise answers it; only a finding that is information_only may go without"
    for screen in (knowledge.screens[each] for each in finding.confirm_with):
        if not {*finding.suspected.muscles}.intersection((*screen.suspects_tight, *screen.suspects_weak)):
            yield f"screen '{screen.id}' tells nothing about a suspected muscle"


def _broken_back(exercise: Exercise, knowledge: Knowledge) -> Iterator[str]:
    for finding in (knowledge.findings[each] for each in exercise.findings):
        if exercise.id not in finding.exercises:
            yield f"finding '{finding.id}' does not name this exercise"
        suspects = finding.suspected.muscles  # none: a matter of technique, the exercise is for strength in general
        if suspects and not {*suspects}.intersection(exercise.muscles.all):
            yield f"none of its muscles is suspected by '{finding.id}'"
    if not knowledge.measures_behind(exercise.id):
        yield "no measure leads to this exercise"


def _broken_tests(muscle: Muscle, knowledge: Knowledge) -> Iterator[str]:
    for kind, named in (("tight", muscle.tested_tight_by), ("weak", muscle.tested_weak_by)):
        telling = {
            screen.id for screen in knowledge.screens.values() if muscle.id in getattr(screen, f"suspects_{kind}")
        }
        for screen_id in sorted(telling.symmetric_difference(named)):
            yield f"this muscle and screen '{screen_id}' do not agree that the screen tells whether it is {kind}"
