"""The page, its first table and the limits section, from made-up results."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.lab import OURS, LabScores
from benchmarks.accuracy.limits_page import BEGIN, END, write_limits
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.measure_tables import coverage_table, measure_table, refusal_table, repeat_table
from benchmarks.accuracy.page import all_tables, write_page
from benchmarks.accuracy.results import Results
from benchmarks.accuracy.score import EventMatches, EventTally
from benchmarks.accuracy.table import GROUPS, Table
from benchmarks.accuracy.targets import cohen_kappa, targets_table
from benchmarks.accuracy.workers import run_jobs


def sample(number: int, *, error: float | None, leg: str = "near", fps: float = 60.0, **given: object) -> MeasureSample:
    values: dict[str, object] = {
        "clip": f"run{number} {fps:.0f}", "runner": f"runner{number}", "material": "lab", "view": "side", "fps": fps,
        "measure_id": "knee_flexion_ic", "side": "left", "leg": leg, "value": None if error is None else 10.0 + error,
        "true_value": 10.0, "standard_error": None if error is None else 2.0, "step_error": 0.0, "n_steps": 10,
        "status": "refused" if error is None else "ok", "reason": "Expected 48 pictures, got 30. Film faster.",
    }  # fmt: skip
    return MeasureSample(**(values | given))  # type: ignore[arg-type]


def lab_scores(error_s: float) -> LabScores:
    tally = EventTally()
    scores = LabScores(tally, {}, {}, ())
    for rate in ("60 fps", "120 fps", "240 fps"):
        for leg, factor in (("near", 1.0), ("far", 1.2)):
            for kind in ("initial_contact", "toe_off"):
                tally.add((rate, OURS, leg, kind), EventMatches((factor * error_s, -factor * error_s)))
            scores.contact_times[rate, OURS, leg] = [error_s, -error_s]
            scores.clip_means[rate, OURS, leg] = [error_s / 2, -error_s / 2]
    return scores


@pytest.mark.parametrize(("error_s", "met"), [(0.005, "yes"), (0.020, "**no**")])
def test_a_target_is_met_or_not_by_what_was_measured(error_s: float, met: str) -> None:
    rows = {row[0]: row for row in targets_table(Results(lab=lab_scores(error_s))).rows}
    contact = rows["contact against force plates, near leg, 120 fps and 240 fps"]
    assert contact[2] == f"RMSE {1000 * error_s:.1f}, bias +0.0 ms"
    assert contact[4] == met
    assert rows["far leg over near leg, RMSE"][2].startswith("at most 1.20 x")


def test_a_measure_that_is_always_refused_is_no_miss() -> None:
    refused = [sample(i, error=None, measure_id="pelvic_drop", view="rear") for i in range(4)]
    (row,) = (row for row in targets_table(Results(rear=refused)).rows if row[0].startswith("pelvic drop"))
    assert row[2:] == ("refused in all 4", "4", "refused")


def test_coverage_counts_the_intervals_that_hold_the_truth() -> None:
    samples = [sample(i, error=error) for i, error in enumerate((0.0, 3.0, -3.9, 4.0))]
    table = coverage_table(samples, title="t", about="", group=GROUPS[0])
    assert ("knee, hip and shin", "near", "4", "75", "-", "75", "75") in table.rows


def test_a_row_of_measures_says_refused_bias_error_and_coverage() -> None:
    samples = [sample(i, error=error) for i, error in enumerate((1.0, 3.0, None, 5.0))]
    (row,) = measure_table(samples, title="t", about="", group=GROUPS[0]).rows
    assert row[:7] == ("knee_flexion_ic", "near", "laboratory", "4", "1", "0", "+3.0")
    assert row[7] == f"{np.sqrt(35 / 3):.1f}"
    assert row[-2:] == ("2.0", "67")


def test_the_same_reason_counts_once_whatever_its_numbers() -> None:
    samples = [sample(i, error=None, reason=f"Expected 48 pictures, got {i}. Film faster.") for i in range(3)]
    (row,) = refusal_table(samples, title="t", about="", group=GROUPS[0]).rows
    assert row == ("knee_flexion_ic", "laboratory", "3 of 3", "Expected .. pictures, got ...")


def test_two_films_of_one_run_are_compared_with_the_detectable_change() -> None:
    first = [sample(i, error=0.0, fps=60.0) for i in range(4)]
    second = [sample(i, error=error, fps=120.0) for i, error in enumerate((1.0, 5.0, 6.0, -1.0))]
    table = repeat_table([*first, *second], [], group=GROUPS[0])
    rows = {row[1]: row for row in table.rows if row[0] == "all"}
    assert rows["two cameras"][2:] == ("4", "", "75")


def test_the_page_shows_some_rows_and_the_file_all(tmp_path: Path) -> None:
    table = Table("A title, long", "About.", ("a",), (("1",), ("2",)), GROUPS[1]).with_page_rows(
        lambda row: row == ("1",)
    )
    write_page([table], tmp_path / "accuracy.md")
    text = (tmp_path / "accuracy.md").read_text()
    assert "| 1 |" in text
    assert "| 2 |" not in text
    assert "All 2 rows: [a_title_long.csv](accuracy/a_title_long.csv)" in text
    assert (tmp_path / "accuracy" / "a_title_long.csv").read_text() == "a\n1\n2\n"


def test_tables_come_in_the_order_of_the_groups() -> None:
    results = Results(lab=lab_scores(0.005), side=[sample(i, error=float(i)) for i in range(6)])
    groups = [GROUPS.index(table.group) for table in all_tables(results)]
    assert groups == sorted(groups)
    assert groups[0] == 0


def test_the_limits_page_keeps_its_words_and_gets_the_numbers(tmp_path: Path) -> None:
    page = tmp_path / "limits.md"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n")
    errors = np.random.default_rng(1).normal(0, 2, 40)
    write_limits(page, Results(side=[sample(i % 8, error=float(e)) for i, e in enumerate(errors)]))
    text = page.read_text()
    assert text.startswith("Before.\n")
    assert text.endswith(f"{END}\nAfter.\n")
    assert "old" not in text
    assert "| Knee bend at landing | ± " in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "limits.md"
    page.write_text("Nothing to fill in.\n")
    write_limits(page, Results())
    assert page.read_text() == "Nothing to fill in.\n"


def test_kappa_of_chance_is_nothing_and_of_agreement_one() -> None:
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1.0
    assert cohen_kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert np.isnan(cohen_kappa([]))


def test_two_processes_give_what_one_gives_in_the_same_order() -> None:
    told: list[str] = []
    options = {"name_of": str, "tick": told.append}
    assert run_jobs(abs, [-3, 2, -1], workers=2, **options) == run_jobs(abs, [-3, 2, -1], **options) == [3, 2, 1]
    assert told == ["-3", "2", "-1"] * 2
