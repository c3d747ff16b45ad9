"""Home tests that came after a plan was made: it does not know them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.model.plan import Plan
from evenstride.model.stored import StoredPlan

if TYPE_CHECKING:
    from evenstride.reports.screen_results import SideResult
    from evenstride.store import Store


def told_since(store: Store, stored: StoredPlan) -> tuple[SideResult, ...]:
    """Clear results that are newer than the plan, one for each test and side."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.screen_results import side_results
    from evenstride.services.screens.results import read_screens

    knowledge = load_knowledge()
    newer = [
        each
        for each in read_screens(store, stored.runner_id)
        if each.answered_at > stored.created_at and each.outcome != "unknown" and each.screen_id in knowledge.screens
    ]
    return tuple(
        result
        for each in newer
        for result in side_results([each], knowledge.screens[each.screen_id], knowledge, zone=None)
    )


def with_told_since(store: Store, stored: StoredPlan, plan: Plan) -> Plan:
    """The plan to be taken along, which says so where it is followed and tests have told more since."""
    newer = told_since(store, stored) if stored.status == "active" else ()
    if not newer:
        return plan
    told = "; ".join(f"{each.name}, {each.side_words.lower()}: {each.outcome_words.lower()}" for each in newer)
    said = f"Since this plan was made, home tests told more: {told}. Made anew, the plan follows them."
    return replace(plan, cautions=(said, *plan.cautions))
