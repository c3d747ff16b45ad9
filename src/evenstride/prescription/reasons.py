"""Sentences beside each choice, built from the knowledge's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.prescription.support import muscle_outcome, muscles_of

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise
    from evenstride.model.plan import RunnerProfile, Sides
    from evenstride.prescription.stages import WeekDose

ONE_RELEASE_IS_ENOUGH = "One release is enough in a set that only keeps what is there."
MAINTENANCE_IS_SHORT = "The balanced set is kept short, so that it gets done."
EVIDENCE_WORDS = {
    "strong": "several good studies agree",
    "moderate": "one good study or a consistent mechanism supports it",
    "limited": "small studies only",
    "conflicting": "studies disagree",
    "none": "nothing tests it directly",
}
_MOST_FINDINGS_NAMED = 2
_LINKS = {
    "article": "as the article suggests for it",
    "article_without_exercise": "which the article names for it; the exercise is our addition",
    "ours": "which we, not the article, link with it",
}
_SEEN = {"present": "Your video shows:", "possible": "Your video possibly shows:"}


def choice_reasons(
    exercise: Exercise, findings: Sequence[Finding], profile: RunnerProfile, knowledge: Knowledge
) -> tuple[str, ...]:
    """Why an exercise is in the plan: the findings and muscles, the screens, the equipment, the evidence."""
    groups = alike(findings)[:_MOST_FINDINGS_NAMED]
    sentences = [_finding_reason(exercise, group, knowledge) for group in groups]
    if not findings:
        sentences.append(f"Part of the balanced set: it {_works(exercise, (), knowledge)}.")
    sentences += _screen_reasons(exercise, findings, profile, knowledge)
    sentences += _equipment_reasons(exercise, profile)
    sentences.append(f"Evidence for this exercise: {EVIDENCE_WORDS[exercise.evidence.grade]}.")
    return tuple(dict.fromkeys(sentences))


def missing_equipment_reason(exercise: Exercise, missing: Sequence[str]) -> str:
    """What is not at hand, and the gentler ways that the exercise itself names."""
    alternatives = (
        f" Other ways, where they suit what is there: {' '.join(exercise.regress)}" if exercise.regress else ""
    )
    return f"It needs what is not on your list: {listed([plain_equipment(name) for name in missing])}.{alternatives}"


def no_room_reason(minutes_a_day: float) -> str:
    """Why an exercise that could be done is not in the plan."""
    return f"No room in {minutes_a_day:g} minutes a session beside those that come first. It can follow later."


def dose_reasons(exercise: Exercise, sides: Sides, dose: WeekDose) -> tuple[str, ...]:
    """Why a week's dose is as it is: more on one side, and a variation that is not gone on to."""
    sentences = []
    if sides in ("left_more", "right_more"):
        side = sides.removesuffix("_more")
        sentences.append(f"It shows on the {side} only, so do one set more on the {side}. Both sides are trained.")
    if dose.avoids is not None:
        stays = "the basic form" if dose.part_id is None else f"'{part_name(exercise, dose.part_id)}'"
        sentences.append(f"'{part_name(exercise, dose.avoids)}' is left out because of an answer; {stays} stays.")
    return tuple(sentences)


def alike(findings: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """Findings in their order, the sides of one with the same status together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.id, finding.status), []).append(finding)
    return [tuple(group) for group in groups.values()]


def finding_words(group: Sequence[Finding], knowledge: Knowledge) -> str:
    """A finding after a colon, with its side or sides; some names are whole clauses."""
    name = knowledge.findings[group[0].id].name
    lowered = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    sides = {finding.side for finding in group if finding.side is not None}
    where = {0: "", 1: f" on the {next(iter(sides), '')}", 2: " on both sides"}
    return lowered + where[len(sides)]


def part_name(exercise: Exercise, part_id: str) -> str:
    """The name of a variation or add-on."""
    return next((part.name for part in exercise.parts if part.id == part_id), part_id.replace("_", " "))


def plain_equipment(name: str) -> str:
    """A name of the knowledge as one reads it."""
    return name.replace("_", " ")


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _finding_reason(exercise: Exercise, group: Sequence[Finding], knowledge: Knowledge) -> str:
    seen = f"{_SEEN[group[0].status]} {finding_words(group, knowledge)}."
    links = _links(exercise, group[0], knowledge)
    for link, words in _LINKS.items():
        muscles = [muscle for muscle in exercise.muscles.all if links.get(muscle) == link]
        if muscles:
            return f"{seen} This exercise {_works(exercise, muscles, knowledge)}, {words}."
    return f"{seen} This exercise {_works(exercise, (), knowledge)}."


def _links(exercise: Exercise, finding: Finding, knowledge: Knowledge) -> dict[str, str]:
    """Suspected muscle to who says that it belongs to the finding, and that the exercise is for it."""
    suspected = knowledge.findings[finding.id].suspected
    by_article = (*exercise.muscles.released, *exercise.muscles.worked) if exercise.muscles.source == "article" else ()
    links = {}
    for each in (*suspected.tight, *suspected.weak):
        if each.basis == "inferred":
            links[each.muscle] = "ours"
        else:
            links[each.muscle] = "article" if each.muscle in by_article else "article_without_exercise"
    return links


def _works(exercise: Exercise, only: Sequence[str], knowledge: Knowledge) -> str:
    """E.g. ``releases the hip flexor``."""
    parts = []
    released = exercise.muscles.released
    worked = [muscle for muscle in exercise.muscles.all if muscle not in released]
    for verb, muscles in (("releases", released), ("works", worked)):
        names = [f"the {knowledge.muscles[each].plain_name}" for each in muscles if not only or each in only]
        if names:
            parts.append(f"{verb} {listed(names)}")
    return " and ".join(parts)


def _screen_reasons(
    exercise: Exercise, findings: Sequence[Finding], profile: RunnerProfile, knowledge: Knowledge
) -> Iterator[str]:
    """What the screens said, by side; an exercise stands back only where no side supports it."""
    told = [
        (outcome, screen.name, f" on the {finding.side}" if finding.side else "")
        for finding in findings
        for muscle, suspicion in muscles_of(exercise)
        for outcome, screen in [muscle_outcome(muscle, suspicion, finding, profile.screens, knowledge)]
        if screen is not None
    ]
    is_supported = any(outcome == "supported" for outcome, _, _ in told)
    so = "" if is_supported else ", so other exercises come first"
    for outcome, name, where in told:
        if outcome == "supported":
            yield f"Your result in '{name}' supports the suspicion{where}."
        elif outcome == "not_supported":
            yield f"Your result in '{name}' does not support the suspicion{where}{so}."


def _equipment_reasons(exercise: Exercise, profile: RunnerProfile) -> Iterator[str]:
    at_hand = profile.equipment
    missing = [] if at_hand is None else [name for name in exercise.optional_equipment if name not in at_hand]
    if missing:
        yield f"It is done without {listed([plain_equipment(name) for name in missing])}, which only helps."
