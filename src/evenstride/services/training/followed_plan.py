"""The plan that a runner follows, with what was done of it and what an answer stops by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.model.diary import DiaryEntry, SessionDone
from evenstride.model.plan import Plan
from evenstride.model.stored import StoredPlan
from evenstride.progress import (
    Adherence,
    Advice,
    NextRetest,
    advise_next_session,
    next_retest,
    stage_began_on,
    summarise_adherence,
)
from evenstride.progress.adherence import has_something_done
from evenstride.services.keeping.plans import profile_of, read_plan

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.prescription import Readiness
    from evenstride.store import Store, UnitOfWork


@dataclass(frozen=True)
class FollowedPlan:
    """A kept plan as it stands today.

    Attributes
    ----------
    readiness : what the runner's newest answers stop, which may be newer than the plan.
    adherence, advice, retest : as `follow_runner` has them.
    """

    stored: StoredPlan
    plan: Plan
    sessions: tuple[SessionDone, ...]
    pains: tuple[DiaryEntry, ...]
    readiness: Readiness
    adherence: Adherence
    advice: Advice
    retest: NextRetest | None

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have a session, in order."""
        return tuple(date.fromisoformat(each.date) for week in self.plan.weeks for each in week.sessions)

    def sessions_on(self, day: date) -> tuple[SessionDone, ...]:
        """Sessions that answer a day, with at least one set done."""
        return tuple(each for each in self.sessions if each.plan_day == day and has_something_done(each))

    def begun_on(self, day: date) -> frozenset[str]:
        """Exercises of a day of which something was kept, were it that they were left out or stopped."""
        return frozenset(
            each.exercise_id for session in self.sessions if session.plan_day == day for each in session.sets
        )

    def day_to_do(self, today: date) -> date | None:
        """Today's session if it is not done, else the next one that is not; None after the last."""
        return next((day for day in self.days if day >= today and not self.sessions_on(day)), None)


def follow_plan(
    store: Store, runner_id: str, *, today: date, zone: tzinfo | None = None, plan_id: str | None = None
) -> FollowedPlan | None:
    """The plan that is followed, or the one of that id; None where none is followed.

    Parameters
    ----------
    zone : of the runner's days, ``today`` among them; None is this computer's.

    Raises
    ------
    NotStoredError : no such runner, or no such plan of theirs.
    """
    from evenstride.knowledge import load_knowledge

    with store.read() as work:
        work.runners.get(runner_id)
        stored = work.plans.active(runner_id) if plan_id is None else _of_runner(work, runner_id, plan_id)
        return None if stored is None else followed(work, stored, today=today, zone=zone, knowledge=load_knowledge())


def followed(
    work: UnitOfWork, stored: StoredPlan, *, today: date, zone: tzinfo | None, knowledge: Knowledge
) -> FollowedPlan:
    """The same in a unit of work that does more."""
    from evenstride.prescription import check_answers

    sessions = work.sessions.of_plan(stored.id)
    pains = work.diary.of_kind(stored.runner_id, "pain")
    profile = profile_of(work, stored.runner_id)
    known = {id_: value for id_, value in profile.answers.items() if id_ in knowledge.red_flags}
    adherence = summarise_adherence(stored.document, sessions, today=today, zone=zone)
    return FollowedPlan(
        stored=stored,
        plan=read_plan(stored.document),
        sessions=sessions,
        pains=pains,
        readiness=check_answers(known, knowledge),
        adherence=adherence,
        advice=_advice(stored, sessions, pains, adherence, today, knowledge),
        retest=next_retest(work.retests.of_runner(stored.runner_id), today=today),
    )


def _advice(
    stored: StoredPlan,
    sessions: Sequence[SessionDone],
    pains: Sequence[DiaryEntry],
    adherence: Adherence,
    today: date,
    knowledge: Knowledge,
) -> Advice:
    return advise_next_session(
        sessions,
        pains,
        knowledge=knowledge,
        days_since_last=adherence.days_since_last,
        stage_began_on=stage_began_on(stored.document, today=today),
    )


def _of_runner(work: UnitOfWork, runner_id: str, plan_id: str) -> StoredPlan:
    from evenstride.store import NotStoredError

    stored = work.plans.get(plan_id)
    if stored.runner_id != runner_id:
        raise NotStoredError("Expected a plan of this runner, got another's. Choose the runner at the top.")
    return stored
