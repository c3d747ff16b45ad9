"""Strict loading: every file against its schema, every id followed, all problems together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evenstride.errors import KnowledgeError
from evenstride.knowledge import schema
from evenstride.knowledge.consistency import inconsistencies
from evenstride.knowledge.knowledge import COLLECTION_OF_KIND, Knowledge
from evenstride.knowledge.schema.base import Listed
from evenstride.knowledge.yaml_source import Location, Problem, YamlSource, read_yaml_source

CONTENT = Path(__file__).parent / "content"
_VERSION = re.compile(r"\d+\.\d+\.\d+")

ENTRY_OF_KIND: dict[str, type[Listed]] = {
    "measure": schema.MeasureDefinition,
    "finding": schema.FindingDefinition,
    "muscle": schema.Muscle,
    "injury": schema.Injury,
    "exercise": schema.Exercise,
    "screen": schema.Screen,
    "red_flag": schema.RedFlag,
    "cue": schema.Cue,
    "movement": schema.Movement,
    "form_watch": schema.FormWatch,
    "screen_protocol": schema.ScreenProtocol,
    "screen_movement": schema.ScreenMovement,
    "plan_rule": schema.PlanRule,
    "fade_sign": schema.FadeSign,
    "load_rule": schema.LoadRule,
    "claim": schema.Claim,
    "reference": schema.Publication,
}


@cache
def load_shipped() -> Knowledge:
    """The package's own knowledge, from its compiled form where that is up to date."""
    from evenstride.knowledge.compiled import read_compiled

    return read_compiled(CONTENT) or load_folder(CONTENT)


def load_folder(folder: Path) -> Knowledge:
    """Read and check a knowledge folder, or raise `KnowledgeError` with everything that is wrong."""
    sources = {kind: read_yaml_source(folder / f"{name}.yaml") for kind, name in COLLECTION_OF_KIND.items()}
    problems = [problem for source in sources.values() for problem in source.problems]
    version = _read_version(folder, problems)
    entries = {kind: tuple(_validated(kind, source, problems)) for kind, source in sources.items()}
    knowledge = Knowledge(version, **{COLLECTION_OF_KIND[kind]: by_id(found) for kind, found in entries.items()})
    declared = {kind: ids for kind, source in sources.items() if (ids := _declared_ids(kind, source)) is not None}
    for kind, position, location, message in inconsistencies(knowledge, entries, declared):
        problems.append(sources[kind].problem((COLLECTION_OF_KIND[kind], position, *location), message))
    _raise_any(folder, problems)
    return knowledge


def _read_version(folder: Path, problems: list[Problem]) -> str:
    path = folder / "VERSION"
    version = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not _VERSION.fullmatch(version):
        problems.append(Problem("VERSION", 1, "(file)", f"expected a version like 1.0.0, got '{version}'"))
    return version


def _validated(kind: str, source: YamlSource, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    """(position in the file, entry) of every entry that keeps the schema; the others become problems."""
    key = COLLECTION_OF_KIND[kind]
    if source.root is None and source.problems:
        return
    if not isinstance(source.data, dict) or set(source.data) != {key} or not isinstance(source.data[key], tuple):
        problems.append(source.problem((), f"expected one top-level key '{key}' holding a list"))
        return
    for index, raw in enumerate(source.data[key]):
        try:
            yield index, ENTRY_OF_KIND[kind].model_validate(raw)
        except ValidationError as error:
            problems.extend(_problem_of(source, (key, index), detail) for detail in error.errors())


def _declared_ids(kind: str, source: YamlSource) -> frozenset[str] | None:
    """Every id a file declares, so that one broken entry does not make all that name it look broken.

    None where the file cannot be read at all.
    """
    listed = source.data.get(COLLECTION_OF_KIND[kind]) if isinstance(source.data, dict) else None
    if not isinstance(listed, tuple):
        return None
    return frozenset(str(raw["id"]) for raw in listed if isinstance(raw, dict) and "id" in raw)


def _problem_of(source: YamlSource, start: Location, detail: ErrorDetails) -> Problem:
    location = (*start, *detail["loc"])
    return source.problem(location, _plain_message(detail))


def _plain_message(detail: ErrorDetails) -> str:
    kind, got = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return f"unknown key '{detail['loc'][-1]}'"
    if kind == "missing":
        return "missing"
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    shown = f", got {got!r}" if isinstance(got, str | int | float | bool | None) else ""
    return f"{detail['msg']}{shown}"


def by_id(entries: Iterable[tuple[int, Any]]) -> Mapping[str, Any]:
    """Entries by id; the first of a duplicate wins here, and `inconsistencies` reports the second."""
    by_id: dict[str, Any] = {}
    for _, entry in entries:
        by_id.setdefault(entry.id, entry)
    return MappingProxyType(by_id)


def _raise_any(folder: Path, problems: list[Problem]) -> None:
    if not problems:
        return
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line, problem.path))
    lines = list(dict.fromkeys(str(problem) for problem in ordered))
    message = f"{len(lines)} problem(s) in the knowledge files of {folder.name}/:\n" + "\n".join(lines)
    raise KnowledgeError(message, problems=lines)
