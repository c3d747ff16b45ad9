"""One person before a live camera: points at once, picture by picture, and a fresh search after a loss."""

from __future__ import annotations

import math

from evenstride.pose.backend import Picture, PoseBackend, PoseEstimate
from evenstride.pose.detector import PersonFinder
from evenstride.pose.tracker import RunnerTracker, TrackerSettings

#: Whoever was lost for longer is looked for anew, wherever and whatever size: they may have moved the camera. Ours.
FORGOTTEN_AFTER_S = 1.0
#: The search costs as much as several pictures; a live stream has other pictures to show meanwhile.
_SETTINGS = TrackerSettings(search_every_s=0.2, most_candidates=2)


class LiveTracker:
    """Follows the person before the camera; the tallest one where there are several.

    Nothing is taken back and nobody is told from somebody else by clothes: a coach has said already what it saw.
    """

    def __init__(self, backend: PoseBackend, detector: PersonFinder) -> None:
        self._backend, self._detector = backend, detector
        self._tracker = self._anew()
        self._seen_s = -math.inf

    def look(self, picture: Picture) -> PoseEstimate | None:
        """The person in the next picture, None where nobody is found; times of pictures only grow."""
        estimate = self._tracker.follow(picture)
        if estimate is not None:
            self._seen_s = picture.time_s
        elif math.isfinite(self._seen_s) and picture.time_s - self._seen_s > FORGOTTEN_AFTER_S:
            self._tracker, self._seen_s = self._anew(), -math.inf
        return estimate

    def _anew(self) -> RunnerTracker:
        return RunnerTracker(self._backend, self._detector, settings=_SETTINGS)
