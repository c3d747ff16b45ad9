"""The table of every measure: rows in groups, a cell per side, their difference, and the reference beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal

from evenstride.gait.measures import ClipView, reason_against_view
from evenstride.model import Assessment, Measure, Reference
from evenstride.model.gait import SIDES, Side
from evenstride.model.measure import SideDifference
from evenstride.pipelines.imu_measures import SENSOR_IS_BLIND
from evenstride.pipelines.run_measures import WATCH_IS_BLIND
from evenstride.reports.clip_model import LegRole, Role
from evenstride.reports.model import (
    DifferenceCell,
    MeasureCell,
    MeasureGroup,
    MeasureRow,
    MeasureTable,
    Quantity,
    Refusal,
    TableNote,
)
from evenstride.reports.numbers import fixed, shown_unit, to_quantity
from evenstride.reports.scales import reference_scale
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import (
    CLASS_WORDS,
    MEASURE_GROUPS,
    MEASURE_STATUS_WORDS,
    OTHER_GROUP,
    class_words,
    join_words,
    side_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: Decimals on a page where they are fewer than the knowledge's: nobody reads a tenth of a step a minute.
SHOWN_DECIMALS = {"cadence": 0}

OtherRecording = Literal["from_the_side", "from_behind", "whole_run", "sensor", "force"]
FROM_THE_SIDE: OtherRecording = "from_the_side"
FROM_BEHIND: OtherRecording = "from_behind"
WHOLE_RUN: OtherRecording = "whole_run"
SENSOR: OtherRecording = "sensor"
FORCE: OtherRecording = "force"


@dataclass(frozen=True)
class RecordingNeeded:
    """Why no clip that there is carries some measures, and what to record instead."""

    reason: str
    how_to_film: str


OTHER_RECORDINGS: dict[OtherRecording, RecordingNeeded] = {
    FROM_THE_SIDE: RecordingNeeded(
        "Not seen from behind.",
        "Film a clip from the side, the camera square to the running direction, at hip height and standing still, 120 "
        "pictures a second, the whole body in the picture.",
    ),
    FROM_BEHIND: RecordingNeeded(
        "Not seen from the side.",
        "Film a second clip from straight behind, the camera level at hip height and standing still, 120 pictures a "
        "second, in shorts or tights; two dots of tape on the dimples of the pelvis show its tilt, four more on the "
        "back of each leg and shoe that of the heel.",
    ),
    WHOLE_RUN: RecordingNeeded(
        "Needs the whole run, its end against its start.",
        "Record a steady run of 40 minutes or more with a watch or sensor, or film ten seconds near its start and near "
        "its end with the camera left where it is.",
    ),
    SENSOR: RecordingNeeded(
        "No camera shows it.",
        "Strap a motion sensor to the inside of the shin, a hand's width above the ankle bone, record a run and hand "
        "its CSV file to evenstride run.",
    ),
    FORCE: RecordingNeeded(
        "Needs a force platform.",
        "Run over a force platform or on a treadmill with one, and hand over the laboratory's C3D file, or its TRC "
        "file beside the MOT file of forces.",
    ),
}


@dataclass
class NoteBook:
    """Reasons under the table: each gets its letter where it is first given."""

    _letters: dict[str, str] = field(default_factory=dict)

    def letters(self, reasons: Iterable[str]) -> tuple[str, ...]:
        """The letters of these reasons."""
        return tuple(self._letters.setdefault(reason, self._next()) for reason in reasons)

    def listed(self) -> tuple[TableNote, ...]:
        """Every reason given so far, by letter."""
        return tuple(TableNote(letter, reason) for reason, letter in self._letters.items())

    def _next(self) -> str:
        count = len(self._letters)
        again, place = divmod(count, len(ascii_lowercase))
        return ascii_lowercase[place] * (again + 1)


def measure_table(
    assessment: Assessment,
    *,
    knowledge: Knowledge,
    legs: Sequence[LegRole],
    sources: SourceBook,
    places: Mapping[str, str] | None = None,
) -> MeasureTable:
    """Rows of every measure with at least one value, grouped; what is refused on all sides is not a row.

    ``places`` name the recordings by id where there are several, and every value then says which it came from.
    """
    said = dict.fromkeys(m.id for m in assessment.measures if m.status != "refused")
    grouped = {title: [i for i in ids if i in said] for title, ids in MEASURE_GROUPS.items()}
    placed = {measure_id for ids in grouped.values() for measure_id in ids}
    grouped[OTHER_GROUP] = [measure_id for measure_id in said if measure_id not in placed]
    notes = NoteBook()

    def row(measure_id: str) -> MeasureRow:
        return _row(
            measure_id, assessment, knowledge=knowledge, legs=legs, sources=sources, notes=notes, places=places or {}
        )

    groups = tuple(MeasureGroup(title, tuple(map(row, ids))) for title, ids in grouped.items() if ids)
    return MeasureTable(groups, notes.listed())


def refusals(
    measures: Sequence[Measure], *, knowledge: Knowledge, views: Set[ClipView] = frozenset({"side"})
) -> tuple[Refusal, ...]:
    """What was refused, both sides together where the reasons are the same.

    What no clip of the ``views`` there are can carry comes last, in one entry for another view and one for the whole
    run.
    """
    refused = [measure for measure in measures if measure.status == "refused"]
    elsewhere = [measure for measure in refused if _needs_other_recording(measure, knowledge, views)]
    by_reason: dict[tuple[str, tuple[str, ...]], list[Measure]] = {}
    for measure in refused:
        if measure not in elsewhere:
            by_reason.setdefault((measure.id, measure.reasons), []).append(measure)
    return (*_own_refusals(by_reason, knowledge), *_shared_refusals(elsewhere, knowledge, views))


def _own_refusals(
    by_reason: Mapping[tuple[str, tuple[str, ...]], Sequence[Measure]], knowledge: Knowledge
) -> Iterator[Refusal]:
    yield from (
        Refusal(
            name=name_of(measure_id, knowledge),
            side_words=side_words(group[0].side if len(group) == 1 else None),
            reasons=reasons_without_advice(group[0], knowledge),
            how_to_film=knowledge.measures[measure_id].how_to_film if measure_id in knowledge.measures else "",
        )
        for (measure_id, _), group in by_reason.items()
    )


def _needs_other_recording(measure: Measure, knowledge: Knowledge, views: Set[ClipView]) -> bool:
    """Whether a measure is refused only because these kinds of recording never carry it."""
    definition = knowledge.measures.get(measure.id)
    if definition is None or other_recording_of(definition, views) is None:
        return False
    if not views and definition.span == "whole_run":
        return False
    against = {(reason_against_view(definition, view),) for view in views}
    blind = {(f"{words} {definition.how_to_film}",) for words in (WATCH_IS_BLIND, SENSOR_IS_BLIND)}
    return measure.reasons in against | blind


def _shared_refusals(elsewhere: Sequence[Measure], knowledge: Knowledge, views: Set[ClipView]) -> Iterator[Refusal]:
    for kind, needed in OTHER_RECORDINGS.items():
        found = [m for m in elsewhere if other_recording_of(knowledge.measures[m.id], views) == kind]
        if found:
            names = join_words(name_of(measure_id, knowledge) for measure_id in dict.fromkeys(m.id for m in found))
            reasons = (needed.reason,) if views else reasons_without_advice(found[0], knowledge)
            yield Refusal(name=names, side_words=side_words(None), reasons=reasons, how_to_film=needed.how_to_film)


def other_recording_of(definition: MeasureDefinition, views: Set[ClipView]) -> OtherRecording | None:
    """The recording that carries a measure where no clip of these views does; None where one of them can."""
    if definition.span == "whole_run":
        return WHOLE_RUN
    if views & set(definition.views):
        return None
    if set(definition.views) == {"imu"}:
        return SENSOR
    if set(definition.views) == {"force"}:
        return FORCE
    return FROM_THE_SIDE if "side" in definition.views else FROM_BEHIND


def reasons_without_advice(measure: Measure, knowledge: Knowledge) -> tuple[str, ...]:
    """Why a measure is less certain or missing; how to film it, which the page says in its own place, left off."""
    definition = knowledge.measures.get(measure.id)
    advice = "" if definition is None else definition.how_to_film
    said = (reason.removesuffix(advice).strip() if advice else reason for reason in measure.reasons)
    return tuple(reason for reason in said if reason)


def name_of(measure_id: str, knowledge: Knowledge) -> str:
    """The measure's name; its id in words where the knowledge does not have it."""
    definition = knowledge.measures.get(measure_id)
    return measure_id.replace("_", " ").capitalize() if definition is None else definition.name


def short_name_of(measure_id: str, knowledge: Knowledge) -> str:
    """The measure's short name, as runners say it."""
    definition = knowledge.measures.get(measure_id)
    return name_of(measure_id, knowledge) if definition is None else definition.short_name


def quantity_of(measure: Measure, knowledge: Knowledge) -> Quantity | None:
    """The printable value of a measure; None when it is refused."""
    if measure.value is None:
        return None
    if isinstance(measure.value, str):
        return Quantity(number=_class_of(measure.value, knowledge.measures.get(measure.id)), error=None, unit="")
    return to_quantity(
        measure.value,
        standard_error=measure.standard_error,
        unit=measure.unit,
        decimals=_decimals(measure.id, knowledge),
    )


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
    assessment: Assessment,
    *,
    knowledge: Knowledge,
    legs: Sequence[LegRole],
    sources: SourceBook,
    notes: NoteBook,
    places: Mapping[str, str],
) -> MeasureRow:
    same = sorted((m for m in assessment.measures if m.id == measure_id), key=_side_order)
    definition = knowledge.measures.get(measure_id)
    reference = reference_of(measure_id, same, knowledge)
    role_of: dict[Side | None, Role | None] = {leg.side: leg.role for leg in legs}
    difference = next((d for d in assessment.left_right_differences if d.id == measure_id), None)
    return MeasureRow(
        id=measure_id,
        name=name_of(measure_id, knowledge),
        definition="" if definition is None else definition.definition,
        sign="" if definition is None else definition.sign,
        caveat="" if definition is None else definition.caveat,
        cells=tuple(_cell(m, role_of.get(m.side), knowledge, notes, places) for m in same),
        difference=None if difference is None else _difference(difference, knowledge),
        reference_range="" if reference is None else _range_words(reference, same[0].unit),
        reference_note="" if reference is None else _population_words(reference, sources),
        sources=() if reference is None else sources.cite(reference.source),
        mark=None if reference is None else reference_scale(same, role_of, reference),
    )


def _cell(
    measure: Measure, role: Role | None, knowledge: Knowledge, notes: NoteBook, places: Mapping[str, str]
) -> MeasureCell:
    return MeasureCell(
        side=measure.side,
        side_words=side_words(measure.side),
        role=role,
        quantity=quantity_of(measure, knowledge),
        n_steps=measure.n_steps,
        status=measure.status,
        status_words=MEASURE_STATUS_WORDS[measure.status],
        notes=notes.letters(reasons_without_advice(measure, knowledge)),
        parts=tuple(part_words(measure, knowledge, places)),
    )


def part_words(measure: Measure, knowledge: Knowledge, places: Mapping[str, str]) -> Iterator[str]:
    """Which recording a value came from; what each gave where it came from several."""
    if measure.source not in places or measure.value is None:
        return
    if not measure.parts:
        yield places[measure.source]
    for part in measure.parts:
        given = replace(measure, value=part.value, standard_error=part.standard_error)
        quantity = quantity_of(given, knowledge)
        shown = "" if quantity is None else _without_unit(quantity)
        yield f"{places[part.source]}: {shown}{'' if part.weight else ' (not counted)'}"


def _without_unit(quantity: Quantity) -> str:
    """As printed beside a value that has the unit already."""
    error = "" if quantity.error is None else f"\u00a0±\u00a0{quantity.error}"
    return f"{quantity.number}{error}{'°' if quantity.unit == '°' else ''}"


def _difference(difference: SideDifference, knowledge: Knowledge) -> DifferenceCell:
    """Left minus right with its sign; marked only where it is larger than its 95 % error."""
    quantity = to_quantity(
        difference.left_minus_right,
        standard_error=difference.standard_error,
        unit=difference.unit,
        decimals=_decimals(difference.id, knowledge),
    )
    is_plus = difference.left_minus_right > 0 and quantity.number.strip("0.") != ""
    return DifferenceCell(f"{'+' if is_plus else ''}{quantity.text}", difference.is_beyond_error)


def _decimals(measure_id: str, knowledge: Knowledge) -> int:
    definition = knowledge.measures.get(measure_id)
    return SHOWN_DECIMALS.get(measure_id, 1 if definition is None else definition.decimals)


def _range_words(reference: Reference, unit: str) -> str:
    shown = shown_unit(unit)
    gap = "" if shown in {"", "°"} else "\u00a0"
    decimals = 0 if float(reference.low).is_integer() and float(reference.high).is_integer() else 1
    return f"{fixed(reference.low, decimals)} to {fixed(reference.high, decimals)}{gap}{shown}"


def _population_words(reference: Reference, sources: SourceBook) -> str:
    return ", ".join(part for part in (sources.short(reference.source), reference.note) if part)


def _class_of(value: str, definition: MeasureDefinition | None) -> str:
    if value in CLASS_WORDS:
        return CLASS_WORDS[value]
    plain = () if definition is None else (c.plain for c in definition.classes if c.id == value)
    return next(iter(plain), class_words(value))


def _side_order(measure: Measure) -> int:
    return -1 if measure.side is None else SIDES.index(measure.side)
