"""The typed run report as the plain document that the template ``report`` sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from evenstride.reports.clip_model import ClipSection
from evenstride.reports.model import (
    DoseLine,
    ExerciseCard,
    FindingGroup,
    KeyNumber,
    MeasureCell,
    MeasureRow,
    Report,
)
from evenstride.reports.pdf.charts import drawn_curves, drawn_stills
from evenstride.reports.pdf.dates import iso_date
from evenstride.reports.pdf.run_charts import run_document
from evenstride.reports.wording import sentence


def report_document(report: Report) -> dict[str, Any]:
    """Everything the report says as plain values; drawings are SVG."""
    return {
        "title": report.header.title,
        "foot": report.header.created_on,
        "dated_on": iso_date(report.header.created_on),
        "header": {**asdict(report.header), "key_numbers": [_key_number(key) for key in report.header.key_numbers]},
        "clips": [_clip(section) for section in report.clips],
        "findings": [_finding_group(group) for group in report.findings],
        "read_against": [asdict(test) for test in report.read_against],
        "open_findings": [asdict(need) for need in report.open_findings],
        "filming": report.filming,
        "red_flags": [(flag.question, sentence(flag.whom_to_see)) for flag in report.red_flags],
        "exercises_intro": report.exercises_intro,
        "exercises": [_exercise(card) for card in report.exercises],
        "measure_groups": [
            {"title": group.title, "rows": [_measure_row(row) for row in group.rows]}
            for group in report.measures.groups
        ],
        "measure_notes": [asdict(note) for note in report.measures.notes],
        "refusals": [asdict(refusal) for refusal in report.refusals],
        "method": asdict(report.method),
        "run": None if report.run is None else run_document(report.run),
        "seen_in": report.seen_in,
        "is_one": report.is_one,
        "sources": [asdict(source) for source in report.sources],
        "disclaimer": report.disclaimer,
    }


def _clip(section: ClipSection) -> dict[str, Any]:
    title = f"{sentence(section.place).rstrip('.')}, {section.name}" if section.place else ""
    return {"title": title, "stills": drawn_stills(section.key_frames), "curves": drawn_curves(section)}


def _key_number(key: KeyNumber) -> dict[str, Any]:
    values = [{"side_words": value.side_words, **asdict(value.quantity)} for value in key.values]
    return {"label": key.label, "note": key.note, "values": values}


def _finding_group(group: FindingGroup) -> dict[str, Any]:
    has_scales = any(line.scale is not None for card in group.cards for line in card.evidence)
    return {
        **asdict(group),
        "exercises": [named.name for named in group.exercises],
        "has_scales": has_scales,
        "is_short": group.is_short,
    }


def _exercise(card: ExerciseCard) -> dict[str, Any]:
    about = [card.position.capitalize()]
    about += [f"You need: {', '.join(card.equipment)}"] if card.equipment else []
    about += [f"For: {', '.join(card.muscles)}"] if card.muscles else []
    doses = (("Dose in the article", card.dose_article), ("Dose filled in by us", card.dose_ours))
    return {
        "name": card.name,
        "kind_words": card.kind_words,
        "about": f"{'. '.join(about)}.",
        "steps": card.steps,
        "doses": [(words, _dose(lines)) for words, lines in doses if lines],
        "cautions": card.cautions,
        "leave_out_if": [reason.rstrip(".") for reason in card.leave_out_if],
    }


def _dose(lines: Iterable[DoseLine]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]


def _measure_row(row: MeasureRow) -> dict[str, Any]:
    by_side = {cell.side: _cell(cell) for cell in row.cells}
    difference = row.difference
    return {
        "name": row.name,
        "definition": row.definition,
        "sign": sentence(f"Sign: {row.sign}") if row.sign else "",
        "caveat": sentence(f"Mind: {row.caveat}") if row.caveat else "",
        "whole": by_side.get(None),
        "left": by_side.get("left"),
        "right": by_side.get("right"),
        "difference": ("", False) if difference is None else (difference.text, difference.is_marked),
        "reference_range": row.reference_range,
        "reference_note": row.reference_note,
        "sources": row.sources,
        "standing": _standing(row.cells),
    }


def _cell(cell: MeasureCell) -> dict[str, Any]:
    value = "" if cell.quantity is None else cell.quantity.text
    return {"value": value, "n_steps": cell.n_steps, "words": cell.status_words.lower(), "parts": cell.parts}


def _standing(cells: Iterable[MeasureCell]) -> list[dict[str, Any]]:
    """One entry where all sides stand alike, one per side where they do not."""
    cells = tuple(cells)
    if len({cell.status_words for cell in cells}) == 1:
        notes = sorted({letter for cell in cells for letter in cell.notes})
        return [{"words": cells[0].status_words, "notes": notes}]
    return [{"words": f"{cell.side_words}: {cell.status_words.lower()}", "notes": cell.notes} for cell in cells]
