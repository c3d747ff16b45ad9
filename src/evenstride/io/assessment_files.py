"""A saved ``evenstride.assessment/1`` document, read back for what is planned from it.

Fields that this version does not know are left alone: within ``/1`` new ones may be added, none is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

from evenstride.errors import InputError
from evenstride.io.json_files import parse_json, read_limited_text
from evenstride.model import Finding
from evenstride.model.assessment import SCHEMA
from evenstride.model.finding import FindingEvidence, FindingStatus
from evenstride.model.gait import SIDES

#: A ten-minute run writes less than a tenth of it.
MOST_BYTES = 32_000_000
MOST_FINDINGS = 500
_NAME, _, _VERSION = SCHEMA.partition("/")
_MAKE_ONE = "Make one: evenstride analyze CLIP --json assessment.json"
_AN_ASSESSMENT = f"an assessment ({SCHEMA})"
_STATUSES: tuple[str, ...] = get_args(FindingStatus)
_SPEAKS = ("for", "against", "unclear")
_SHOWN = 40
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class SavedAssessment:
    """What a plan needs of an assessment.

    Attributes
    ----------
    source_names : names of the recordings, without their folders.
    """

    findings: tuple[Finding, ...]
    is_running: bool
    created_at: str
    source_names: tuple[str, ...]


def read_assessment(path: Path) -> SavedAssessment:
    """Read an assessment that ``evenstride analyze --json`` wrote.

    Raises
    ------
    InputError
        With one line that says what was expected, what came and what to do: not JSON, cut short, another document, a
        newer schema, or a finding that lacks what every finding has.
    """
    try:
        text = read_limited_text(path, what=_AN_ASSESSMENT, most_bytes=MOST_BYTES)
        document = parse_json(text, what=_AN_ASSESSMENT, name=path.name)
    except InputError as error:
        raise InputError(f"{error} {_MAKE_ONE}.") from error
    return assessment_from_document(document, name=path.name)


def assessment_from_document(document: object, *, name: str = "the document") -> SavedAssessment:
    """The same from plain values, such as ``analysis.to_dict()``.

    Raises
    ------
    InputError
        As `read_assessment`.
    """
    if not isinstance(document, Mapping):
        raise InputError(f"Expected {_AN_ASSESSMENT} in {name}, got {_kind(document)}. {_MAKE_ONE}.")
    _check_schema(document.get("schema"), name)
    listed = document.get("findings")
    if not isinstance(listed, list | tuple):
        raise InputError(f"Expected a list of findings in {name}, got {_kind(listed)}. {_MAKE_ONE}.")
    if len(listed) > MOST_FINDINGS:
        raise InputError(f"Expected at most {MOST_FINDINGS} findings in {name}, got {len(listed)}.")
    recordings = document.get("recordings")
    return SavedAssessment(
        findings=tuple(_finding(each, f"{name}: findings[{at}]") for at, each in enumerate(listed)),
        is_running=document.get("is_running") is not False,
        created_at=_text_or_empty(document.get("created_at")),
        source_names=tuple(_recording_names(recordings) if isinstance(recordings, list | tuple) else ()),
    )


def _check_schema(schema: object, name: str) -> None:
    if schema == SCHEMA:
        return
    if not isinstance(schema, str):
        raise InputError(f"Expected {_AN_ASSESSMENT}; {name} names no schema. {_MAKE_ONE}.")
    kind, _, version = schema.partition("/")
    if (
        kind == _NAME
        and version.isdecimal()
        and version.isascii()
        and len(version) < 10
        and int(version) > int(_VERSION)
    ):
        raise InputError(
            f"Expected {SCHEMA}; {name} is {schema}, written by a newer Evenstride. Update this one, or analyse the "
            "clip again with it."
        )
    raise InputError(f"Expected {SCHEMA}; {name} is {_shown(schema)}. {_MAKE_ONE}.")


def _finding(data: object, where: str) -> Finding:
    if not isinstance(data, Mapping):
        _refuse(where, "a finding", data)
    side = data.get("side")
    muscles = _list(data, "suspected_muscles", where, _muscle)
    return Finding(
        id=_text(data.get("id"), f"{where}.id"),
        side=None if side is None else _one_of(side, SIDES, f"{where}.side"),
        status=_one_of(data.get("status"), _STATUSES, f"{where}.status"),
        strength=_fraction(data.get("strength", 0.0), f"{where}.strength"),
        because=_list(data, "because", where, _text),
        weighed=_list(data, "weighed", where, _evidence),
        evidence_grade=_text_or_empty(data.get("evidence_grade")),
        suspected_tight=tuple(muscle for muscle, suspected in muscles if suspected == "tight"),
        suspected_weak=tuple(muscle for muscle, suspected in muscles if suspected == "weak"),
        injuries_discussed=_list(data, "injuries_discussed", where, _text),
        confirm_with=_list(data, "confirm_with", where, _text),
        exercises=_list(data, "exercises", where, _text),
        says=_text_or_empty(data.get("says")),
        does_not_say=_text_or_empty(data.get("does_not_say")),
        to_know=_list(data, "to_know", where, _text),
    )


def _evidence(data: object, where: str) -> FindingEvidence:
    if not isinstance(data, Mapping):
        _refuse(where, "a measure that was weighed", data)
    side = data.get("side")
    return FindingEvidence(
        measure_id=_text(data.get("measure_id"), f"{where}.measure_id"),
        side=None if side is None else _one_of(side, SIDES, f"{where}.side"),
        speaks=_one_of(data.get("speaks"), _SPEAKS, f"{where}.speaks"),
        text=_text_or_empty(data.get("text")),
    )


def _muscle(data: object, where: str) -> tuple[str, str]:
    if not isinstance(data, Mapping):
        _refuse(where, "a suspected muscle", data)
    return (
        _text(data.get("muscle"), f"{where}.muscle"),
        _one_of(data.get("suspected"), ("tight", "weak"), f"{where}.suspected"),
    )


def _list(data: Mapping[Any, Any], key: str, where: str, read: Callable[[object, str], _Item]) -> tuple[_Item, ...]:
    listed = data.get(key, ())
    if not isinstance(listed, list | tuple):
        _refuse(f"{where}.{key}", "a list", listed)
    return tuple(read(each, f"{where}.{key}[{at}]") for at, each in enumerate(listed))


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        _refuse(where, "a text", value)
    return value


def _one_of(value: object, allowed: tuple[str, ...], where: str) -> Any:
    if not isinstance(value, str) or value not in allowed:
        _refuse(where, " or ".join(allowed), value)
    return value


def _fraction(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        _refuse(where, "a number from 0 to 1", value)
    return float(value)


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""


def _recording_names(recordings: list[Any] | tuple[Any, ...]) -> list[str]:
    paths = (each.get("path") for each in recordings if isinstance(each, Mapping))
    return [path for path in paths if isinstance(path, str)]


def _refuse(where: str, expected: str, got: object) -> NoReturn:
    raise InputError(f"{where}: expected {expected}, got {_kind(got)}. {_MAKE_ONE}.")


def _kind(value: object) -> str:
    """What came, short enough for a line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool | int | float | str):
        return _shown(value)
    return "a list" if isinstance(value, list | tuple) else "a mapping" if isinstance(value, Mapping) else "no text"


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**_SHOWN else "a huge number"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
