"""One measure: what it is, where its lines come from, how sure it is, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.addresses import page_path
from evenstride.reports.knowledge_pages.page import Page, Paragraph, Rich, Section, Table, bullets, section
from evenstride.reports.knowledge_pages.phrases import Phrases, grade_words, listed, with_unit
from evenstride.reports.numbers import shown_unit
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.schema import MeasureDefinition, ThresholdLevel

_SIDES_WORDS = {"per_side": "left and right, each for itself", "both": "one value for the run"}
_SPAN_WORDS = {"clip": "a clip of steady running", "whole_run": "a whole run, its first and last fifth"}


def measure_page(measure: MeasureDefinition, phrases: Phrases) -> Page:
    """The page of one measure."""
    return Page(
        path=page_path("measure", measure.id),
        title=measure.name,
        lead=(sentence(measure.better_explained),),
        sections=(
            *section("What it is", _facts(measure, phrases)),
            *section("Classes", _classes(measure, phrases)),
            *section("Screening lines", _lines(measure, phrases), _lines_note(measure)),
            *section("Where other runners were found", _bands(measure, phrases)),
            *section("How well it repeats", _reliability(measure, phrases)),
            *_injury_evidence(measure, phrases),
            *section("What rests on it", *_leads_to(measure, phrases)),
            *section("How to film it", Paragraph((sentence(measure.how_to_film),))),
            *section("Keep in mind", Paragraph((sentence(measure.caveat),))),
        ),
    )


def _facts(measure: MeasureDefinition, phrases: Phrases) -> Table:
    unit = "a class" if measure.kind == "class" else shown_unit(measure.unit)
    needs = f"{measure.min_fps:g}"
    if measure.low_confidence_fps is not None:
        needs += f"; from {measure.low_confidence_fps:g} with low confidence"
    rows: tuple[tuple[str, Rich], ...] = (
        ("Definition", (sentence(measure.definition),)),
        ("Read at", (measure.instant,)),
        ("Sign", (measure.sign,)),
        ("Unit", (unit,)),
        ("Sides", (_SIDES_WORDS[measure.sides],)),
        ("Views", (listed(measure.views),)),
        ("Read from", (_SPAN_WORDS[measure.span],)),
        ("Pictures a second", (f"{needs} (", *phrases.source_of(measure.fps_source), ")")),
        ("Definition from", phrases.source_of(measure.source)),
    )
    return Table(("", ""), tuple(((name,), value) for name, value in rows))


def _classes(measure: MeasureDefinition, phrases: Phrases) -> Table | None:
    if not measure.classes:
        return None
    rows = []
    for each in measure.classes:
        limits = _limits(each.limits, "deg") if each.limits else "no limit of its own"
        source: Rich = (" (", *phrases.source(each.limits), ")") if each.limits else ()
        rows.append(((each.id,), (each.plain,), (limits, *source)))
    return Table(("Class", "Meaning", "Limits"), tuple(rows))


def _lines(measure: MeasureDefinition, phrases: Phrases) -> Table | None:
    lines = measure.thresholds
    if lines is None:
        return None
    rows = tuple(
        ((name,), (_limits(line, measure.unit), " (", *phrases.source(line), ")"))
        for name, line in (("Mild", lines.mild), ("Marked", lines.marked))
    )
    return Table(("Line", "Crossed"), rows)


def _lines_note(measure: MeasureDefinition) -> Paragraph:
    lines = measure.thresholds
    if lines is None:
        return Paragraph(("There is none: this measure starts no finding by a line of its own.",))
    note = sentence(lines.note) if lines.note else "A line starts a question; it does not part good from bad."
    if lines.at_speed_mps is not None and lines.at_speed_mps.value is not None:
        note += f" The lines hold near {lines.at_speed_mps.value:g} m/s."
    return Paragraph((note,))


def _limits(line: ThresholdLevel | object, unit: str) -> str:
    found = ((way, getattr(line, way)) for way in ("below", "above"))
    return ", ".join(f"{way} {with_unit(value, unit)}" for way, value in found if value is not None)


def _bands(measure: MeasureDefinition, phrases: Phrases) -> Table | None:
    if not measure.references:
        return None
    rows = tuple(
        (
            (f"{band.low:g} to {with_unit(band.high, band.unit)}",),
            ("" if band.speed_mps is None else f"{band.speed_mps:g} m/s",),
            (band.population,),
            phrases.source(band),
        )
        for band in measure.references
    )
    return Table(("Values", "Speed", "Who", "Source"), rows)


def _reliability(measure: MeasureDefinition, phrases: Phrases) -> Table | None:
    if not measure.reliability:
        return None
    rows = tuple(
        ((each.what,), (_range(each.low, each.high, each.unit),), phrases.source(each)) for each in measure.reliability
    )
    return Table(("What", "Value", "Source"), rows)


def _range(low: float, high: float, unit: str) -> str:
    return with_unit(low, unit) if low == high else f"{low:g} to {with_unit(high, unit)}"


def _injury_evidence(measure: MeasureDefinition, phrases: Phrases) -> tuple[Section, ...]:
    heading = "Is it linked to injury?"
    if not measure.injury_evidence:
        return section(heading, Paragraph((grade_words("none"),)))
    blocks = [block for each in measure.injury_evidence for block in phrases.evidence(each)]
    return section(heading, *blocks)


def _leads_to(measure: MeasureDefinition, phrases: Phrases) -> tuple[Paragraph | None, ...]:
    knowledge = phrases.knowledge
    findings = [finding.id for finding in knowledge.findings_from(measure.id)]
    classes = [each.id for each in knowledge.measures.values() if each.classified_from == measure.id]
    exercises = [each for each in knowledge.exercises if measure.id in knowledge.measures_behind(each)]
    if not findings and not classes:
        return (Paragraph(("No finding. It is shown as information.",)),)
    return (
        Paragraph(("Measures: ", *phrases.links("measure", classes))) if classes else None,
        Paragraph(("Findings: ", *phrases.links("finding", findings))) if findings else None,
        Paragraph(("Exercises, through findings: ", *phrases.links("exercise", exercises))) if exercises else None,
    )


def measures_index(phrases: Phrases) -> Page:
    """All measures in one table."""
    rows: list[tuple[Rich, ...]] = [
        (
            (phrases.link("measure", each.id),),
            (listed(each.views),),
            (shown_unit(each.unit) or "class",),
            (f"{each.min_fps:g}",),
            (each.injury_grade,),
            phrases.links("finding", [finding.id for finding in phrases.knowledge.findings_from(each.id)]),
        )
        for each in phrases.knowledge.measures.values()
    ]
    header = ("Measure", "Views", "Unit", "Pictures a second", "Link to injury", "Findings")
    lead = "What is measured, from where, how fast the camera has to be, and what rests on it."
    back = bullets((phrases.page("index.md", "All of the knowledge"),))
    table = Table(header, tuple(rows))
    return Page("measures/index.md", "Measures", (lead,), (*section("All measures", table), *section("Back", back)))
