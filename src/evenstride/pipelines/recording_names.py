"""What the recordings of one session are called, so that a reader knows which is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evenstride.model import Assessment
from evenstride.model.assessment import RecordingView, View

#: What a watch's or a sensor's recording is called.
WATCH = "watch"
_PLACES: dict[View, str] = {
    "left": "left side",
    "right": "right side",
    "rear": "from behind",
    "front": "from the front",
    "unknown": "view not known",
}


def place_names(views: Sequence[RecordingView]) -> tuple[str, ...]:
    """Where each was filmed from, numbered where several were filmed from one place.

    Examples
    --------
    >>> side = RecordingView("left", "left", "left", "treadmill")
    >>> place_names([side, RecordingView("rear", None, None, "treadmill"), side])
    ('left side 1', 'from behind', 'left side 2')
    """
    count = Counter(view.view for view in views)
    seen: Counter[View] = Counter()
    names = []
    for view in views:
        seen[view.view] += 1
        names.append(_PLACES[view.view] + (f" {seen[view.view]}" if count[view.view] > 1 else ""))
    return tuple(names)


def places_of(assessment: Assessment) -> tuple[str, ...]:
    """The name of every recording of an assessment: from where it was filmed, or ``watch``."""
    filmed = [v for v, each in zip(assessment.views, assessment.recordings, strict=True) if each.kind != "run"]
    names = iter(place_names(filmed))
    return tuple(WATCH if each.kind == "run" else next(names) for each in assessment.recordings)


def full_names(assessment: Assessment) -> tuple[str, ...]:
    """Place and file of each: ``left side, run.mp4``."""
    places = places_of(assessment)
    return tuple(f"{place}, {each.path}" for place, each in zip(places, assessment.recordings, strict=True))
