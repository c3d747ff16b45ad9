"""What a runner does today: the list, a day of rest, or what comes before there is a list; and when to film again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.progress import NextRetest, next_retest
from evenstride.services.training.followed_plan import FollowedPlan, follow_plan
from evenstride.services.training.session_sheet import SessionSheet, sheet_to_do

if TYPE_CHECKING:
    from evenstride.model.stored import StoredAssessment
    from evenstride.store import Store


@dataclass(frozen=True)
class Today:
    """The day of a runner.

    Attributes
    ----------
    followed : the plan, None where none is followed.
    sheet : the session to do next, today's where it is not done; None without a plan and after its last day.
    retest : the next day on which to film again; None where none is open.
    newest : the newest measured run, None before the first.
    """

    day: date
    followed: FollowedPlan | None
    sheet: SessionSheet | None
    retest: NextRetest | None
    newest: StoredAssessment | None

    @property
    def is_done(self) -> bool:
        """Whether today's session is behind the runner."""
        return self.followed is not None and self.day in self.followed.days and not (self.sheet and self.sheet.is_today)

    @property
    def is_before(self) -> bool:
        """Whether the plan begins later than today."""
        return self.followed is not None and self.day < self.followed.stored.start_on

    @property
    def must_see_somebody(self) -> bool:
        """Whether an answer stops every exercise."""
        return self.followed is not None and bool(self.followed.readiness.stopped_by)


def read_today(store: Store, runner_id: str, *, today: date, zone: tzinfo | None = None) -> Today:
    """Everything that the first page says of a runner's day.

    Raises
    ------
    NotStoredError : no such runner.
    """
    followed = follow_plan(store, runner_id, today=today, zone=zone)
    with store.read() as work:
        assessments = work.assessments.of_runner(runner_id)
        retests = work.retests.of_runner(runner_id)
    return Today(
        day=today,
        followed=followed,
        sheet=None if followed is None else sheet_to_do(followed, today=today),
        retest=next_retest(retests, today=today),
        newest=assessments[-1] if assessments else None,
    )
