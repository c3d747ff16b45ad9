"""A comparison of two recordings in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.model.comparison import ComparedValue, Comparison, EventComparison, MeasureComparison
from evenstride.reports.measure_rows import short_name_of
from evenstride.reports.numbers import fixed, to_quantity

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

_AGREE = {True: "agree", False: "DIFFER", None: "not known"}
_EVENT_NAMES = {"initial_contact": "Initial contact", "toe_off": "Toe-off"}
_KINDS = {"clip": "clip", "laboratory": "laboratory", "run": "watch", "assessment": "saved"}
_HEAD = ("", "A", "B", "B less A", "")
_NAME = 24


def comparison_lines(comparison: Comparison, *, knowledge: Knowledge) -> Iterator[str]:
    """Both names, a row for every measure they share, what only one carries, and instants on a common clock."""
    for letter, one in (("A", comparison.a), ("B", comparison.b)):
        yield f"{letter}  {one.name} ({_KINDS[one.kind]})"
        yield from (f"   ! {note}" for note in one.notes)
    yield ""
    if comparison.measures:
        yield from _aligned([_HEAD, *(_cells(row, knowledge) for row in comparison.measures)])
    else:
        yield "  No measure is carried by both."
    for letter, ids in (("A", comparison.only_a), ("B", comparison.only_b)):
        if ids:
            yield f"  only {letter}: " + "; ".join(short_name_of(each, knowledge) for each in ids)
    yield from _event_lines(comparison)


def _cells(row: MeasureComparison, knowledge: Knowledge) -> tuple[str, ...]:
    name = short_name_of(row.id, knowledge) + (f", {row.side}" if row.side else "")
    if row.a.of_sides or row.b.of_sides:
        name += ", mean of both sides"
    decimals = knowledge.measures[row.id].decimals if row.id in knowledge.measures else 1
    values = (_value(each, row.unit, decimals) for each in (row.a, row.b))
    difference = "" if row.difference is None else _signed(row.difference, row.combined_error, row.unit, decimals)
    return (name, *values, difference, _AGREE[row.agree])


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows of cells, every column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield ("  " + "  ".join(f"{cell:{width}s}" for cell, width in zip(row, widths, strict=True))).rstrip()


def _value(value: ComparedValue, unit: str, decimals: int) -> str:
    if isinstance(value.value, str):
        return value.value.replace("_", " ")
    return _number(value.value, value.standard_error, unit, decimals)


def _number(value: float, error: float | None, unit: str, decimals: int) -> str:
    return to_quantity(value, standard_error=error, unit=unit, decimals=decimals).text.replace("\u00a0", " ")


def _signed(value: float, error: float | None, unit: str, decimals: int) -> str:
    text = _number(value, error, unit, decimals)
    return f"+{text}" if value > 0 else text


def _event_lines(comparison: Comparison) -> Iterator[str]:
    clock = comparison.clock
    if clock is None:
        return
    how = "as given" if clock.is_given else "estimated from the contacts"
    yield ""
    yield f"  Instants: {fixed(clock.offset_s, 3)} s on B's clock, {how}."
    if not clock.is_unique:
        yield "  ! Shifts by whole strides fit about as well; give the offset in seconds to be sure."
    yield from (_event_line(row) for row in comparison.events)


def _event_line(row: EventComparison) -> str:
    name = f"{_EVENT_NAMES[row.kind]}, {row.side}"
    apart = "" if row.mean_s is None else f"{fixed(1000 * row.mean_s, 1)} ms"
    spread = "" if row.sd_s is None else f", SD {fixed(1000 * row.sd_s, 1)} ms"
    return f"  {name:{_NAME}s} n = {row.n_matched}; B less A {apart}{spread}; only A {row.only_a}, only B {row.only_b}"
