"""Measures and instants of a saved ``evenstride.assessment/1`` document, read back to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from evenstride.errors import InputError
from evenstride.io.assessment_files import MOST_BYTES, assessment_from_document
from evenstride.io.json_files import parse_json, read_limited_text
from evenstride.model import GaitEvent, Measure
from evenstride.model.assessment import SCHEMA
from evenstride.model.gait import SIDES, EventKind
from evenstride.model.measure import MeasureStatus

MOST_ITEMS = 200_000
_WHAT = f"an assessment ({SCHEMA})"


@dataclass(frozen=True)
class SavedMeasures:
    """What a comparison needs of an assessment; ``events`` holds recording id -> instants in order of time."""

    names: tuple[str, ...]
    measures: tuple[Measure, ...]
    events: Mapping[str, tuple[GaitEvent, ...]]


def is_assessment(path: Path) -> bool:
    """Whether a JSON file says that it is an assessment; False for what cannot be read."""
    try:
        with path.open("rb") as file:
            return path.suffix.lower() == ".json" and SCHEMA.partition("/")[0].encode() in file.read(400)
    except OSError:
        return False


def read_saved_measures(path: Path) -> SavedMeasures:
    """Read the measures of an assessment that ``--json`` wrote.

    Raises
    ------
    InputError
        As `evenstride.io.assessment_files.read_assessment`, and for a measure or instant that lacks what it must have.
    """
    document = parse_json(read_limited_text(path, what=_WHAT, most_bytes=MOST_BYTES), what=_WHAT, name=path.name)
    return measures_from_document(document, name=path.name)


def measures_from_document(document: Mapping[str, Any], *, name: str) -> SavedMeasures:
    """The same of a document that was read; ``name`` is for messages."""
    names = assessment_from_document(document, name=name).source_names
    events: dict[str, list[GaitEvent]] = {}
    for at, each in enumerate(_list(document, "events", name)):
        recording, event = _read(_event, each, f"{name}: events[{at}]")
        events.setdefault(recording, []).append(event)
    return SavedMeasures(
        names=names,
        measures=tuple(
            _read(_measure, each, f"{name}: measures[{at}]")
            for at, each in enumerate(_list(document, "measures", name))
        ),
        events={name: tuple(sorted(own, key=lambda event: event.time_s)) for name, own in events.items()},
    )


def _list(document: Mapping[str, Any], key: str, name: str) -> list[Any]:
    listed = document.get(key, [])
    if not isinstance(listed, list) or len(listed) > MOST_ITEMS:
        raise InputError(f"Expected a list of {key} in {name}, got something else. Analyse the recording again.")
    return listed


def _read(read: Any, data: Any, where: str) -> Any:
    try:
        return read(data)
    except (KeyError, TypeError, ValueError) as error:
        said = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{where}: expected what an analysis writes, got {said}. Make it again.") from error


def _measure(data: Mapping[str, Any]) -> Measure:
    value = data["value"]
    if isinstance(value, bool) or not (value is None or isinstance(value, int | float | str)):
        raise TypeError("a value that is neither number nor class")
    return Measure(
        id=str(data["id"]),
        side=_one_of(data["side"], (*SIDES, None)),
        value=float(value) if isinstance(value, int | float) else value,
        unit=str(data["unit"]),
        standard_error=_number(data["standard_error"]),
        n_steps=int(data["n_steps"]),
        sd_between_steps=_number(data.get("sd_between_steps")),
        status=_one_of(data["status"], get_args(MeasureStatus)),
        source=str(data["source"]),
        reasons=tuple(str(reason) for reason in data.get("reasons", ())),
    )


def _event(data: Mapping[str, Any]) -> tuple[str, GaitEvent]:
    event = GaitEvent(
        side=_one_of(data["side"], SIDES),
        kind=_one_of(data["kind"], get_args(EventKind)),
        time_s=float(data["time_s"]),
        uncertainty_s=float(data["uncertainty_s"]),
        complete=data.get("complete") is not False,
    )
    return str(data["recording"]), event


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{str(value)[:40]!r}")
    return value
