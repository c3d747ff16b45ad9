"""Numbers the planner takes from the knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.errors import KnowledgeError

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Quantity
    from evenstride.model.plan import RunnerProfile


@dataclass(frozen=True)
class PlanSettings:
    """Length of the plan, and how much fits a session and a week."""

    weeks: int
    minutes_a_day: float
    days_a_week: int
    most_exercises: int


def settings_for(profile: RunnerProfile, knowledge: Knowledge) -> PlanSettings:
    """The knowledge's settings, with what the runner wants in their place."""
    minutes, days = profile.minutes_a_day, profile.days_a_week
    return PlanSettings(
        weeks=int(_setting("plan_weeks", knowledge)),
        minutes_a_day=float(_setting("minutes_a_day", knowledge) if minutes is None else minutes),
        days_a_week=int(_setting("days_a_week", knowledge) if days is None else days),
        most_exercises=int(_setting("most_exercises", knowledge)),
    )


def lowest(quantity: Quantity) -> float:
    """The number, or the low end of a range."""
    number = quantity.value if quantity.value is not None else quantity.low
    assert number is not None  # the schema has either
    return number


def highest(quantity: Quantity) -> float | None:
    """The high end of a range; None where one number says only how much at least."""
    return quantity.high


def _setting(rule_id: str, knowledge: Knowledge) -> float:
    rule = knowledge.plan_rules.get(rule_id)
    if rule is None or rule.amount is None:
        raise KnowledgeError(f"plan_rules.yaml: expected a setting '{rule_id}' with an amount, got none.")
    return lowest(rule.amount)
