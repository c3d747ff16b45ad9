"""What assessments hold, kept in memory: a runner of years has ten thousand measures, and most pages look at all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock

from evenstride.model.stored import StoredFinding, StoredMeasure

#: The measures and the findings of one assessment.
Parts = tuple[tuple[StoredMeasure, ...], tuple[StoredFinding, ...]]
#: About 30 kB each.
MOST_KEPT = 1000


class KnownParts:
    """The parts of the assessments read lately, by id; threads may share it.

    They stay right because an assessment is never changed once it is kept. Only those seen in a reading unit of work
    belong here: what a writing one sees may never be kept.
    """

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._parts: OrderedDict[str, Parts] = OrderedDict()
        self._lock = Lock()

    def of(self, ids: Iterable[str]) -> dict[str, Parts]:
        """Those that are known."""
        with self._lock:
            found = {each: self._parts[each] for each in ids if each in self._parts}
            for each in found:
                self._parts.move_to_end(each)
        return found

    def keep(self, parts: Mapping[str, Parts]) -> None:
        """Remember these; the ones asked for longest ago go."""
        with self._lock:
            self._parts.update(parts)
            while len(self._parts) > self._most_kept:
                self._parts.popitem(last=False)
