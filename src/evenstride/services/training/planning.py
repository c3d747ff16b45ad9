"""Make a plan for a runner of the app, make it anew when time or equipment change, close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.model.plan import Plan, RunnerProfile
from evenstride.model.stored import StoredAssessment, StoredPlan
from evenstride.services.keeping.assessments import read_document
from evenstride.services.keeping.plans import close_active_plan, keep_plan, profile_of
from evenstride.services.runner_screening import read_screening

if TYPE_CHECKING:
    from evenstride.prescription import Readiness
    from evenstride.store import Store

#: A plan starts at most so long ago or ahead.
FARTHEST_START_DAYS = 366


@dataclass(frozen=True)
class PlanWishes:
    """What a plan shall fit; None leaves what the profile says.

    ``equipment`` is what is at hand, by the names of the knowledge. ``assessment_id`` None takes the newest.
    """

    start_on: date
    minutes_a_day: float | None = None
    days_a_week: int | None = None
    equipment: tuple[str, ...] | None = None
    assessment_id: str | None = None


@dataclass(frozen=True)
class PlanGround:
    """What a plan for a runner would be made of, and what stands before it.

    Attributes
    ----------
    assessments : of the runner, the newest first.
    readiness : what the newest answers stop.
    open_questions : how many have no answer, or an old one.
    """

    profile: RunnerProfile
    readiness: Readiness
    open_questions: int
    assessments: tuple[StoredAssessment, ...]
    earlier: tuple[StoredPlan, ...]


@dataclass(frozen=True)
class MadePlan:
    """A plan that was made: kept, or stopped by an answer and not kept (``stored`` None)."""

    plan: Plan
    stored: StoredPlan | None


def survey_ground(store: Store, runner_id: str) -> PlanGround:
    """What there is to make a plan of.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    screening = read_screening(store, runner_id)
    with store.read() as work:
        profile = _known_answers(profile_of(work, runner_id), load_knowledge().red_flags)
        assessments = work.assessments.of_runner(runner_id)
        plans = work.plans.of_runner(runner_id)
    return PlanGround(
        profile=profile,
        readiness=screening.readiness,
        open_questions=screening.open_count,
        assessments=tuple(reversed(assessments)),
        earlier=tuple(each for each in reversed(plans) if each.status == "archived"),
    )


def make_plan_for(store: Store, runner_id: str, wishes: PlanWishes, *, today: date) -> MadePlan:
    """Make a plan and let the runner follow it; what they wish is kept in their profile for the next.

    An answer that stops every exercise makes a plan that only says whom to see; the plan before stays untouched.

    Raises
    ------
    InputError : a wish no plan can fit, questions without an answer, or no assessment to plan from.
    NotStoredError : no such runner or assessment.
    """
    from evenstride.services.make_plan import plan_run

    ground = survey_ground(store, runner_id)
    if ground.open_questions and ground.readiness.may_start:
        raise InputError(
            f"Expected an answer to every question before a plan, {ground.open_questions} are open.",
            next_step="Answer the questions first; it takes two minutes.",
        )
    if abs((wishes.start_on - today).days) > FARTHEST_START_DAYS:
        raise InputError("Expected a first day within a year from today.")
    assessment = chosen_assessment(ground, wishes.assessment_id)
    given = {name: getattr(wishes, name) for name in ("minutes_a_day", "days_a_week", "equipment")}
    profile = replace(ground.profile, **{name: value for name, value in given.items() if value is not None})
    made = plan_run(read_document(store, assessment), profile=profile, start_on=wishes.start_on)
    if made.plan.stopped_by:
        return MadePlan(made.plan, None)
    _keep_wishes(store, runner_id, profile)
    return MadePlan(made.plan, keep_plan(store, runner_id, made.plan, assessment_id=assessment.id))


def close_plan(store: Store, plan_id: str, runner_id: str) -> None:
    """Stop following a plan; it stays to be read, and its open retest goes.

    Raises
    ------
    InputError : it is not the plan that this runner follows.
    """
    with store.write() as work:
        active = work.plans.active(runner_id)
        if active is None or active.id != plan_id:
            raise InputError("Expected the plan that is followed now, got one that is closed already.")
        close_active_plan(work, runner_id, datetime.now(UTC))


def chosen_assessment(ground: PlanGround, assessment_id: str | None) -> StoredAssessment:
    """The assessment of that id, the newest where None.

    Raises
    ------
    InputError : nothing was measured yet.
    NotStoredError : no such assessment of this runner.
    """
    from evenstride.store import NotStoredError

    if not ground.assessments:
        raise InputError("Expected a measured run to plan from, there is none yet.", next_step="Record a run first.")
    if assessment_id is None:
        return ground.assessments[0]
    found = [each for each in ground.assessments if each.id == assessment_id]
    if not found:
        raise NotStoredError("Expected an assessment of this runner, got one that is not there.")
    return found[0]


def _keep_wishes(store: Store, runner_id: str, profile: RunnerProfile) -> None:
    with store.write() as work:
        runner = work.runners.get(runner_id)
        work.runners.replace(
            replace(
                runner,
                minutes_a_day=profile.minutes_a_day,
                days_a_week=profile.days_a_week,
                equipment=profile.equipment,
            )
        )


def _known_answers(profile: RunnerProfile, questions: Mapping[str, Any]) -> RunnerProfile:
    """Without answers to questions that this version does not ask any more."""
    return replace(profile, answers={id_: value for id_, value in profile.answers.items() if id_ in questions})
