"""Runs and shoes."""

from __future__ import annotations

from sqlalchemy import func, select

from evenstride.model.diary import RunDone, Shoe
from evenstride.store.repositories.rows import Repository
from evenstride.store.tables.running import RunRow, ShoeRow


class Runs(Repository[RunDone]):
    """The runs."""

    value_type, row_type, in_order_of = RunDone, RunRow, "started_at"


class Shoes(Repository[Shoe]):
    """The shoes."""

    value_type, row_type, in_order_of = Shoe, ShoeRow, "added_at"

    def default(self, runner_id: str) -> Shoe | None:
        """The pair that new runs of a runner are done in, None where none is."""
        return self._first(runner_id=runner_id, is_default=True)

    def distance_m(self, shoe: Shoe) -> float:
        """What a pair has run: before it was entered, and in all runs with it since."""
        run = self._session.scalar(select(func.sum(RunRow.distance_m)).where(RunRow.shoe_id == shoe.id))
        return shoe.start_distance_m + float(run or 0.0)
