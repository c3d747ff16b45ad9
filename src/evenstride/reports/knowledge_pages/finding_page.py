"""One finding with its whole chain: measures, suspected muscles, screens, exercises, cues, evidence and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.addresses import page_path
from evenstride.reports.knowledge_pages.page import Bullets, Page, Paragraph, Rich, Section, bullets, section
from evenstride.reports.knowledge_pages.phrases import GRADE_MEANINGS, Phrases, texts, with_unit
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Condition, FindingDefinition, MeasureDefinition
    from evenstride.knowledge.schema.finding import SuspectedMuscle

_BASIS_WORDS = {"as_in_article": "as in the article", "inferred": "our inference"}
_SIDE_FILLED = "left/right"


def finding_page(finding: FindingDefinition, phrases: Phrases) -> Page:
    """The page of one finding."""
    return Page(
        path=page_path("finding", finding.id),
        title=finding.name,
        lead=(finding.plain,),
        sections=(
            *section("How sure", _grades(finding)),
            *section("What the article says", phrases.statements(finding.article_says)),
            *section("The article's claims beside the evidence", _claims(finding, phrases)),
            *_trigger(finding, phrases),
            *section("Suspected muscles", _muscles(finding, phrases), Paragraph((finding.suspected.basis,))),
            *section("What would confirm it at home", _screens(finding, phrases)),
            *section("Exercises that answer it", _exercises(finding, phrases)),
            *section("Things to try while running", bullets(*((phrases.link("cue", each),) for each in finding.cues))),
            *section("Where to look further", _see_also(finding, phrases)),
            *section("What speaks for it mattering", phrases.statements(finding.evidence.speaks_for)),
            *section("What speaks against", phrases.statements(finding.evidence.speaks_against)),
            *section("Complaints that are discussed with it", *_injuries(finding, phrases)),
            *section("What a report says", _says(finding)),
            *section("What it does not say", Paragraph((finding.does_not_say,))),
            *section("To know it better", texts(finding.to_know)),
        ),
    )


def _grades(finding: FindingDefinition) -> Bullets | None:
    origin = "Named by the article." if finding.origin == "article" else "Not in the article; from the literature."
    matters = f"That it matters for injury: {finding.grade} ({GRADE_MEANINGS[finding.grade]})."
    muscles = f"That the muscles have to do with it: {finding.muscle_link_grade} "
    return bullets((origin,), (matters,), (f"{muscles}({GRADE_MEANINGS[finding.muscle_link_grade]}).",))


def _claims(finding: FindingDefinition, phrases: Phrases) -> Bullets | None:
    return phrases.claims(each.id for each in phrases.knowledge.claims.values() if finding.id in each.findings)


def _trigger(finding: FindingDefinition, phrases: Phrases) -> tuple[Section, ...]:
    trigger = finding.trigger
    needed = [_conditions((each,), phrases) for each in trigger.all]
    one_of = [_conditions(each, phrases) for each in trigger.alternatives]
    basis = Paragraph(("This rule is from: ", *phrases.source_of(trigger.source), "."))
    note = Paragraph((sentence(trigger.note),)) if trigger.note else None
    return (
        *section("What must be seen", bullets(*needed)),
        *section("And at least one of these" if needed else "At least one of these", bullets(*one_of)),
        *section("Where the rule comes from", basis, note),
    )


def _conditions(conditions: tuple[Condition, ...], phrases: Phrases) -> Rich:
    words: list[Rich] = [_condition(each, phrases) for each in conditions]
    first, *others = words
    return (*first, *(part for other in others for part in (", together with ", *other)))


def _condition(condition: Condition, phrases: Phrases) -> Rich:
    measure = phrases.knowledge.measures[condition.measure]
    link = phrases.link("measure", measure.id)
    if condition.class_is is not None:
        meaning = next(each.plain for each in measure.classes if each.id == condition.class_is)
        return link, f": {condition.class_is} ({meaning})"
    if condition.level is None:
        return link, ": left and right differ by more than is usual"
    return link, f": {_line_words(measure, condition)} (", *_line_source(measure, condition, phrases), ")"


def _line_words(measure: MeasureDefinition, condition: Condition) -> str:
    if measure.thresholds is None or condition.level is None:
        return "beyond its line"
    line = getattr(measure.thresholds, condition.level)
    ways = [condition.direction] if condition.direction else [way for way in ("above", "below") if _at(line, way)]
    return " or ".join(f"{way} {with_unit(getattr(line, way), measure.unit)}" for way in ways)


def _at(line: object, way: str) -> bool:
    return getattr(line, way) is not None


def _line_source(measure: MeasureDefinition, condition: Condition, phrases: Phrases) -> Rich:
    if measure.thresholds is None or condition.level is None:
        return ()
    return (f"{condition.level} line, ", *phrases.source(getattr(measure.thresholds, condition.level)))


def _muscles(finding: FindingDefinition, phrases: Phrases) -> Bullets | None:
    tight = [_muscle(each, "tight", phrases) for each in finding.suspected.tight]
    weak = [_muscle(each, "weak", phrases) for each in finding.suspected.weak]
    return bullets(*tight, *weak)


def _muscle(suspected: SuspectedMuscle, state: str, phrases: Phrases) -> Rich:
    muscle = phrases.knowledge.muscles[suspected.muscle]
    screens = muscle.tested_tight_by if state == "tight" else muscle.tested_weak_by
    told = ("told by ", *phrases.links("screen", screens)) if screens else ("no screen at home tells",)
    words = f" ({muscle.plain_name}): suspected {state}, {_BASIS_WORDS[suspected.basis]}; "
    return phrases.link("muscle", muscle.id), words, *told


def _screens(finding: FindingDefinition, phrases: Phrases) -> Bullets | None:
    screens = (phrases.knowledge.screens[each] for each in finding.confirm_with)
    return bullets(*((phrases.link("screen", each.id), f": {each.plain}") for each in screens))


def _exercises(finding: FindingDefinition, phrases: Phrases) -> Bullets | None:
    exercises = (phrases.knowledge.exercises[each] for each in finding.exercises)
    return bullets(
        *((phrases.link("exercise", each.id), f" ({each.kind}): {sentence(each.purpose)}") for each in exercises)
    )


def _see_also(finding: FindingDefinition, phrases: Phrases) -> Bullets | None:
    return bullets(*((phrases.link("finding", each),) for each in finding.see_also))


def _injuries(finding: FindingDefinition, phrases: Phrases) -> tuple[Bullets | None, Paragraph]:
    groups = (("By the article", finding.injuries.article), ("In the literature", finding.injuries.literature))
    found = [(f"{title}: ", *phrases.links("injury", ids)) for title, ids in groups if ids]
    return bullets(*found), Paragraph((f"{sentence(finding.injuries.note)} Education only, never about one runner.",))


def _says(finding: FindingDefinition) -> Bullets | None:
    said = ((status, getattr(finding.says, status)) for status in ("present", "possible", "absent", "unknown"))
    return bullets(*((f"{status.capitalize()}: {text.replace('{side}', _SIDE_FILLED)}",) for status, text in said))
