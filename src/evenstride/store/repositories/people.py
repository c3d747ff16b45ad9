"""Runners and what they said."""

from __future__ import annotations

from typing import Any

from evenstride.model.stored import Answer, Consent, ScreenAnswer, StoredRunner
from evenstride.store.repositories.rows import Repository
from evenstride.store.tables.people import AnswerRow, ConsentRow, RunnerRow, ScreenAnswerRow


class Runners(Repository[StoredRunner]):
    """The runners."""

    value_type, row_type, in_order_of = StoredRunner, RunnerRow, "created_at"

    def all(self) -> tuple[StoredRunner, ...]:
        """Every runner, the first one first."""
        return self._matching()


class Consents(Repository[Consent]):
    """What runners agreed to; earlier answers stay."""

    value_type, row_type, in_order_of = Consent, ConsentRow, "answered_at"

    def newest(self, runner_id: str, kind: str) -> Consent | None:
        """What counts now, None where nobody asked."""
        return next((each for each in reversed(self.of_runner(runner_id)) if each.kind == kind), None)


class Answers(Repository[Answer]):
    """Answers to red-flag and readiness questions; earlier answers stay."""

    value_type, row_type, in_order_of = Answer, AnswerRow, "answered_at"

    def newest(self, runner_id: str) -> dict[str, bool | float]:
        """What counts now, by question; in the form that a plan's profile takes."""
        return {each.question_id: each.value for each in self.of_runner(runner_id)}


class ScreenAnswers(Repository[ScreenAnswer]):
    """Outcomes of home screens; earlier ones stay."""

    value_type, row_type, in_order_of = ScreenAnswer, ScreenAnswerRow, "answered_at"

    def newest(self, runner_id: str) -> tuple[ScreenAnswer, ...]:
        """What counts now, one for each screen and side."""
        newest: dict[tuple[str, Any], ScreenAnswer] = {}
        for each in self.of_runner(runner_id):
            newest[each.screen_id, each.side] = each
        return tuple(newest.values())
