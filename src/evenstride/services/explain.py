"""Look up one entry of the knowledge by its id or name, with the chain it stands in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

EXPLANATION_SCHEMA = "evenstride.explanation/1"
EXERCISES_SCHEMA = "evenstride.exercises/1"
#: In the order in which an id is looked up.
EXPLAINED_KINDS = ("finding", "measure", "exercise", "screen", "cue", "muscle")
_MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Explanation:
    """One entry: what it is, as lines for a terminal and as a document."""

    kind: str
    id: str
    lines: tuple[str, ...]
    document: dict[str, Any]


def explain(name: str, *, kinds: tuple[str, ...] = EXPLAINED_KINDS) -> Explanation:
    """Everything the knowledge says about a finding, measure, exercise, screen, cue or muscle.

    Parameters
    ----------
    name : an id (``hip_drop``), the same with spaces or hyphens, or the entry's name.
    kinds : where to look.

    Raises
    ------
    InputError : nothing is called so; the message names what is nearest.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.knowledge_pages.library import page_of
    from evenstride.reports.knowledge_pages.terminal import page_lines

    knowledge = load_knowledge()
    kind, identifier = _found(name, kinds, knowledge)
    entry = knowledge.of_kind(kind)[identifier]
    document = {
        "schema": EXPLANATION_SCHEMA,
        "knowledge_version": knowledge.version,
        "kind": kind,
        "id": identifier,
        "entry": plain_entry(entry),
        "chain": chain_of(kind, identifier, knowledge),
    }
    return Explanation(kind, identifier, tuple(page_lines(page_of(kind, identifier, knowledge))), document)


def exercise_list() -> Explanation:
    """All exercises by kind."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.exercise_list import exercise_list_lines

    knowledge = load_knowledge()
    entries = [plain_entry(exercise) for exercise in knowledge.exercises.values()]
    document = {"schema": EXERCISES_SCHEMA, "knowledge_version": knowledge.version, "exercises": entries}
    return Explanation("exercise", "", tuple(exercise_list_lines(knowledge)), document)


def list_entries(kind: str) -> tuple[str, list[dict[str, Any]]]:
    """All entries of one of `EXPLAINED_KINDS`, whole, and the version of the knowledge."""
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    return knowledge.version, [plain_entry(each) for each in _entries(kind, knowledge)]


def plain_entry(value: Any) -> Any:
    """An entry of the knowledge as plain types, its keys those of the knowledge files."""
    if isinstance(value, tuple | list):
        return [plain_entry(each) for each in value]
    fields = getattr(type(value), "model_fields", None)
    if fields is None:
        return value
    return {field.alias or name: plain_entry(getattr(value, name)) for name, field in fields.items()}


def explained_list() -> Explanation:
    """Ids and names of everything that can be explained."""
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    entries = {kind: {each.id: each.name for each in _entries(kind, knowledge)} for kind in EXPLAINED_KINDS}
    width = max(len(identifier) for names in entries.values() for identifier in names)
    lines = [
        line
        for kind, names in entries.items()
        for line in (f"{kind.capitalize()}s", *(f"  {each:<{width}}  {name}" for each, name in names.items()), "")
    ]
    document = {"schema": EXPLANATION_SCHEMA, "knowledge_version": knowledge.version, "ids": entries}
    return Explanation("", "", (*lines, "One of them in full: evenstride explain ID"), document)


def _entries(kind: str, knowledge: Knowledge) -> Iterable[Any]:
    return knowledge.of_kind(kind).values()


def chain_of(kind: str, identifier: str, knowledge: Knowledge) -> dict[str, list[str]]:
    """What an entry rests on and leads to: ids by kind, through the findings it belongs to.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> "inner_quad_squat" in chain_of("measure", "knee_flexion_ic", load_knowledge())["exercises"]
    True
    """
    findings = [knowledge.findings[each] for each in _findings_of(kind, identifier, knowledge)]
    chain = {
        "measures": _once(measure for finding in findings for measure in finding.measure_ids),
        "findings": [finding.id for finding in findings],
        "muscles": _once(muscle for finding in findings for muscle in finding.suspected.muscles),
        "screens": _once(screen for finding in findings for screen in finding.confirm_with),
        "exercises": _once(exercise for finding in findings for exercise in finding.exercises),
        "cues": _once(cue for finding in findings for cue in finding.cues),
        "claims": [each.id for each in knowledge.claims.values() if _takes_up(each, kind, identifier)],
    }
    return chain | ({f"{kind}s": [identifier]} if f"{kind}s" in chain else {})


def _findings_of(kind: str, identifier: str, knowledge: Knowledge) -> list[str]:
    belongs = {
        "finding": lambda finding: finding.id == identifier,
        "measure": lambda finding: identifier in finding.measure_ids,
        "exercise": lambda finding: identifier in finding.exercises,
        "screen": lambda finding: identifier in finding.confirm_with,
        "cue": lambda finding: identifier in finding.cues,
        "muscle": lambda finding: identifier in finding.suspected.muscles,
    }[kind]
    return [finding.id for finding in knowledge.findings.values() if belongs(finding)]


def _takes_up(claim: Any, kind: str, identifier: str) -> bool:
    return identifier in {"finding": claim.findings, "exercise": claim.exercises}.get(kind, ())


def _once(identifiers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(identifiers))


def _found(name: str, kinds: tuple[str, ...], knowledge: Knowledge) -> tuple[str, str]:
    wanted = _as_id(name)
    for kind in kinds:
        entries: dict[str, Any] = dict(knowledge.of_kind(kind))
        if wanted in entries:
            return kind, wanted
        for identifier, entry in entries.items():
            if _as_id(entry.name) == wanted:
                return kind, identifier
    raise InputError(_nothing_so_called(name, kinds, knowledge))


def _as_id(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _nothing_so_called(name: str, kinds: tuple[str, ...], knowledge: Knowledge) -> str:
    asked = name if len(name) <= 40 else f"{name[:40]}..."
    known = [identifier for kind in kinds for identifier in knowledge.of_kind(kind)]
    *most, last = kinds
    what = f"{', '.join(most)} or {last}" if most else last
    article = "an" if what[0] in "aeiou" else "a"
    message = f"Expected the id of {article} {what}, got {asked!r}."
    wanted = _as_id(name)[:100]
    within = [identifier for identifier in known if wanted and wanted in identifier]
    alike = difflib.get_close_matches(wanted, known, n=_MOST_SUGGESTIONS, cutoff=0.5)
    nearest = list(dict.fromkeys((*within, *alike)))[:_MOST_SUGGESTIONS]
    if nearest:
        return f"{message} Nearest: {', '.join(nearest)}."
    return f"{message} evenstride exercises lists the exercises, evenstride explain lists everything."
