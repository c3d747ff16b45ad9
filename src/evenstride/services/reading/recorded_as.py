"""How something was recorded, in a few words, from the document of its assessment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from evenstride.model.stored import Units
from evenstride.reports.distances import distance_words

_VIEW_WORDS = {
    "left": "from the left",
    "right": "from the right",
    "rear": "from behind",
    "front": "from the front",
}
_KEPT_READ = 512


@dataclass(frozen=True)
class RecordedAs:
    """What a list says of recordings: where they were filmed from, how long they are, pictures a second."""

    views: tuple[str, ...] = ()
    duration_s: float | None = None
    fps: tuple[float, ...] = ()
    distance_km: float | None = None

    def words(self, units: Units) -> str:
        """``from the left, 10.0 s at 60 pictures a second``; ``8.2 km in 45 min`` of a run, ``5.1 mi`` in miles."""
        if self.distance_km is not None and self.duration_s:
            return f"{distance_words(1000.0 * self.distance_km, units)} in {self.duration_s / 60:.0f} min"
        parts = [" and ".join(dict.fromkeys(self.views))]
        if self.duration_s and self.fps:
            rates = " and ".join(dict.fromkeys(f"{rate:.0f}" for rate in self.fps))
            parts.append(f"{self.duration_s:.0f} s at {rates} pictures a second")
        elif self.duration_s:
            parts.append(f"{self.duration_s / 60:.0f} min")
        return ", ".join(part for part in parts if part)


@lru_cache(maxsize=_KEPT_READ)
def recorded_as(document: Path) -> RecordedAs:
    """Read it from a kept document, which is named by its content; nothing is said of one that says nothing."""
    try:
        content = json.loads(document.read_bytes())
        return _facts(content["recordings"], content.get("run"))
    except (OSError, ValueError, KeyError, TypeError):
        return RecordedAs()


def _facts(recordings: list[dict[str, Any]], run: dict[str, Any] | None) -> RecordedAs:
    clips = [each for each in recordings if each["kind"] != "run"]
    if clips:
        return RecordedAs(
            views=tuple(_VIEW_WORDS[each["view"]] for each in clips if each["view"] in _VIEW_WORDS),
            duration_s=sum(float(each["duration_s"]) for each in clips),
            fps=tuple(float(each["fps_nominal"]) for each in clips if each["fps_nominal"]),
        )
    summary = (run or {}).get("summary") or {}
    return RecordedAs(duration_s=summary.get("timer_s"), distance_km=summary.get("distance_km"))
