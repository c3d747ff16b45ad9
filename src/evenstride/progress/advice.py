"""How to go on after the last sessions: the plan's rules, applied to what was logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal

from evenstride.errors import KnowledgeError
from evenstride.model.diary import DiaryEntry, SessionDone
from evenstride.model.local_days import day_of
from evenstride.progress.adherence import has_something_done

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

Step = Literal["stop", "step_back", "stay", "go_on"]
#: When a note counts as that of the next morning. Ours: a night's sleep after, and no later than the day after.
NEXT_MORNING = (timedelta(hours=6), timedelta(hours=36))


@dataclass(frozen=True)
class Advice:
    """What the rules say.

    Attributes
    ----------
    rule_id : the plan rule of the knowledge; None where none applies and the plan goes on as it is.
    says : the rule's sentence.
    because : what was logged that calls for it.
    exercise_ids : exercises it is about; empty where it is about the session.
    """

    step: Step
    rule_id: str | None
    says: str
    because: tuple[str, ...]
    exercise_ids: tuple[str, ...] = ()


def advise_next_session(
    sessions: Sequence[SessionDone],
    pains: Sequence[DiaryEntry],
    *,
    knowledge: Knowledge,
    days_since_last: int | None = None,
    stage_began_on: date | None = None,
    zone: tzinfo | None = None,
) -> Advice:
    """Apply the rules of stopping, stepping back and going on, in this order; the first that applies counts.

    Parameters
    ----------
    sessions : of the plan, in order of time.
    pains : pain entries, in order of time; those with a session's id were noted in it. Of the others those count that
        were noted since the last session.
    days_since_last : as `Adherence` has it; None where it does not matter.
    stage_began_on : sessions before it do not count for going on to the next stage.
    zone : in which sessions out of the plan get their day; None is this computer's.
    """
    done = [each for each in sessions if each.sets]
    last = done[-1] if done else None
    elsewhere = _strong_elsewhere(last, pains, knowledge)
    if elsewhere is not None:
        return elsewhere
    if last is not None:
        advice = (
            _stop(done, pains, knowledge)
            or _pain_in_between(last, pains, knowledge)
            or _next_morning(last, pains, knowledge)
        )
        if advice is not None:
            return advice
    missed = _missed(days_since_last, knowledge)
    in_stage = [
        each
        for each in done
        if stage_began_on is None or (each.plan_day or day_of(each.started_at, zone)) >= stage_began_on
    ]
    return missed or _go_on(in_stage, pains, knowledge) or Advice("stay", None, "Go on with this stage.", ())


def highest_pain(session: SessionDone, pains: Sequence[DiaryEntry]) -> float | None:
    """The most pain that was noted in a session, None where none was noted."""
    levels = [each.level for each in pains if each.kind == "pain" and each.session_id == session.id]
    return max(levels, default=None)


def _stop(done: Sequence[SessionDone], pains: Sequence[DiaryEntry], knowledge: Knowledge) -> Advice | None:
    last, limit = done[-1], _number("pain_above_5", "value", knowledge)
    pain = highest_pain(last, pains)
    stopped = {each.exercise_id for each in last.sets if each.outcome == "stopped_for_pain"}
    if not stopped and (pain is None or pain <= limit):
        return None
    before = {each.exercise_id for session in done[:-1] for each in session.sets if each.outcome == "stopped_for_pain"}
    because = [] if pain is None else [f"Pain was {pain:g} of 10 in the last session."]
    if stopped:
        because.append(f"Stopped for pain: {_names(stopped, knowledge)}.")
    if stopped & before:
        because.append(f"It happened before: {_names(stopped & before, knowledge)}.")
    return _advice("stop", "pain_above_5", because, knowledge, tuple(sorted(stopped)))


def _strong_elsewhere(last: SessionDone | None, pains: Sequence[DiaryEntry], knowledge: Knowledge) -> Advice | None:
    """Strong pain that was noted outside a session asks for the questions before anything else."""
    since = [each for each in pains if each.session_id is None and (last is None or each.noted_at > last.started_at)]
    strong = [each.level for each in since if each.level > _number("pain_above_5", "value", knowledge)]
    if not strong:
        return None
    return _advice("stop", "new_sign", [f"Pain of {max(strong):g} of 10 was noted outside a session."], knowledge)


def _pain_in_between(last: SessionDone, pains: Sequence[DiaryEntry], knowledge: Knowledge) -> Advice | None:
    pain = highest_pain(last, pains)
    if pain is None or pain <= _number("pain_up_to_3", "high", knowledge):
        return None
    return _advice("step_back", "pain_4_to_5", [f"Pain was {pain:g} of 10 in the last session."], knowledge)


def _next_morning(last: SessionDone, pains: Sequence[DiaryEntry], knowledge: Knowledge) -> Advice | None:
    """Whether a place hurt more the next morning than when it was last noted before the session."""
    end = last.ended_at or last.started_at
    for after in pains:
        if after.session_id is not None or not NEXT_MORNING[0] <= after.noted_at - end <= NEXT_MORNING[1]:
            continue
        usual = [each.level for each in pains if each.place == after.place and each.noted_at < last.started_at]
        if usual and after.level > usual[-1]:
            because = [f"Pain was {after.level:g} of 10 the next morning, {usual[-1]:g} before the session."]
            return _advice("step_back", "next_morning", because, knowledge)
    return None


def _missed(days: int | None, knowledge: Knowledge) -> Advice | None:
    if days is None or days < 7 * _number("missed_week", "value", knowledge):
        return None
    return _advice("step_back", "missed_week", [f"The last session was {days} days ago."], knowledge)


def _go_on(done: Sequence[SessionDone], pains: Sequence[DiaryEntry], knowledge: Knowledge) -> Advice | None:
    needed = round(_number("next_stage", "value", knowledge))
    recent = done[-needed:]
    limit = _number("pain_up_to_3", "high", knowledge)
    if len(recent) < needed or not all(_was_good(each, highest_pain(each, pains), limit) for each in recent):
        return None
    because = [f"The last {needed} sessions were whole, without a form fault, with pain of at most {limit:g} of 10."]
    return _advice("go_on", "next_stage", because, knowledge)


def _was_good(session: SessionDone, pain: float | None, limit: float) -> bool:
    whole = has_something_done(session) and all(each.outcome == "done" and not each.faults for each in session.sets)
    return whole and (pain is None or pain <= limit)


def _names(exercise_ids: Iterable[str], knowledge: Knowledge) -> str:
    """Names of exercises for a sentence; an id that the knowledge does not have stands as words."""
    known = knowledge.exercises
    return ", ".join(known[each].name if each in known else each.replace("_", " ") for each in sorted(exercise_ids))


def _advice(
    step: Step, rule_id: str, because: Sequence[str], knowledge: Knowledge, exercise_ids: tuple[str, ...] = ()
) -> Advice:
    return Advice(step, rule_id, knowledge.plan_rules[rule_id].text, tuple(because), exercise_ids)


def _number(rule_id: str, end: Literal["value", "low", "high"], knowledge: Knowledge) -> float:
    rule = knowledge.plan_rules.get(rule_id)
    number = None if rule is None or rule.amount is None else getattr(rule.amount, end)
    if number is None:
        raise KnowledgeError(f"plan_rules.yaml: expected a rule '{rule_id}' with its {end}, got none.")
    return float(number)
