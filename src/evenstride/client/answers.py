"""What a client gets: the state of a job, and the app's errors as exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenstride.errors import EvenstrideError

ENDED = ("done", "failed", "cancelled")


class AppUnreachableError(EvenstrideError):
    """No app answers at this address. Start it with evenstride serve."""

    code = "unreachable"


class AppRefusedError(EvenstrideError):
    """The app refused a request.

    Attributes
    ----------
    code : the app's own, such as ``not_found``.
    status : HTTP status.
    next_step : what to do.
    """

    code = "refused"

    def __init__(self, status: int, answer: Mapping[str, Any]) -> None:
        super().__init__(str(answer.get("message") or f"The app answered {status}."))
        self.code = str(answer.get("code") or self.code)
        self.status = status
        self.next_step = str(answer.get("next") or "")


class JobFailedError(EvenstrideError):
    """The analysis did not come to an end."""

    code = "job_failed"


@dataclass(frozen=True)
class JobState:
    """How far a job is; ``progress`` 0 to 1, ``assessment_id`` what was made of it once it is done."""

    id: str
    state: str
    progress: float
    message: str
    error: str | None
    assessment_id: str | None

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state in ENDED


def job_of(answer: Mapping[str, Any]) -> JobState:
    """A job's state of what the app answered."""
    result = answer.get("result") or {}
    return JobState(
        id=answer["id"],
        state=answer["state"],
        progress=answer["progress"],
        message=answer["message"],
        error=answer["error"],
        assessment_id=result.get("assessment_id"),
    )
