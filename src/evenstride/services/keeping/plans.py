"""Keep a plan as the one being followed, with the day of its retest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.io.value_json import value_from_plain
from evenstride.model.diary import Retest
from evenstride.model.ids import new_id
from evenstride.model.plan import PLAN_SCHEMA, Plan, RunnerProfile, ScreenResult
from evenstride.model.stored import StoredPlan

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork


def keep_plan(
    store: Store, runner_id: str, plan: Plan | Mapping[str, Any], *, assessment_id: str | None = None
) -> StoredPlan:
    """Make a plan the one that the runner follows; the one before is archived and its open retest goes.

    Raises
    ------
    InputError : another document, one that is not whole, or a plan that a red flag stopped: that cannot be followed.
    """
    document = plan.to_dict() if isinstance(plan, Plan) else dict(plan)
    if read_plan(document).stopped_by:
        raise InputError("Expected a plan that can be followed, got one that an answer stopped. See whom it names.")
    now = datetime.now(UTC)
    kept = StoredPlan(
        id=new_id(),
        runner_id=runner_id,
        document=document,
        status="active",
        start_on=date.fromisoformat(document["start_on"]),
        retest_on=date.fromisoformat(document["retest_on"]),
        created_at=now,
        assessment_id=assessment_id,
    )
    with store.write() as work:
        work.runners.get(runner_id)
        close_active_plan(work, runner_id, now)
        work.plans.add(kept)
        work.retests.add(Retest(new_id(), runner_id, kept.retest_on, kept.id))
    return kept


def read_plan(document: Mapping[str, Any]) -> Plan:
    """The plan of an ``evenstride.plan/1`` document, such as a kept one.

    Raises
    ------
    InputError : another document, or something is missing or wrong in it; the message names the place.
    """
    if document.get("schema") != PLAN_SCHEMA:
        raise InputError(f"Expected a plan ({PLAN_SCHEMA}), got {str(document.get('schema'))[:40]}.")
    plan = value_from_plain(Plan, document, where="plan")
    days = [plan.start_on, plan.retest_on]
    days += [week.begins_on for week in plan.weeks] + [each.date for week in plan.weeks for each in week.sessions]
    for day in days:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise InputError(f"Expected days in ISO 8601 in a plan, got {day[:40]}.") from error
    return plan


def profile_of(work: UnitOfWork, runner_id: str) -> RunnerProfile:
    """What a plan for this runner has to fit: the newest answers and screens, equipment and time."""
    runner = work.runners.get(runner_id)
    screens = work.screen_answers.newest(runner_id)
    return RunnerProfile(
        answers=work.answers.newest(runner_id),
        equipment=runner.equipment,
        minutes_a_day=runner.minutes_a_day,
        days_a_week=runner.days_a_week,
        screens=tuple(ScreenResult(each.screen_id, each.side, each.outcome) for each in screens),
    )


def close_active_plan(work: UnitOfWork, runner_id: str, at: datetime) -> None:
    """Archive the plan that is followed, if any; its open retest goes."""
    active = work.plans.active(runner_id)
    if active is None:
        return
    work.plans.archive_active(runner_id, at)
    for retest in work.retests.open(runner_id):
        if retest.plan_id == active.id:
            work.retests.remove(retest.id)
