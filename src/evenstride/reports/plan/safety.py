"""Questions before the first session, and the rules by which a runner goes on, steps back or stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evenstride.reports.numbers import fixed
from evenstride.reports.plan.plan_model import CheckQuestion, Light, PainRange, RuleGroup
from evenstride.reports.plan.plan_wording import LIGHT_OF_RULE, LIGHT_TITLES, PAIN_SAID
from evenstride.reports.plan.schedule import exercise_name, form_name
from evenstride.reports.wording import join_words, sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import PlanRule, RedFlag

MOST_PAIN = 10
#: How a rule says that its amount is pain.
PAIN_NOTE = f"of {MOST_PAIN}"


def check_questions(asked: Iterable[str], knowledge: Knowledge) -> tuple[CheckQuestion, ...]:
    """Questions by id or by their words, each with what a yes means."""
    flags = {flag.question: flag for flag in knowledge.red_flags.values()} | dict(knowledge.red_flags)
    return tuple(
        CheckQuestion(flag.question, flag.answer == "pain_0_10", _if_yes(flag, knowledge))
        if (flag := flags.get(one)) is not None
        else CheckQuestion(one, is_pain_scale=False, if_yes="")
        for one in asked
    )


def rule_groups(rules: Iterable[str], knowledge: Knowledge) -> tuple[RuleGroup, ...]:
    """Rules by the colour they have in the knowledge; a sentence that it does not have stands without colour."""
    kind_of = {sentence(rule.text): rule.kind for rule in knowledge.plan_rules.values()}
    grouped: dict[Light | None, list[str]] = {light: [] for light in ("go_on", "step_back", "stop", None)}
    for rule in dict.fromkeys(sentence(rule) for rule in rules):
        grouped[LIGHT_OF_RULE.get(kind_of.get(rule, "habit"))].append(rule)
    return tuple(RuleGroup(light, LIGHT_TITLES[light], tuple(lines)) for light, lines in grouped.items() if lines)


def pain_ranges(rules: Iterable[str], knowledge: Knowledge) -> tuple[PainRange, ...]:
    """The pain scale from 0 to 10 by the rules whose amount is pain; empty where they leave a gap or overlap."""
    printed = {sentence(rule) for rule in rules}
    stated = (rule for rule in knowledge.plan_rules.values() if sentence(rule.text) in printed)
    ranges = sorted((one for rule in stated for one in _pain_range(rule)), key=lambda one: one.low)
    covered = [number for one in ranges for number in range(one.low, one.high + 1)]
    return tuple(ranges) if covered == list(range(MOST_PAIN + 1)) else ()


def _pain_range(rule: PlanRule) -> Iterator[PainRange]:
    """A range as it stands; a single number of a stop rule is the line above which it holds."""
    light = LIGHT_OF_RULE.get(rule.kind)
    amount = rule.amount
    if amount is None or light is None or amount.note != PAIN_NOTE:
        return
    if amount.low is not None and amount.high is not None:
        yield PainRange(int(amount.low), int(amount.high), light, PAIN_SAID[light])
    elif amount.value is not None and light == "stop":
        yield PainRange(int(amount.value) + 1, MOST_PAIN, light, PAIN_SAID[light])


def _if_yes(flag: RedFlag, knowledge: Knowledge) -> str:
    """``No exercises for now. See a doctor today.`` or what is left out, and whom to see."""
    given = "If yes" if flag.above is None else f"If above {fixed(flag.above, 0)}"
    see = sentence(f"see {flag.whom_to_see}")
    if flag.stops_plan:
        return f"{given}: no exercises for now. {see}"
    stopped = [exercise_name(one, knowledge) for one in flag.stops_exercises]
    stopped += [_part_name(one, knowledge) for one in flag.stops_parts]
    leave_out = f"leave out {join_words(stopped)}. " if stopped else ""
    return f"{given}: {leave_out}{see}"


def _part_name(part_ref: str, knowledge: Knowledge) -> str:
    """``Calf release (tender spot)``."""
    exercise_id, _, part_id = part_ref.partition("/")
    return f"{exercise_name(exercise_id, knowledge)} ({form_name(exercise_id, part_id, knowledge).lower()})"
