"""Pages that hold many entries: claims, questions before a plan, plan rules, complaints, references, and the lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.addresses import INDEX, PAGE_OF_KIND, index_path
from evenstride.reports.knowledge_pages.page import (
    Bullets,
    Page,
    Paragraph,
    Rich,
    Section,
    Strong,
    Table,
    bullets,
    joined,
    section,
)
from evenstride.reports.knowledge_pages.phrases import GRADE_MEANINGS, Phrases, texts
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Claim, PlanRule, Publication, RedFlag

CLAIMS_TITLE = "What the article says, what the evidence says, what we do"
URGENCY_WORDS = {
    "emergency": "At once",
    "same_day": "The same day",
    "before_continuing": "Before going on",
}
_RULE_WORDS = {
    "setting": "Numbers the plan starts from",
    "progress": "How to go on",
    "step_back": "When to step back",
    "stop": "When to stop",
    "habit": "What keeps it going",
}
_STATUS_MEANINGS = {
    "published": "The cited fact was read, mostly in the abstract.",
    "to_be_checked": "Cited from its title or from memory; the note says what is open.",
    "internal": "No publication: the article, our own default, or our own calculation.",
}


def claims_page(phrases: Phrases) -> Page:
    """What the article says, what the evidence says, what we do, for each claim."""
    claims = phrases.knowledge.claims.values()
    table = Table(
        ("The article's claim", "The evidence in short", "Grade"),
        tuple(
            ((phrases.link("claim", each.id),), (sentence(each.verdict),), (each.evidence.grade,)) for each in claims
        ),
    )
    lead = (
        "Every claim of the article that this work started from, told in our words, beside what studies say and what "
        "Evenstride does about it. It is meant to be checked by somebody who knows the field."
    )
    sections = [*section("In short", table)]
    for each in claims:
        sections += _claim(each, phrases)
    return Page(PAGE_OF_KIND["claim"], CLAIMS_TITLE, (lead,), (*sections,))


def _claim(claim: Claim, phrases: Phrases) -> tuple[Section, ...]:
    says = Paragraph((Strong("The article says."), " ", *phrases.statement(claim.article_says)))
    grade = f"{sentence(claim.verdict)} Graded {claim.evidence.grade}: {GRADE_MEANINGS[claim.evidence.grade]}."
    return section(
        claim.name,
        says,
        Paragraph((Strong("The evidence says."), f" {grade}")),
        phrases.statements(claim.evidence.statements),
        Paragraph((Strong("What we do."),)),
        texts(claim.we_do),
        _about("Findings", "finding", claim.findings, phrases),
        _about("Exercises", "exercise", claim.exercises, phrases),
        anchor=claim.id,
    )


def _about(title: str, kind: str, identifiers: tuple[str, ...], phrases: Phrases) -> Paragraph | None:
    return Paragraph((f"{title}: ", *phrases.links(kind, identifiers), ".")) if identifiers else None


def red_flags_page(phrases: Phrases) -> Page:
    """The questions that come before a plan, the most urgent first."""
    lead = "Questions that come before every plan. A yes stops the plan or single exercises, and says whom to see."
    flags = sorted(phrases.knowledge.red_flags.values(), key=lambda flag: list(URGENCY_WORDS).index(flag.urgency))
    sections = tuple(one for flag in flags for one in _red_flag(flag, phrases))
    return Page(PAGE_OF_KIND["red_flag"], "Questions before a plan", (lead,), sections)


def _red_flag(flag: RedFlag, phrases: Phrases) -> tuple[Section, ...]:
    facts: list[Rich] = [
        (f"How soon: {URGENCY_WORDS[flag.urgency].lower()}.",),
        (f"Whom to see: {flag.whom_to_see}.",),
        ("Why: ", *phrases.statement(flag.why)),
        ("Stops: ", *_stops(flag, phrases)),
    ]
    if flag.above is not None:
        facts.insert(0, (f"Counts as yes above {flag.above:g} of 10.",))
    if flag.caution:
        facts.append((f"To keep in mind: {sentence(flag.caution)}",))
    return section(flag.question, bullets(*facts), anchor=flag.id)


def _stops(flag: RedFlag, phrases: Phrases) -> Rich:
    if flag.stops_plan:
        return ("the whole plan.",)
    exercises = tuple((phrases.link("exercise", each),) for each in flag.stops_exercises)
    found = joined((*exercises, *(_part(each, phrases) for each in flag.stops_parts)))
    return (*found, ".") if found else ("no exercise; it is a caution.",)


def _part(reference: str, phrases: Phrases) -> Rich:
    exercise_id, _, part_id = reference.partition("/")
    exercise = phrases.knowledge.exercises[exercise_id]
    part = next((each.name for each in exercise.parts[1:] if each.id == part_id), part_id)
    return phrases.link("exercise", exercise_id), f" ({part[:1].lower()}{part[1:]})"


def plan_rules_page(phrases: Phrases) -> Page:
    """The rules that every plan keeps."""
    rules = phrases.knowledge.plan_rules.values()
    sections = tuple(
        one
        for kind, heading in _RULE_WORDS.items()
        for one in _rules(heading, [each for each in rules if each.kind == kind], phrases)
    )
    lead = "What every plan keeps, whatever the finding, with the basis of each rule."
    return Page(PAGE_OF_KIND["plan_rule"], "Rules of a plan", (lead,), sections)


def _rules(heading: str, rules: list[PlanRule], phrases: Phrases) -> tuple[Section, ...]:
    each_rule = (section(rule.text.rstrip("."), _basis(rule, phrases), anchor=rule.id, level=3) for rule in rules)
    return (Section(heading, ()), *(one for sections in each_rule for one in sections)) if rules else ()


def _basis(rule: PlanRule, phrases: Phrases) -> Bullets | None:
    amount: Rich = ("Number: ", *phrases.quantity(rule.amount)) if rule.amount else ()
    is_only_ours = rule.basis.text.strip(".").lower() == phrases.knowledge.short_source(rule.basis).lower()
    basis = phrases.source(rule.basis) if is_only_ours else phrases.statement(rule.basis)
    return bullets(*([amount] if amount else []), ("Basis: ", *basis))


def complaints_page(phrases: Phrases) -> Page:
    """Complaints that are discussed, for education only."""
    injuries = phrases.knowledge.injuries.values()
    sections = tuple(
        one
        for each in injuries
        for one in section(
            each.name,
            Paragraph((sentence(each.plain),)),
            phrases.statements((each.discussed,)),
            _discussed_with(each.id, phrases),
            anchor=each.id,
        )
    )
    lead = "Complaints that the article or the literature discusses. Education only: none is ever said of a runner."
    return Page(PAGE_OF_KIND["injury"], "Complaints that are discussed", (lead,), sections)


def _discussed_with(injury_id: str, phrases: Phrases) -> Paragraph:
    findings = (
        each.id
        for each in phrases.knowledge.findings.values()
        if injury_id in (*each.injuries.article, *each.injuries.literature)
    )
    return Paragraph(("Discussed with: ", *phrases.links("finding", findings), "."))


def references_page(phrases: Phrases) -> Page:
    """Every source, and how sure we are of having read it right."""
    legend = Table(
        ("Status", "Meaning"),
        tuple(((status.replace("_", " "),), (meaning,)) for status, meaning in _STATUS_MEANINGS.items()),
    )
    grades = Table(
        ("Grade", "Meaning"), tuple(((grade,), (f"{meaning}.",)) for grade, meaning in GRADE_MEANINGS.items())
    )
    sections = [*section("What the statuses mean", legend), *section("What the grades mean", grades)]
    for each in phrases.knowledge.references.values():
        sections += section(each.short, *_reference(each), anchor=each.id, level=3)
    lead = "Where every number and statement comes from."
    return Page(PAGE_OF_KIND["reference"], "References", (lead,), tuple(sections))


def _reference(reference: Publication) -> Iterator[Paragraph | Bullets]:
    yield Paragraph((sentence(reference.cite),))
    facts = [f"Status: {reference.status.replace('_', ' ')}"]
    facts += [f"doi:{reference.doi}"] if reference.doi else []
    facts += [f"Licence: {reference.licence}"] if reference.licence else []
    facts += [f"Note: {reference.note}"] if reference.note else []
    yield Bullets(tuple((fact,) for fact in facts))


def list_page(kind: str, title: str, lead: str, phrases: Phrases) -> Page:
    """All entries of a kind that has a page for each."""
    entries = phrases.knowledge.of_kind(kind).values()
    items = tuple((phrases.link(kind, each.id), *_summary(each)) for each in entries)
    back = bullets((phrases.page(INDEX, "All of the knowledge"),))
    return Page(index_path(kind), title, (lead,), (*section(title, bullets(*items)), *section("Back", back)))


def _summary(entry: object) -> Rich:
    for field in ("purpose", "plain", "job_in_running"):
        if isinstance(text := getattr(entry, field, None), str):
            return (f": {sentence(text)}",)
    return ()
