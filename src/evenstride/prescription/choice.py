"""Which exercises, in which order of need, and which are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.model.gait import SIDES, Side
from evenstride.model.plan import LeftOut, RunnerProfile, Sides
from evenstride.prescription.reasons import MAINTENANCE_IS_SHORT, ONE_RELEASE_IS_ENOUGH, missing_equipment_reason
from evenstride.prescription.support import exercise_score, finding_weight, is_supporting

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise
    from evenstride.prescription.readiness import Readiness


@dataclass(frozen=True)
class Choice:
    """An exercise, the findings it answers (best supported first), and how well they support it.

    ``needier_side`` is the side that alone shows them; None where both or neither do.
    """

    exercise: Exercise
    findings: tuple[Finding, ...] = ()
    score: float = 0.0
    needier_side: Side | None = None

    def sides_of(self, part_id: str | None) -> Sides:
        """How a form is done: one set more on the needier side, where it is done on each; both sides are trained."""
        part = next((part for part in self.exercise.parts[1:] if part.id == part_id), self.exercise)
        sides = part.sides or self.exercise.sides
        if sides == "both_at_once" or self.needier_side is None:
            return sides
        return "left_more" if self.needier_side == "left" else "right_more"


@dataclass(frozen=True)
class Ranking:
    """Choices in order of need, and what cannot be chosen. Without a supporting finding it is maintenance."""

    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]
    is_maintenance: bool


def rank_exercises(
    findings: Sequence[Finding],
    profile: RunnerProfile,
    readiness: Readiness,
    *,
    knowledge: Knowledge,
    most_exercises: int,
) -> Ranking:
    """Order the exercises that may be done by need.

    Parameters
    ----------
    findings
        All findings; those present or possible support the exercises their definitions name.
    profile
        Its equipment and screens count here.
    readiness
        Its stopped exercises are never among the choices.
    knowledge
        Exercises, in whose order ties are broken.
    most_exercises
        Length of the balanced set.

    Returns
    -------
    For each finding, the best supported first, one release and one activation or strength exercise, the better
    supported of the two first; then all others by score. Without any that may be done, the balanced set: one release,
    and for the rest always the exercise that answers most of the article's findings not yet covered.
    """
    supporting = [finding for finding in findings if is_supporting(finding)]
    answered = {id_: found for id_ in knowledge.exercises if (found := _answered_by(id_, supporting, knowledge))}
    reason_not = _reasons_not_to_offer(profile, readiness, knowledge)
    choices = [
        _choice(exercise, answered[exercise.id], profile, knowledge)
        for exercise in knowledge.exercises.values()
        if exercise.id in answered and exercise.id not in reason_not
    ]
    if choices:
        left_out = _left_out(reason_not, {*answered, *readiness.stopped_exercises}, readiness, knowledge)
        return Ranking(tuple(_by_need(choices)), left_out, is_maintenance=False)
    left_out = _left_out(reason_not, knowledge.exercises, readiness, knowledge)
    allowed = [each for each in knowledge.exercises.values() if each.id not in reason_not]
    chosen, spare = _balanced_set(allowed, most_exercises, knowledge)
    return Ranking(tuple(Choice(each) for each in chosen), (*left_out, *spare), is_maintenance=True)


def _answered_by(exercise_id: str, supporting: Iterable[Finding], knowledge: Knowledge) -> tuple[Finding, ...]:
    found = [finding for finding in supporting if exercise_id in knowledge.findings[finding.id].exercises]
    return tuple(sorted(found, key=lambda finding: -finding_weight(finding)))


def _choice(exercise: Exercise, found: tuple[Finding, ...], profile: RunnerProfile, knowledge: Knowledge) -> Choice:
    score = exercise_score(exercise, found, profile.screens, knowledge)
    sides = [side for side in SIDES if any(finding.side == side for finding in found)]
    return Choice(exercise, found, score, sides[0] if len(sides) == 1 else None)


def _by_need(choices: Sequence[Choice]) -> list[Choice]:
    ranked = sorted(choices, key=lambda choice: -choice.score)  # stable: ties stay in the order of the knowledge
    found = sorted((each for choice in ranked for each in choice.findings), key=lambda each: -finding_weight(each))
    ordered: list[Choice] = []
    for finding_id in dict.fromkeys(finding.id for finding in found):
        answering = [choice for choice in ranked if any(finding.id == finding_id for finding in choice.findings)]
        ordered += [choice for choice in _release_and_work(answering, ordered) if choice not in ordered]
    return ordered + [choice for choice in ranked if choice not in ordered]


def _release_and_work(answering: Sequence[Choice], ordered: Sequence[Choice]) -> list[Choice]:
    """The best release and the best other exercise for one finding, those already there first; by score."""
    pair = []
    for is_release in (True, False):
        of_kind = [choice for choice in answering if (choice.exercise.kind == "release") == is_release]
        if of_kind:
            pair.append(next((choice for choice in of_kind if choice in ordered), of_kind[0]))
    return sorted(pair, key=lambda choice: -choice.score)


def _reasons_not_to_offer(profile: RunnerProfile, readiness: Readiness, knowledge: Knowledge) -> dict[str, str]:
    reasons = dict(readiness.stopped_exercises)
    for exercise in knowledge.exercises.values():
        missing = [] if profile.equipment is None else [e for e in exercise.equipment if e not in profile.equipment]
        if missing and exercise.id not in reasons:
            reasons[exercise.id] = missing_equipment_reason(exercise, missing)
    return reasons


def _left_out(
    reasons: Mapping[str, str], wanted: Iterable[str], readiness: Readiness, knowledge: Knowledge
) -> tuple[LeftOut, ...]:
    wanted = set(wanted)
    return tuple(
        LeftOut(exercise.id, exercise.name, reasons[exercise.id], exercise.id in readiness.stopped_exercises)
        for exercise in knowledge.exercises.values()
        if exercise.id in reasons and exercise.id in wanted
    )


def _balanced_set(
    allowed: Sequence[Exercise], most_exercises: int, knowledge: Knowledge
) -> tuple[list[Exercise], tuple[LeftOut, ...]]:
    """One release and active exercises that take turns over the article's findings; and the spare ones."""
    releases = _taking_turns([exercise for exercise in allowed if exercise.kind == "release"], knowledge)
    active = _taking_turns([exercise for exercise in allowed if exercise.kind != "release"], knowledge)
    chosen = [*releases[:1], *active[: most_exercises - len(releases[:1])]]
    spare = [LeftOut(each.id, each.name, ONE_RELEASE_IS_ENOUGH) for each in releases[1:]]
    spare += [LeftOut(each.id, each.name, MAINTENANCE_IS_SHORT) for each in active if each not in chosen]
    return chosen, tuple(spare)


def _taking_turns(exercises: Sequence[Exercise], knowledge: Knowledge) -> list[Exercise]:
    """Always next the exercise that answers most of the article's findings which have not had their turn."""
    article = [finding for finding in knowledge.findings.values() if finding.origin == "article"]
    answers = {each.id: {finding.id for finding in article if each.id in finding.exercises} for each in exercises}
    every = set().union(*answers.values())
    ordered: list[Exercise] = []
    waiting, left = set(every), list(exercises)
    while left:
        best = max(left, key=lambda exercise: len(waiting & answers[exercise.id]))
        if waiting != every and not waiting & answers[best.id]:
            waiting = set(every)
            continue
        ordered.append(best)
        left.remove(best)
        waiting -= answers[best.id]
    return ordered
