"""Everything that the plan's screen shows of a runner, whether there is a plan, none yet, or one that waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.services.live_coach.camera_address import camera_address
from evenstride.services.training.followed_plan import FollowedPlan, follow_plan
from evenstride.services.training.plan_days import CalendarWeek, calendar_of
from evenstride.services.training.plan_files import findings_behind
from evenstride.services.training.planning import PlanGround, chosen_assessment, survey_ground
from evenstride.services.training.run_choice import RunChoice, list_run_choices
from evenstride.services.training.session_sheet import SessionSheet, sheet_to_do
from evenstride.services.training.told_since import told_since

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.model.stored import StoredAssessment
    from evenstride.reports.plan import PlanPage
    from evenstride.reports.screen_results import SideResult
    from evenstride.store import Store


@dataclass(frozen=True)
class PlanView:
    """A runner's plan and what it stands on.

    Attributes
    ----------
    followed, page, calendar : None and empty where no plan is followed.
    next_session : of the next day that is not done; None after the last.
    cameras : where a form of an exercise (its id, its part) is done before the camera, with the dose it has first.
    runs : what a plan can be made of, the newest first; empty where there is nothing to choose.
    open_tests : home tests that would tell more about what the plan answers, as (id, name).
    told_since : clear results of home tests that came after the plan was made; it does not know them.
    asked_for : the assessment that the reader came from and that the plan followed does not answer; None else.
    """

    ground: PlanGround
    followed: FollowedPlan | None
    page: PlanPage | None
    runs: tuple[RunChoice, ...] = ()
    calendar: tuple[CalendarWeek, ...] = ()
    next_session: SessionSheet | None = None
    cameras: dict[tuple[str, str | None], str] = field(default_factory=dict)
    asked_for: StoredAssessment | None = None
    open_tests: tuple[tuple[str, str], ...] = ()
    told_since: tuple[SideResult, ...] = ()

    @property
    def is_archived(self) -> bool:
        """Whether the plan shown is a closed one."""
        return self.followed is not None and self.followed.stored.status == "archived"


def view_plan(
    store: Store,
    runner_id: str,
    *,
    today: date,
    zone: tzinfo | None = None,
    plan_id: str | None = None,
    assessment_id: str | None = None,
) -> PlanView:
    """The plan that is followed, or the one of that id.

    Parameters
    ----------
    assessment_id : of a report that a plan shall answer.

    Raises
    ------
    NotStoredError : no such runner, or no such plan or assessment of theirs.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.plan import build_plan_page

    ground = survey_ground(store, runner_id)
    followed = follow_plan(store, runner_id, today=today, zone=zone, plan_id=plan_id)
    runs = list_run_choices(store, runner_id, ground.assessments, zone=zone) if len(ground.assessments) > 1 else ()
    asked_for = None if assessment_id is None else chosen_assessment(ground, assessment_id)
    if followed is None:
        return PlanView(ground, None, None, runs, asked_for=asked_for)
    knowledge = load_knowledge()
    page = build_plan_page(followed.plan, knowledge=knowledge, findings=findings_behind(store, followed.stored))
    return PlanView(
        ground=ground,
        followed=followed,
        page=page,
        runs=runs,
        calendar=calendar_of(followed, today=today),
        asked_for=None if assessment_id == followed.stored.assessment_id else asked_for,
        next_session=sheet_to_do(followed, today=today) if followed.stored.status == "active" else None,
        cameras=_cameras(followed, knowledge),
        open_tests=_open_tests(followed, ground, knowledge),
        told_since=told_since(store, followed.stored),
    )


def _open_tests(followed: FollowedPlan, ground: PlanGround, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Of the screens that the plan names, those that can be scored here and have no clear result yet."""
    clear = {each.screen_id for each in ground.profile.screens if each.outcome != "unknown"}
    return tuple(
        (id_, knowledge.screens[id_].name)
        for id_ in dict.fromkeys(followed.plan.confirm_with)
        if id_ in knowledge.screen_protocols and id_ not in clear
    )


def _cameras(followed: FollowedPlan, knowledge: Knowledge) -> dict[tuple[str, str | None], str]:
    """The coach's pages of the plan's forms, each with the dose that the plan begins it with."""
    firsts = {
        (each.exercise_id, each.part_id): each for week in reversed(followed.plan.weeks) for each in week.exercises
    }
    addresses = {form: camera_address(each, knowledge) for form, each in firsts.items()}
    return {form: address for form, address in addresses.items() if address}
