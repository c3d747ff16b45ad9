"""All pages of the knowledge, and the folder of files they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.addresses import INDEX, PAGE_OF_KIND, index_path
from evenstride.reports.knowledge_pages.body_pages import cue_page, muscle_page, screen_page
from evenstride.reports.knowledge_pages.exercise_page import exercise_page
from evenstride.reports.knowledge_pages.finding_page import finding_page
from evenstride.reports.knowledge_pages.markdown import render_markdown
from evenstride.reports.knowledge_pages.measure_page import measure_page, measures_index
from evenstride.reports.knowledge_pages.page import Figure, Page, Paragraph, bullets, section
from evenstride.reports.knowledge_pages.phrases import Phrases
from evenstride.reports.knowledge_pages.shared_pages import (
    CLAIMS_TITLE,
    claims_page,
    complaints_page,
    list_page,
    plan_rules_page,
    red_flags_page,
    references_page,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise

#: Kind -> (title of its list, what the list says first).
_LISTS = {
    "finding": ("Findings", "What measures add up to: each with its muscles, screens, exercises and evidence."),
    "exercise": ("Exercises", "What to do, how much by the article and by us, and who leaves it out."),
    "screen": ("Home screens", "Tests that make a suspicion about a muscle more or less plausible."),
    "muscle": ("Muscles", "The muscles that findings suspect and exercises train."),
    "cue": ("Things to try while running", "Changes to try on an easy run, each with its warnings."),
}


def page_of(kind: str, identifier: str, knowledge: Knowledge) -> Page:
    """The page of one entry, without its drawings.

    Parameters
    ----------
    kind : ``finding``, ``exercise``, ``measure``, ``screen``, ``muscle`` or ``cue``.
    """
    phrases = Phrases(knowledge)
    if kind == "finding":
        return finding_page(knowledge.findings[identifier], phrases)
    if kind == "exercise":
        return exercise_page(knowledge.exercises[identifier], phrases)
    if kind == "measure":
        return measure_page(knowledge.measures[identifier], phrases)
    if kind == "screen":
        return screen_page(knowledge.screens[identifier], phrases)
    if kind == "muscle":
        return muscle_page(knowledge.muscles[identifier], phrases)
    return cue_page(knowledge.cues[identifier], phrases)


def drawn_exercise_page(identifier: str, knowledge: Knowledge) -> Page:
    """The page of one exercise with its drawings."""
    exercise = knowledge.exercises[identifier]
    return exercise_page(exercise, Phrases(knowledge), _figures(exercise, knowledge))


def pages_of(knowledge: Knowledge, *, is_drawn: bool = True) -> tuple[Page, ...]:
    """Every page, in the order of the index; the drawings of the exercises, which take most of the time, on demand."""
    phrases = Phrases(knowledge)
    single = (
        page_of(kind, identifier, knowledge)
        for kind in ("finding", "measure", "screen", "muscle", "cue")
        for identifier in knowledge.of_kind(kind)
    )
    return (
        _index(phrases),
        claims_page(phrases),
        red_flags_page(phrases),
        plan_rules_page(phrases),
        complaints_page(phrases),
        references_page(phrases),
        measures_index(phrases),
        *(list_page(kind, title, lead, phrases) for kind, (title, lead) in _LISTS.items()),
        *single,
        *(
            drawn_exercise_page(each, knowledge) if is_drawn else page_of("exercise", each, knowledge)
            for each in knowledge.exercises
        ),
    )


def render_files(knowledge: Knowledge) -> dict[str, str]:
    """Path inside the folder -> content, for every page and drawing. The same knowledge gives the same bytes."""
    pages = pages_of(knowledge)
    drawings = {figure.path: figure.svg for page in pages for figure in page.figures}
    return {**{page.path: render_markdown(page) for page in pages}, **drawings}


def _figures(exercise: Exercise, knowledge: Knowledge) -> tuple[Figure, ...]:
    """A still drawing of the exercise and of each part that moves differently."""
    from evenstride.reports.figures import PALETTES, figure_svg, movement_of

    basic = movement_of(knowledge, exercise.id)
    found = []
    for part_id in (None, *(part.id for part in exercise.parts[1:])):
        movement = movement_of(knowledge, exercise.id, part_id)
        if movement is None or (part_id is not None and movement is basic):
            continue
        svg = figure_svg(movement, still="strip", palette=PALETTES["print"])
        name = exercise.id if part_id is None else f"{exercise.id}-{part_id}"
        shows = f"{exercise.part(part_id).name}: start, work and end pose"
        found.append(Figure(f"figures/{name}.svg", svg if svg.endswith("\n") else f"{svg}\n", shows))
    return tuple(found)


def _index(phrases: Phrases) -> Page:
    knowledge = phrases.knowledge
    lead = (
        f"What Evenstride's findings, exercises and plans rest on, version {knowledge.version}. Every number names its "
        "source. Nothing here diagnoses anybody."
    )
    lists = [(index_path(kind), title, kind) for kind, (title, _) in _LISTS.items()]
    lists.insert(1, (index_path("measure"), "Measures", "measure"))
    chain = bullets(*((phrases.page(path, title), f" ({len(knowledge.of_kind(kind))})") for path, title, kind in lists))
    shared = (
        ("claim", CLAIMS_TITLE),
        ("red_flag", "Questions before a plan"),
        ("plan_rule", "Rules of a plan"),
        ("injury", "Complaints that are discussed"),
        ("reference", "References, with what their status means"),
    )
    others = bullets(*((phrases.page(PAGE_OF_KIND[kind], title),) for kind, title in shared))
    how = (
        "A measure crosses a line, measures make a finding, a finding suspects muscles, a home screen speaks for or "
        "against them, and exercises answer. Every page leads on and back."
    )
    return Page(
        INDEX,
        "The knowledge",
        (lead,),
        (*section("The chain", Paragraph((how,)), chain), *section("Beside it", others)),
    )
