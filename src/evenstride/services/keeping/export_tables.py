"""The tables of an export: one row for each measure, set, diary entry, run and home screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rows = Iterable[Mapping[str, Any]]
#: A text that begins like this would be a formula in a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_tables(values: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """CSV texts by name, from the kept values by kind."""
    names = {each.id: each.name for each in values["runners"]}
    return {
        "measures": _as_csv(_measures(values, names)),
        "sets": _as_csv(_sets(values, names)),
        "diary": _as_csv(_diary(values, names)),
        "runs": _as_csv(_runs(values, names)),
        "screens": _as_csv(_screens(values, names)),
    }


def _measures(values: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> Rows:
    for each in values["assessments"]:
        for measure in each.measures:
            yield {
                "runner": names[each.runner_id],
                "measured_at": each.measured_at.isoformat(),
                "assessment_id": each.id,
                "measure_id": measure.measure_id,
                "side": measure.side,
                "value": measure.value if measure.class_name is None else measure.class_name,
                "unit": measure.unit,
                "standard_error": measure.standard_error,
                "mdc": measure.mdc,
                "n_steps": measure.n_steps,
                "status": measure.status,
            }


def _sets(values: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> Rows:
    for session in values["sessions"]:
        for each in session.sets:
            yield {
                "runner": names[session.runner_id],
                "started_at": session.started_at.isoformat(),
                "plan_day": session.plan_day,
                "exercise_id": each.exercise_id,
                "part_id": each.part_id,
                "side": each.side,
                "set_number": each.set_number,
                "outcome": each.outcome,
                "reps": each.reps,
                "hold_s": each.hold_s,
                "range_deg": each.range_deg,
                "repetition_s": each.repetition_s,
                "faults": " ".join(each.faults),
            }


def _diary(values: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> Rows:
    for each in values["diary"]:
        yield {
            "runner": names[each.runner_id],
            "noted_at": each.noted_at.isoformat(),
            "kind": each.kind,
            "level_0_to_10": each.level,
            "place": each.place,
            "note": each.note,
        }


def _runs(values: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> Rows:
    shoes = {each.id: each.name for each in values["shoes"]}
    for each in values["runs"]:
        yield {
            "runner": names[each.runner_id],
            "started_at": each.started_at.isoformat(),
            "sport": each.sport,
            "distance_m": each.distance_m,
            "duration_s": each.duration_s,
            "shoe": shoes.get(each.shoe_id, ""),
        }


def _screens(values: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> Rows:
    for each in values["screen_answers"]:
        yield {
            "runner": names[each.runner_id],
            "answered_at": each.answered_at.isoformat(),
            "screen_id": each.screen_id,
            "side": each.side,
            "value": each.value,
            "unit": each.unit,
            "standard_error": each.error,
            "is_at_least": each.is_at_least,
            "scored_by": each.scored_by,
            "pain_0_to_10": each.pain,
            "outcome": each.outcome,
            "why": each.why,
        }


def _as_csv(rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return text.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
