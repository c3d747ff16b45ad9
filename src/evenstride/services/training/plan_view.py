"""Everything that the plan's screen shows of a runner, whether there is a plan, none yet, or one that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from evenstride.services.training.followed_plan import FollowedPlan, follow_plan
from evenstride.services.training.plan_days import CalendarWeek, calendar_of
from evenstride.services.training.plan_files import findings_behind
from evenstride.services.training.planning import PlanGround, survey_ground
from evenstride.services.training.session_sheet import SessionSheet, session_sheet

if TYPE_CHECKING:
    from evenstride.reports.plan import PlanPage
    from evenstride.store import Store


@dataclass(frozen=True)
class PlanView:
    """A runner's plan and what it stands on.

    Attributes
    ----------
    followed, page, calendar : None and empty where no plan is followed.
    next_session : of the next day that is not done; None after the last.
    """

    ground: PlanGround
    followed: FollowedPlan | None
    page: PlanPage | None
    calendar: tuple[CalendarWeek, ...] = ()
    next_session: SessionSheet | None = None

    @property
    def is_archived(self) -> bool:
        """Whether the plan shown is a closed one."""
        return self.followed is not None and self.followed.stored.status == "archived"


def view_plan(store: Store, runner_id: str, *, today: date, plan_id: str | None = None) -> PlanView:
    """The plan that is followed, or the one of that id.

    Raises
    ------
    NotStoredError : no such runner, or no such plan of theirs.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.plan import build_plan_page

    ground = survey_ground(store, runner_id)
    followed = follow_plan(store, runner_id, today=today, plan_id=plan_id)
    if followed is None:
        return PlanView(ground, None, None)
    knowledge = load_knowledge()
    page = build_plan_page(followed.plan, knowledge=knowledge, findings=findings_behind(store, followed.stored))
    day = followed.day_to_do(today) if followed.stored.status == "active" else None
    return PlanView(
        ground=ground,
        followed=followed,
        page=page,
        calendar=calendar_of(followed, today=today),
        next_session=None if day is None else session_sheet(followed, day, today=today),
    )
