"""Jobs, tokens of programs, settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from evenstride.model.job import ApiToken, Job, JobState
from evenstride.model.stored import ArtefactUse
from evenstride.store.errors import NotStoredError
from evenstride.store.repositories.rows import Repository, to_value
from evenstride.store.tables.work import ApiTokenRow, JobFileRow, JobRow, SettingRow


class Jobs(Repository[Job]):
    """The jobs' records."""

    value_type, row_type, in_order_of = Job, JobRow, "created_at"

    def in_state(self, *states: JobState) -> tuple[Job, ...]:
        """Those in one of the states, the oldest first."""
        return self._where(JobRow.state.in_(states))

    def claim(self, worker: str, *, now: datetime, lease_until: datetime, kinds: Iterable[str] = ()) -> Job | None:
        """Take the oldest job that waits or whose worker fell silent, and count the attempt; None where there is none.

        In a writing unit of work no two workers get the same job. What has used its attempts up is left alone, and so
        is what somebody asked to cancel.
        """
        waiting = (JobRow.state == "queued") | ((JobRow.state == "running") & (JobRow.lease_until < now))
        query = select(JobRow).where(waiting, JobRow.attempts < JobRow.max_attempts, JobRow.cancel_requested.is_(False))
        wanted = list(kinds)
        if wanted:
            query = query.where(JobRow.kind.in_(wanted))
        oldest = query.order_by(JobRow.created_at, JobRow.id).limit(1).with_for_update(skip_locked=True)
        row = self._session.scalars(oldest).first()
        if row is None:
            return None
        row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
        row.heartbeat_at, row.lease_until = now, lease_until
        row.started_at = row.started_at or now
        self._session.flush()
        return self.get(row.id)

    def change(self, id_: str, *, worker: str | None = None, **columns: Any) -> bool:
        """Change single columns, with `worker` only while that worker holds the job; whether it was changed."""
        query = update(JobRow).where(JobRow.id == id_)
        if worker is not None:
            query = query.where(JobRow.worker == worker, JobRow.state == "running")
        return bool(self._session.execute(query.values(**columns)).rowcount)  # type: ignore[attr-defined]

    def keep_file(self, id_: str, use: ArtefactUse) -> None:
        """Keep a file for the next stage, in the place of one of the same role."""
        self._session.execute(delete(JobFileRow).filter_by(job_id=id_, role=use.role))
        self._session.add(JobFileRow(job_id=id_, role=use.role, sha256=use.sha256))
        self._session.flush()

    def files(self, id_: str) -> tuple[ArtefactUse, ...]:
        """The files that the stages left."""
        rows = self._parts(JobFileRow, "job_id", [id_], "role")[id_]
        return tuple(to_value(row, ArtefactUse) for row in rows)

    def drop_files(self, id_: str) -> None:
        """Let go of the files that the stages left."""
        self._session.execute(delete(JobFileRow).filter_by(job_id=id_))


class ApiTokens(Repository[ApiToken]):
    """Programs' tokens."""

    value_type, row_type, in_order_of = ApiToken, ApiTokenRow, "created_at"

    def all(self) -> tuple[ApiToken, ...]:
        """Every token, the first one first."""
        return self._matching()

    def with_hash(self, token_hash: str) -> ApiToken | None:
        """The token of that hash that still counts, None where there is none."""
        return self._first(token_hash=token_hash, revoked_at=None)


class Settings:
    """Settings of this installation: plain values by name."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def get(self, key: str) -> Any:
        """The value, None where it was never set."""
        row = self._session.get(SettingRow, key)
        return None if row is None else row.value

    def put(self, key: str, value: Any) -> None:
        """Set it."""
        self._session.merge(SettingRow(key=key, value=value))
        self._session.flush()

    def remove(self, key: str) -> None:
        """Unset it.

        Raises
        ------
        NotStoredError
            It was not set.
        """
        if not self._session.execute(delete(SettingRow).filter_by(key=key)).rowcount:
            raise NotStoredError(f"Expected the name of a setting, got {key[:40]}, which is not set.")
