"""Plans, sessions done, pain and effort, retests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update

from evenstride.model.diary import DiaryEntry, EntryKind, Retest, SessionDone, SetDone
from evenstride.model.stored import StoredPlan
from evenstride.store.repositories.rows import Repository, Row, to_columns, to_value
from evenstride.store.tables.training import DiaryEntryRow, PlanRow, RetestRow, SessionRow, SetRow


class Plans(Repository[StoredPlan]):
    """The plans; a runner follows at most one."""

    value_type, row_type, in_order_of = StoredPlan, PlanRow, "created_at"

    def active(self, runner_id: str) -> StoredPlan | None:
        """The plan being followed, None where there is none."""
        return self._first(runner_id=runner_id, status="active")

    def archive_active(self, runner_id: str, at: datetime) -> None:
        """Close the plan being followed, so that another can be."""
        active = update(PlanRow).where(PlanRow.runner_id == runner_id, PlanRow.status == "active")
        self._session.execute(active.values(status="archived", archived_at=at))


class Sessions(Repository[SessionDone]):
    """The sessions as they were done, with their sets."""

    value_type, row_type, in_order_of = SessionDone, SessionRow, "started_at"

    def of_plan(self, plan_id: str) -> tuple[SessionDone, ...]:
        """Those that answer a plan, the earliest first."""
        return self._matching(plan_id=plan_id)

    def _values(self, rows: Sequence[Row]) -> tuple[SessionDone, ...]:
        """All at once: one question more, however many there are."""
        sets = self._parts(SetRow, "session_id", [row["id"] for row in rows], "position")
        return tuple(
            to_value(row, SessionDone, sets=tuple(to_value(each, SetDone) for each in sets[row["id"]])) for row in rows
        )

    def _write_parts(self, value: SessionDone) -> None:
        self._session.execute(delete(SetRow).filter_by(session_id=value.id))
        rows = [
            {"session_id": value.id, "position": at, **to_columns(each, SetRow)} for at, each in enumerate(value.sets)
        ]
        if rows:
            self._session.execute(insert(SetRow), rows)


class Diary(Repository[DiaryEntry]):
    """Pain and effort."""

    value_type, row_type, in_order_of = DiaryEntry, DiaryEntryRow, "noted_at"

    def of_kind(self, runner_id: str, kind: EntryKind) -> tuple[DiaryEntry, ...]:
        """A runner's entries of one kind, the earliest first."""
        return self._matching(runner_id=runner_id, kind=kind)


class Retests(Repository[Retest]):
    """The days on which to film again."""

    value_type, row_type, in_order_of = Retest, RetestRow, "due_on"

    def open(self, runner_id: str) -> tuple[Retest, ...]:
        """Those that no assessment answered yet, the earliest first."""
        return self._matching(runner_id=runner_id, done_at=None)
