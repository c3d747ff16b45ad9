"""Look up what is kept, one value by its id or a part of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork
    from evenstride.store.repositories.rows import Repository

Value = TypeVar("Value")
KeptKind = Literal[
    "runners", "recordings", "assessments", "plans", "sessions", "diary", "runs", "shoes", "retests", "jobs"
]
LONGEST_PAGE = 200
_REPOSITORIES: dict[KeptKind, Callable[[UnitOfWork], Repository[Any]]] = {
    "runners": lambda work: work.runners,
    "recordings": lambda work: work.recordings,
    "assessments": lambda work: work.assessments,
    "plans": lambda work: work.plans,
    "sessions": lambda work: work.sessions,
    "diary": lambda work: work.diary,
    "runs": lambda work: work.runs,
    "shoes": lambda work: work.shoes,
    "retests": lambda work: work.retests,
    "jobs": lambda work: work.jobs,
}


@dataclass(frozen=True)
class ValuePage(Generic[Value]):
    """A part of a list, the newest first; ``next`` is the id after which the next part begins, None at the end."""

    items: tuple[Value, ...]
    next: str | None


def read_value(store: Store, kind: KeptKind, id_: str) -> Any:
    """The value of that id.

    Raises
    ------
    NotStoredError : there is none.
    """
    with store.read() as kept:
        return _REPOSITORIES[kind](kept).get(id_)


def read_page(
    store: Store, kind: KeptKind, /, *, length: int, after: str | None = None, **equal: Any
) -> ValuePage[Any]:
    """A part of the values of a kind.

    Parameters
    ----------
    length : how many at most, up to `LONGEST_PAGE`.
    after : ``next`` of the part before.
    equal : fields and what must stand in them, such as ``runner_id``; None asks for nothing.

    Raises
    ------
    NotStoredError : no such runner, or nothing of the id `after`.
    """
    wanted = {field: value for field, value in equal.items() if value is not None}
    with store.read() as kept:
        if "runner_id" in wanted:
            kept.runners.get(wanted["runner_id"])
        found = _REPOSITORIES[kind](kept).page(length=min(length, LONGEST_PAGE) + 1, after=after, **wanted)
    has_more = len(found) > length
    items = found[:length]
    return ValuePage(items, items[-1].id if has_more else None)
