"""Findings of a run from its measures, by the triggers that stand in the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.imbalance.conditions import LOW_CONFIDENCE_SUPPORT, JudgedCondition, Outcome, judge_condition
from evenstride.imbalance.differences import judge_difference
from evenstride.imbalance.running_speed import RunningSpeed, estimate_running_speed
from evenstride.model import Finding, Measure
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Condition, FindingDefinition

#: From what speaks most for a trigger to what speaks most against it.
_FROM_BEST: tuple[Outcome, ...] = ("holds", "may_hold", "open", "not_measured", "fails")


@dataclass(frozen=True)
class _Run:
    """What conditions are held against: the measures by id and side, the speed, the knowledge."""

    found: Mapping[tuple[str, Side | None], Measure]
    speed: RunningSpeed | None
    knowledge: Knowledge


@dataclass(frozen=True)
class _Alternative:
    """Conditions that must hold together; a single condition is a group of one."""

    judged: tuple[JudgedCondition, ...]

    @property
    def outcome(self) -> Outcome:
        return max((each.outcome for each in self.judged), key=_FROM_BEST.index)

    @property
    def support(self) -> float:
        return min(each.support for each in self.judged)


def assess_findings(measures: Sequence[Measure], *, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Every finding of the knowledge, once per side where it is per side.

    Parameters
    ----------
    measures
        Measures of one run, refused ones included; a measure is found by id and side.
    knowledge
        Definitions, thresholds and triggers.

    Returns
    -------
    Findings in the order of the knowledge, left before right. Each says ``present``, ``possible``, ``absent`` or
    ``unknown``, with everything that was weighed.

    Notes
    -----
    A condition holds *clearly* when its value lies beyond the line by more than 1.96 standard errors
    (`compare_with_threshold`); a measure of low confidence never holds clearly. A group of conditions (``all_of``) is
    worth its worst condition, and its support is the least of theirs. A line that holds at one running speed is moved
    to the speed that step length and cadence give, whose error counts too; without it the line is never clear. The
    trigger (all of ``all`` and at least one of ``any``) is then read three ways:

    1. it is true counting only what clearly holds: ``present``;
    2. it is true counting also what may hold, that is, lies beyond its line by less than its error: ``possible``;
    3. it stays false even if everything open and unmeasured held: ``absent``;
    4. otherwise what was not measured, or not well enough, decides: ``unknown``.

    Strength (0..1) is ``min(s of every all, 1 - product(1 - s) over any)`` with s from `support_for_exceeding` (1 for
    a certain class, at most 0.5 for low confidence); it is held to 0.5 while only possible and is 0 when absent or
    unknown. So a present finding has at least 0.5, and a measure that agrees more never lowers it. It tells how far
    measures lie beyond their lines relative to their errors, not how bad anything is.
    """
    found = {(measure.id, measure.side): measure for measure in measures}
    run = _Run(found, estimate_running_speed(found), knowledge)
    return tuple(
        _assess(definition, side, run)
        for definition in knowledge.findings.values()
        for side in (SIDES if definition.sides == "per_side" else (None,))
    )


def trigger_status(all_outcomes: Sequence[Outcome], any_outcomes: Sequence[Outcome]) -> FindingStatus:
    """What a trigger amounts to, given what became of its conditions."""

    def is_true(counted: frozenset[Outcome]) -> bool:
        return all(each in counted for each in all_outcomes) and (
            not any_outcomes or any(each in counted for each in any_outcomes)
        )

    if is_true(frozenset({"holds"})):
        return "present"
    if is_true(frozenset({"holds", "may_hold"})):
        return "possible"
    return "unknown" if is_true(frozenset({"holds", "may_hold", "open", "not_measured"})) else "absent"


def finding_strength(status: FindingStatus, all_support: Iterable[float], any_support: Sequence[float]) -> float:
    """Strength 0..1 of a finding; the formula stands in `assess_findings`."""
    if status in ("absent", "unknown"):
        return 0.0
    doubt = 1.0
    for support in any_support:
        doubt *= 1.0 - support
    strength = min([*all_support, 1.0 - doubt if any_support else 1.0])
    return min(strength, LOW_CONFIDENCE_SUPPORT) if status == "possible" else strength


def _assess(definition: FindingDefinition, side: Side | None, run: _Run) -> Finding:
    every = [_Alternative((_judge(condition, side, run),)) for condition in definition.trigger.all]
    some = [
        _Alternative(tuple(_judge(condition, side, run) for condition in group))
        for group in definition.trigger.alternatives
    ]
    judged = [each for alternative in (*every, *some) for each in alternative.judged]
    status = trigger_status([each.outcome for each in every], [each.outcome for each in some])
    return Finding(
        id=definition.id,
        side=side,
        status=status,
        strength=finding_strength(status, [each.support for each in every], [each.support for each in some]),
        because=_because(status, (*every, *some)),
        weighed=tuple(dict.fromkeys(each.evidence for each in judged)),
        evidence_grade=definition.grade,
        suspected_tight=tuple(each.muscle for each in definition.suspected.tight),
        suspected_weak=tuple(each.muscle for each in definition.suspected.weak),
        injuries_discussed=tuple(dict.fromkeys((*definition.injuries.article, *definition.injuries.literature))),
        confirm_with=definition.confirm_with,
        exercises=definition.exercises,
        says=getattr(definition.says, status).replace("{side}", side or ""),
        does_not_say=definition.does_not_say,
        to_know=_to_know(status, judged, definition),
    )


def _judge(condition: Condition, side: Side | None, run: _Run) -> JudgedCondition:
    if condition.sides is not None:
        left, right = (run.found.get((condition.measure, each)) for each in SIDES)
        return judge_difference(condition, left, right, run.knowledge)
    is_per_side = run.knowledge.measures[condition.measure].sides == "per_side"
    measure = run.found.get((condition.measure, side if is_per_side else None))
    return judge_condition(condition, measure, run.knowledge, speed=run.speed)


def _because(status: FindingStatus, alternatives: Iterable[_Alternative]) -> tuple[str, ...]:
    """The measures a status rests on: those of what speaks for it, or, when absent, those that speak against."""
    if status == "absent":
        against = (each for alternative in alternatives for each in alternative.judged if each.outcome == "fails")
        return tuple(dict.fromkeys(each.definition.id for each in against))
    counted: dict[FindingStatus, tuple[Outcome, ...]] = {"present": ("holds",), "possible": ("holds", "may_hold")}
    supporting = [each for each in alternatives if each.outcome in counted.get(status, ())]
    return tuple(dict.fromkeys(one.definition.id for each in supporting for one in each.judged))


def _to_know(
    status: FindingStatus, judged: Iterable[JudgedCondition], definition: FindingDefinition
) -> tuple[str, ...]:
    """What to film or do to know more: how to film what was refused or unsure, then the finding's own advice."""
    if status not in ("possible", "unknown"):
        return ()
    asked = (f"{each.definition.short_name}: {each.definition.how_to_film}" for each in judged if _needs_film(each))
    return tuple(dict.fromkeys((*asked, *definition.to_know)))


def _needs_film(judged: JudgedCondition) -> bool:
    """Whether better film would help: the measure is missing, of low confidence, or could not name its class."""
    measure = judged.measure
    return measure is None or measure.status != "ok" or measure.value == "uncertain"
