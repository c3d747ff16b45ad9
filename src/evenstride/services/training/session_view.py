"""What the session's screen shows: the sheet of one day, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.services.training.followed_plan import FollowedPlan, follow_plan
from evenstride.services.training.session_sheet import SessionSheet, session_sheet, sheet_to_do

if TYPE_CHECKING:
    from evenstride.store import Store


@dataclass(frozen=True)
class SessionView:
    """A session to do; ``sheet`` None where no plan is followed, or all its days are done."""

    followed: FollowedPlan | None
    sheet: SessionSheet | None
    is_as_planned: bool = False


def view_session(
    store: Store,
    runner_id: str,
    *,
    today: date,
    zone: tzinfo | None = None,
    day: date | None = None,
    as_planned: bool = False,
) -> SessionView:
    """The session of a day, or of the next one that is not done.

    Raises
    ------
    InputError : the plan has no session on that day.
    NotStoredError : no such runner.
    """
    followed = follow_plan(store, runner_id, today=today, zone=zone)
    if followed is None:
        return SessionView(None, None)
    if day is None:
        return SessionView(followed, sheet_to_do(followed, today=today, as_planned=as_planned), as_planned)
    return SessionView(followed, session_sheet(followed, day, today=today, as_planned=as_planned), as_planned)
