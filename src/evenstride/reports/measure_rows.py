"""The table of every measure: rows in groups, a cell per side, the reference, and the small scale beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evenstride.model import Measure, Reference
from evenstride.model.gait import SIDES, Side
from evenstride.reports.model import (
    LegRole,
    MarkPoint,
    MeasureCell,
    MeasureGroup,
    MeasureRow,
    Quantity,
    Refusal,
    Role,
    ScaleMark,
)
from evenstride.reports.numbers import error_95, fixed, shown_unit, to_quantity
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import (
    MEASURE_GROUPS,
    MEASURE_STATUS_WORDS,
    OTHER_GROUP,
    STRIKE_WORDS,
    class_words,
    side_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

SCALE_PADDING = 0.18  # of the shown span, on both ends


def measure_groups(
    measures: Sequence[Measure], *, knowledge: Knowledge, legs: Sequence[LegRole], sources: SourceBook
) -> tuple[MeasureGroup, ...]:
    """Rows of every measure with at least one value, grouped; what is refused on all sides is not a row."""
    said = dict.fromkeys(m.id for m in measures if m.status != "refused")
    grouped = {title: [i for i in ids if i in said] for title, ids in MEASURE_GROUPS.items()}
    placed = {measure_id for ids in grouped.values() for measure_id in ids}
    grouped[OTHER_GROUP] = [measure_id for measure_id in said if measure_id not in placed]
    return tuple(
        MeasureGroup(title, tuple(_row(i, measures, knowledge=knowledge, legs=legs, sources=sources) for i in ids))
        for title, ids in grouped.items()
        if ids
    )


def refusals(measures: Sequence[Measure], *, knowledge: Knowledge) -> tuple[Refusal, ...]:
    """What was refused, both sides together where the reasons are the same."""
    by_reason: dict[tuple[str, tuple[str, ...]], list[Measure]] = {}
    for measure in measures:
        if measure.status == "refused":
            by_reason.setdefault((measure.id, measure.reasons), []).append(measure)
    return tuple(
        Refusal(
            name=name_of(measure_id, knowledge),
            side_words=side_words(group[0].side if len(group) == 1 else None),
            reasons=reasons,
            how_to_film=knowledge.measures[measure_id].how_to_film if measure_id in knowledge.measures else "",
        )
        for (measure_id, reasons), group in by_reason.items()
    )


def name_of(measure_id: str, knowledge: Knowledge) -> str:
    """The measure's name; its id in words where the knowledge does not have it."""
    definition = knowledge.measures.get(measure_id)
    return measure_id.replace("_", " ").capitalize() if definition is None else definition.name


def quantity_of(measure: Measure, knowledge: Knowledge) -> Quantity | None:
    """The printable value of a measure; None when it is refused."""
    if measure.value is None:
        return None
    definition = knowledge.measures.get(measure.id)
    if isinstance(measure.value, str):
        return Quantity(number=_class_of(measure.value, definition), error=None, unit="")
    decimals = 1 if definition is None else definition.decimals
    return to_quantity(measure.value, standard_error=measure.standard_error, unit=measure.unit, decimals=decimals)


def reference_of(measure_id: str, measures: Iterable[Measure], knowledge: Knowledge) -> Reference | None:
    """The range to read a measure beside: the one it carries, else the first of the knowledge in the same unit."""
    same = [m for m in measures if m.id == measure_id]
    carried = next((m.reference for m in same if m.reference is not None), None)
    definition = knowledge.measures.get(measure_id)
    if carried is not None or definition is None or not same:
        return carried
    fitting = (band for band in definition.references if shown_unit(band.unit) == shown_unit(same[0].unit))
    band = next(fitting, None)
    if band is None:
        return None
    speed = "" if band.speed_mps is None else f" at {band.speed_mps:g} m/s"
    return Reference(band.low, band.high, band.source, f"{band.population}{speed}".strip())


def _row(
    measure_id: str,
    measures: Sequence[Measure],
    *,
    knowledge: Knowledge,
    legs: Sequence[LegRole],
    sources: SourceBook,
) -> MeasureRow:
    same = [m for m in measures if m.id == measure_id]
    definition = knowledge.measures.get(measure_id)
    reference = reference_of(measure_id, measures, knowledge)
    role_of: dict[Side | None, Role | None] = {leg.side: leg.role for leg in legs}
    cells = tuple(_cell(m, role_of.get(m.side), knowledge) for m in sorted(same, key=_side_order))
    return MeasureRow(
        id=measure_id,
        name=name_of(measure_id, knowledge),
        definition="" if definition is None else definition.definition,
        sign="" if definition is None else definition.sign,
        caveat="" if definition is None else definition.caveat,
        cells=cells,
        reference_words="" if reference is None else _reference_words(reference, same[0].unit, sources),
        sources=() if reference is None else sources.cite(reference.source),
        mark=None if reference is None else _mark(same, role_of, reference),
    )


def _cell(measure: Measure, role: Role | None, knowledge: Knowledge) -> MeasureCell:
    return MeasureCell(
        side=measure.side,
        side_words=side_words(measure.side),
        role=role,
        quantity=quantity_of(measure, knowledge),
        n_steps=measure.n_steps,
        status=measure.status,
        status_words=MEASURE_STATUS_WORDS[measure.status],
        reasons=measure.reasons,
    )


def _mark(
    measures: Sequence[Measure], role_of: dict[Side | None, Role | None], reference: Reference
) -> ScaleMark | None:
    """The values with their 95 % errors against the reference on one scale."""
    spans = [(m, m.number, error_95(m.standard_error) or 0.0) for m in measures if m.number is not None]
    if not spans:
        return None
    numbers = [(m, number, error) for m, number, error in spans if number is not None]
    low = min([reference.low, *(number - error for _, number, error in numbers)])
    high = max([reference.high, *(number + error for _, number, error in numbers)])
    padding = SCALE_PADDING * ((high - low) or 1.0)
    start, span = low - padding, (high - low) + 2 * padding

    def pct(value: float) -> float:
        return round(100 * (value - start) / span, 1)

    points = tuple(
        MarkPoint(role_of.get(m.side), pct(number), pct(number - error), pct(number + error))
        for m, number, error in numbers
    )
    return ScaleMark(pct(reference.low), pct(reference.high), points, _mark_words(numbers, reference))


def _mark_words(numbers: Iterable[tuple[Measure, float, float]], reference: Reference) -> str:
    """The scale in words, for those who do not see it."""
    parts = []
    for measure, number, error in numbers:
        where = "within"
        if number + error < reference.low:
            where = "below"
        elif number - error > reference.high:
            where = "above"
        elif not reference.low <= number <= reference.high:
            where = "not clearly outside"
        parts.append(f"{side_words(measure.side)}: {where} the reference range")
    return "; ".join(parts)


def _reference_words(reference: Reference, unit: str, sources: SourceBook) -> str:
    shown = shown_unit(unit)
    gap = "" if shown in {"", "°"} else " "
    decimals = 0 if float(reference.low).is_integer() and float(reference.high).is_integer() else 1
    low, high = fixed(reference.low, decimals), fixed(reference.high, decimals)
    note = f" ({reference.note})" if reference.note else ""
    return f"{low} to {high}{gap}{shown}, {sources.short(reference.source)}{note}"


def _class_of(value: str, definition: MeasureDefinition | None) -> str:
    if value in STRIKE_WORDS:
        return STRIKE_WORDS[value]
    plain = () if definition is None else (c.plain for c in definition.classes if c.id == value)
    return next(iter(plain), class_words(value))


def _side_order(measure: Measure) -> int:
    return -1 if measure.side is None else SIDES.index(measure.side)
