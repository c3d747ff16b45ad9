"""Screens, muscles and running cues: one page each, and a list of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.addresses import page_path
from evenstride.reports.knowledge_pages.exercise_page import texts_in_order
from evenstride.reports.knowledge_pages.page import Bullets, Page, Paragraph, Rich, Table, bullets, section
from evenstride.reports.knowledge_pages.phrases import Phrases, listed, number_words, spoken, texts, with_unit
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Cue, Muscle, Screen

_CAMERA_WORDS = {"side": "from the side", "front": "from the front", "rear": "from behind", "none": "not needed"}


def screen_page(screen: Screen, phrases: Phrases) -> Page:
    """The page of one home screen."""
    findings = [each.id for each in phrases.knowledge.findings.values() if screen.id in each.confirm_with]
    return Page(
        path=page_path("screen", screen.id),
        title=screen.name,
        lead=(sentence(screen.plain), " A screen makes a suspicion more or less plausible; it settles nothing alone."),
        sections=(
            *section("At a glance", _screen_facts(screen, phrases)),
            *section("How to do it", texts_in_order(screen.protocol), _from(screen, phrases)),
            *section(
                "What counts as positive", Paragraph(phrases.statement(screen.positive)), _change(screen, phrases)
            ),
            *section("What others reached", phrases.statements(screen.norms), _age_norms(screen, phrases)),
            *section("Limits", phrases.statements(screen.limits)),
            *section("Leave it out", phrases.statements(screen.leave_out_if)),
            *section("Findings it can speak to", bullets(*((phrases.link("finding", each),) for each in findings))),
        ),
    )


def _screen_facts(screen: Screen, phrases: Phrases) -> Table:
    rows: list[tuple[Rich, Rich]] = [
        (("You need",), (listed(screen.equipment),)),
        (("Camera",), (_CAMERA_WORDS[screen.camera],)),
        (("Result",), (sentence(screen.result),)),
    ]
    if screen.suspects_tight:
        rows.append((("Tells tight",), phrases.links("muscle", screen.suspects_tight)))
    if screen.suspects_weak:
        rows.append((("Tells weak",), phrases.links("muscle", screen.suspects_weak)))
    return Table(("", ""), tuple(rows))


def _from(screen: Screen, phrases: Phrases) -> Paragraph:
    return Paragraph(phrases.statement(screen.protocol_source))


def _change(screen: Screen, phrases: Phrases) -> Paragraph | None:
    if screen.smallest_real_change is None:
        return None
    change = screen.smallest_real_change
    unit = "°" if screen.unit == "deg" else f" {screen.unit}"
    said = f"Smallest change that is more than error: {number_words(change)}{unit} ("
    return Paragraph((said, *phrases.source(change), ")"))


def _age_norms(screen: Screen, phrases: Phrases) -> Table | None:
    if not screen.age_norms:
        return None
    rows = tuple(
        (
            (f"{norm.from_age}",),
            (with_unit(norm.men, screen.unit),),
            (with_unit(norm.women, screen.unit),),
            phrases.source(norm),
        )
        for norm in screen.age_norms
    )
    return Table(("From age", "Men", "Women", "Source"), rows)


def muscle_page(muscle: Muscle, phrases: Phrases) -> Page:
    """The page of one muscle: its job, what suspects it, what tests it, what trains it."""
    return Page(
        path=page_path("muscle", muscle.id),
        title=muscle.name,
        lead=(f"The {muscle.plain_name}. {sentence(muscle.job_in_running)}",),
        sections=(
            *section("At a glance", _muscle_facts(muscle, phrases)),
            *section("Findings that suspect it", _suspected_by(muscle, phrases)),
            *section("Exercises for it", _trained_by(muscle, phrases)),
        ),
    )


def _muscle_facts(muscle: Muscle, phrases: Phrases) -> Table:
    anatomy = muscle.fma_id or "none yet"
    checked = ", to be checked" if muscle.anatomy_status == "to_be_checked" else ""
    rows: list[tuple[Rich, Rich]] = [
        (("Region",), (spoken(muscle.region) + (", a group of muscles" if muscle.is_group else ""),)),
        (("Foundational Model of Anatomy",), (anatomy + checked,)),
        (("Tested tight by",), phrases.links("screen", muscle.tested_tight_by)),
        (("Tested weak by",), phrases.links("screen", muscle.tested_weak_by)),
    ]
    if muscle.test_note:
        rows.append((("Note",), (sentence(muscle.test_note),)))
    return Table(("", ""), tuple(rows))


def _suspected_by(muscle: Muscle, phrases: Phrases) -> Bullets | None:
    found: list[Rich] = []
    for finding in phrases.knowledge.findings.values():
        for state, suspects in (("tight", finding.suspected.tight), ("weak", finding.suspected.weak)):
            if any(each.muscle == muscle.id for each in suspects):
                found.append((phrases.link("finding", finding.id), f": suspected {state}"))
    return bullets(*found)


def _trained_by(muscle: Muscle, phrases: Phrases) -> Bullets | None:
    found: list[Rich] = []
    for exercise in phrases.knowledge.exercises.values():
        if muscle.id in exercise.muscles.all:
            does = "releases it" if muscle.id in exercise.muscles.released else "works it"
            found.append((phrases.link("exercise", exercise.id), f": {does}"))
    return bullets(*found)


def cue_page(cue: Cue, phrases: Phrases) -> Page:
    """The page of one thing to try while running."""
    return Page(
        path=page_path("cue", cue.id),
        title=cue.name,
        lead=("Something to try while running, with what it may shift elsewhere.",),
        sections=(
            *section("How", texts(cue.how)),
            *section("How much", Paragraph(phrases.statement(cue.amount))),
            *section("Warnings", phrases.statements(cue.warnings)),
            *section("What the evidence says", *phrases.evidence(cue.evidence)),
            *section("Findings it answers", bullets(*((phrases.link("finding", each),) for each in cue.findings))),
        ),
    )
