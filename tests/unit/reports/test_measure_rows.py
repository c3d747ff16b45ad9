"""The table of measures: left, right, their difference, and the reasons once under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evenstride.gait.assess import assess_track
from evenstride.model import ClipAnalysis
from evenstride.reports import build_report
from evenstride.reports.measure_rows import NoteBook, refusals
from evenstride.reports.model import MeasureRow
from gait_fixtures.synthetic_runner import RUNNER, film


def test_a_difference_within_its_error_is_shown_and_not_marked(analysis: ClipAnalysis, knowledge: Any) -> None:
    difference = _row(analysis, knowledge, "knee_flexion_ic").difference
    assert difference is not None
    assert (difference.text, difference.is_marked) == ("−2 ± 5°", False)


def test_a_difference_beyond_its_error_is_marked_and_has_its_sign(analysis: ClipAnalysis, knowledge: Any) -> None:
    longer = tuple(
        replace(m, value=(m.number or 0.0) + 40.0) if (m.id, m.side) == ("contact_time", "left") else m
        for m in analysis.assessment.measures
    )
    changed = replace(analysis, assessment=replace(analysis.assessment, measures=longer))
    difference = _row(changed, knowledge, "contact_time").difference
    assert difference is not None
    assert (difference.text, difference.is_marked) == ("+38 ± 11\u00a0ms", True)


def test_neither_a_class_nor_a_measure_of_the_whole_run_has_a_difference(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    assert _row(analysis, knowledge, "foot_strike_pattern").difference is None
    assert _row(analysis, knowledge, "cadence").difference is None


def test_a_reason_has_one_letter_wherever_it_is_given(analysis: ClipAnalysis, knowledge: Any) -> None:
    table = build_report(analysis, knowledge=knowledge).measures
    rows = [row for group in table.groups for row in group.rows]
    assert [(note.letter, note.text) for note in table.notes] == [("a", "The frame rate is low for this measure.")]
    given = {row.id: {cell.notes for cell in row.cells} for row in rows}
    assert given["foot_inclination_ic"] == {("a",)}
    assert given["cadence"] == {()}


def test_letters_go_on_after_z() -> None:
    notes = NoteBook()
    letters = [notes.letters([f"reason {i}"])[0] for i in range(28)]
    assert letters[:2] + letters[-3:] == ["a", "b", "z", "aa", "bb"]
    assert len(set(letters)) == 28


def test_what_no_side_view_carries_is_one_entry_each_for_a_view_the_whole_run_and_a_sensor(knowledge: Any) -> None:
    track = film(RUNNER, fps=120, duration_s=4)
    measures = assess_track(track, knowledge=knowledge, source="clip-1").measures
    said = refusals(measures, knowledge=knowledge)
    assert [(each.name.split(",")[0], each.reasons) for each in said] == [
        ("Drop of the pelvis on the swing side", ("Not seen from the side.",)),
        ("Change of contact time over the run", ("Needs the whole run, its end against its start.",)),
        ("Peak acceleration of the shin and Change of the shin's peak acceleration", ("No camera shows it.",)),
        ("Peak vertical ground reaction force and Vertical average loading rate", ("Needs a force platform.",)),
    ]
    assert all(each.how_to_film for each in said)
    hidden = [
        replace(m, reasons=("It was hidden.",)) if (m.id, m.side) == ("heel_whip", "left") else m for m in measures
    ]
    assert ("Swing of the heel after toe-off", "Left") in [
        (each.name, each.side_words) for each in refusals(hidden, knowledge=knowledge)
    ]


def _row(analysis: ClipAnalysis, knowledge: Any, measure_id: str) -> MeasureRow:
    table = build_report(analysis, knowledge=knowledge).measures
    return next(row for group in table.groups for row in group.rows if row.id == measure_id)
