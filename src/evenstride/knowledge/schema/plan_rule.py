"""Rules every plan keeps, whatever the finding: length, dose of time, when to go on, when to step back."""

from __future__ import annotations

from typing import Literal

from evenstride.knowledge.schema.base import Listed, Quantity, Statement, Text


class PlanRule(Listed):
    """One rule as it is printed, with its number where it has one.

    ``kind``: ``setting`` (a number the planner uses, by id), ``progress``, ``step_back``, ``stop``, ``habit``.
    """

    kind: Literal["setting", "progress", "step_back", "stop", "habit"]
    text: Text
    basis: Statement
    amount: Quantity | None = None
