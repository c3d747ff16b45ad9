"""The accuracy page: what is shown in which order, and the CSV files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy.camera_tilt import tilt_table, yaw_table
from benchmarks.accuracy.identity_table import identity_table
from benchmarks.accuracy.measure_tables import coverage_table, measure_table, refusal_table, repeat_table
from benchmarks.accuracy.results import Results
from benchmarks.accuracy.table import GROUPS, Table
from benchmarks.accuracy.tables import lab_tables, real_table, rendered_tables
from benchmarks.accuracy.targets import targets_table

FROM_SIDE, FROM_BEHIND, ERRORS, PICTURE = GROUPS[2], GROUPS[3], GROUPS[4], GROUPS[6]
HEAD = """# Accuracy

Written by `make accuracy`; do not edit. Errors are found minus true: + is late, or too large. *Near* is the leg towards
the camera. *RMSE* contains the bias; the 95 % limits of agreement are bias -+ 1.96 SD (Bland & Altman 1986). *Covered*:
share of stated 95 % intervals (value -+ 1.96 standard errors) that hold the truth. What this means for a runner stands
in [limits](explanation/limits.md).

What these numbers do not show: the rendered figures move as recorded runners do, but shoes, clothes, light and blur are
tidier than a phone's; a hip or knee offset of a few degrees against these bodies means nothing. The laboratory runs are
projected markers, not video: their points carry the error measured on the rendered clips, and the tip of the shoe is
made up from the forefoot markers.
"""


def all_tables(results: Results) -> list[Table]:
    """Every table of the parts that were run, in the order of the page."""
    tables = [targets_table(results)]
    if results.lab is not None:
        tables += lab_tables(results.lab)
    if results.rendered is not None:
        tables += rendered_tables(results.rendered)
    tables += [*_side_tables(results), *_rear_tables(results)]
    if results.identity:
        tables.append(identity_table(results.identity))
    pictures = [*results.further, *((tilt_table(results.tilt), yaw_table(results.tilt)) if results.tilt else ())]
    tables += [replace(table, group=PICTURE) if table.group == GROUPS[0] else table for table in pictures]
    if results.promises:
        tables.append(real_table(results.promises))
    return sorted(tables, key=lambda table: GROUPS.index(table.group))


def write_page(tables: Sequence[Table], out: Path) -> None:
    """The page, and beside it one CSV file per table; files of tables that are no more are removed."""
    folder = out.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEAD]
    for group in dict.fromkeys(table.group for table in tables):
        lines.append(f"## {group}\n")
        lines += [table.to_markdown(folder.name) for table in tables if table.group == group]
    out.write_text("\n".join(lines), encoding="utf-8")
    for old in folder.glob("*.csv"):
        old.unlink()
    for table in tables:
        (folder / table.file_name).write_text(table.to_csv(), encoding="utf-8")


def _side_tables(results: Results) -> Iterator[Table]:
    if not results.side_samples:
        return
    judged = results.side_left_one_out
    yield measure_table(
        judged,
        title="Measures from the side",
        about="One value per clip and leg, in the measure's unit. Corrections and standard errors are those that all "
        "other bodies and runners give. Laboratory: ten seconds of every run at 30, 60, 120 and 240 pictures a second, "
        "camera up to 15 degrees off square, rolled up to 3, at 0.3 to 1.6 m, events by nets that never saw the "
        "runner.",
        group=FROM_SIDE,
    )
    yield coverage_table(
        judged,
        title="Intervals from the side that hold the truth",
        about="Each body (rendered) and each runner (laboratory) judged with standard errors from all others. The "
        "laboratory's points carry errors drawn from all rendered clips. *By body and runner*: each one counts "
        "alike, however many clips there are. Contact has two truths, the sole's touch (rendered) and 50 N on a force "
        "plate (laboratory), some 10 to 20 ms apart; an interval wide enough for both covers each one's own errors by "
        "more than 95 %.",
        group=ERRORS,
    )
    if results.side and results.halves:
        yield repeat_table(results.side, results.halves, group=ERRORS)
    yield refusal_table(
        results.side_samples, title="Refused from the side", about="How often and why.", group=FROM_SIDE
    ).with_page_rows(lambda row: row[1] == "rendered")


def _rear_tables(results: Results) -> Iterator[Table]:
    if not results.rear_samples:
        return
    yield measure_table(
        results.rear_samples,
        title="Measures from behind",
        about="One value per clip and side, as stated by the product. Laboratory: as from the side, 2.5 to 5 m behind; "
        "*tape*: marks on the dimples of the pelvis (1 to 2 pixels off), the camera's roll read from the scene with "
        "0.5 degrees of error; *points only*: neither. Truth of pelvic drop is the line of the hip joints; the marks' "
        "own line differs from it by runner (where markers were put, and anatomy), which *against the line of the "
        "marks* leaves out. Measures whose truth a laboratory did not record are missing.",
        group=FROM_BEHIND,
    )
    yield coverage_table(
        results.rear_samples,
        title="Intervals from behind that hold the truth",
        about="As stated by the product.",
        group=ERRORS,
    )
    yield refusal_table(
        results.rear_samples, title="Refused from behind", about="How often and why.", group=FROM_BEHIND
    )
