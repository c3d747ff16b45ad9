"""One runner through a clip: find, follow, notice the loss, find again, and never follow somebody else unnoticed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from evenstride.pose.backend import Picture, PoseBackend, PoseEstimate, RegionOfInterest
from evenstride.pose.detector import Detection, PersonFinder, square_tiles, whole_picture
from evenstride.pose.identity import IdentitySettings, RunnerIdentity, StartHint
from evenstride.pose.region_filter import RegionFilter, RegionFilterSettings
from evenstride.pose.track_part import TrackPart


@dataclass(frozen=True)
class TrackerSettings:
    """How a runner is followed.

    Attributes
    ----------
    least_presence : the model's own probability that there is a person in the region.
    search_every_s : between two searches once the runner is gone for longer than that.
    most_candidates : people looked at in one search.
    """

    least_presence: float = 0.5
    search_every_s: float = 0.1
    most_candidates: int = 3
    identity: IdentitySettings = field(default_factory=IdentitySettings)
    region: RegionFilterSettings = field(default_factory=RegionFilterSettings)


class RunnerTracker:
    """Follows one person: one run of the landmark model per picture, the detector only at the start and after a loss.

    Notes
    -----
    The region the model is shown comes from its own alignment points in earlier pictures, filtered and predicted
    (`RegionFilter`); the points themselves are passed on raw. A picture gets NaN points when the model sees nobody
    there, when place or size jump, or when the clothes turn out to be somebody else's; the last is noticed only after
    a few looks and taken back to the first of them. Two people dressed alike are told apart by place alone.
    """

    def __init__(
        self,
        backend: PoseBackend,
        detector: PersonFinder,
        start: StartHint | None = None,
        settings: TrackerSettings | None = None,
    ) -> None:
        self._backend = backend
        self._detector = detector
        self._settings = settings or TrackerSettings()
        self._runner = RunnerIdentity(start, backend.keypoints, self._settings.identity)
        self._filter: RegionFilter | None = None
        self._last_search_s = -np.inf

    def track(self, frames: Iterable[Picture], on_frame: Callable[[float], None] | None = None) -> TrackPart:
        """Follow the runner through pictures in order of time.

        Parameters
        ----------
        frames : consecutive pictures.
        on_frame : called with the time of each picture when it is done.

        Returns
        -------
        One row for each picture; NaN points where the runner was not found or not surely the same person.
        """
        times_s: list[float] = []
        estimates: list[PoseEstimate | None] = []
        size_px = (0, 0)
        for picture in frames:
            size_px = (picture.width_px, picture.height_px)
            times_s.append(picture.time_s)
            estimates.append(self.follow(picture))
            self._take_strangers_back(picture, estimates)
            if on_frame is not None:
                on_frame(picture.time_s)
        return TrackPart.from_estimates(times_s, estimates, self._backend.keypoints, size_px, self._backend.name)

    def follow(self, picture: Picture) -> PoseEstimate | None:
        """The runner in the next picture, None where they are not found; `track` also tells strangers by clothes."""
        return self._follow(picture) or self._search(picture)

    def _follow(self, picture: Picture) -> PoseEstimate | None:
        """The runner where the pictures so far say; None when nobody, or somebody else, is there."""
        if self._filter is None:
            return None
        expected = self._filter.predict(picture.time_s)
        estimate = self._backend.estimate(picture, expected)
        if not self._is_followed(picture, estimate, expected) or estimate.region is None:
            self._filter = None
            return None
        self._filter.update(picture.time_s, estimate.region)
        self._runner.remember(picture.time_s, self._filter.predict(picture.time_s), self._filter.speed_px_s)
        return estimate

    def _search(self, picture: Picture) -> PoseEstimate | None:
        """The runner wherever the detector sees people; None when none of them can be the runner."""
        if not self._is_time_to_search(picture.time_s):
            return None
        self._last_search_s = picture.time_s
        for detection in self._candidates(picture)[: self._settings.most_candidates]:
            rough = self._backend.estimate(picture, detection.region)
            if rough.presence < self._settings.least_presence or rough.region is None:
                continue
            # The detector's region is rough: the points come from a second look through the model's own.
            estimate = self._backend.estimate(picture, rough.region)
            if self._is_followed(picture, estimate, rough.region) and self._is_known(picture, estimate):
                self._start_following(picture.time_s, estimate)
                return estimate
        return None

    def _is_time_to_search(self, time_s: float) -> bool:
        seen_s = self._runner.seen_s
        is_just_lost = seen_s is not None and 0 <= time_s - seen_s <= self._settings.search_every_s
        return is_just_lost or time_s - self._last_search_s >= self._settings.search_every_s

    def _candidates(self, picture: Picture) -> list[Detection]:
        """People who can be the runner by place and size, the likeliest first; the tallest first when none is known."""
        near = self._runner.region
        if near is None:
            squares = [whole_picture(picture), *square_tiles(picture, min(picture.width_px, picture.height_px))]
            return sorted(self._detector.detect(picture, squares), key=lambda d: -d.region.size_px)
        around = RegionOfInterest(near.center_x_px, near.center_y_px, 2 * near.size_px)
        found = self._detector.detect(picture, [whole_picture(picture), around])
        costs = [self._runner.unlikeness(detection.region, picture.time_s) for detection in found]
        return [found[i] for i in np.argsort(costs) if costs[i] < 1.0]

    def _start_following(self, time_s: float, estimate: PoseEstimate) -> None:
        assert estimate.region is not None
        self._filter = RegionFilter(time_s, estimate.region, self._settings.region)
        self._runner.remember(time_s, estimate.region)

    def _is_followed(self, picture: Picture, estimate: PoseEstimate, expected: RegionOfInterest) -> bool:
        """Whether somebody is there, hips inside the picture, about where and as large as expected."""
        region = estimate.region
        if estimate.presence < self._settings.least_presence or region is None:
            return False
        is_inside = 0 <= region.center_x_px < picture.width_px and 0 <= region.center_y_px < picture.height_px
        return is_inside and self._runner.is_next(region, expected)

    def _is_known(self, picture: Picture, estimate: PoseEstimate) -> bool:
        assert estimate.region is not None
        is_reachable = self._runner.unlikeness(estimate.region, picture.time_s) < 1.0
        return is_reachable and self._runner.wears(self._runner.describe(picture, estimate))

    def _take_strangers_back(self, picture: Picture, estimates: list[PoseEstimate | None]) -> None:
        latest = estimates[-1]
        if latest is None:
            self._runner.forget_strangers()
            return
        first_strange = self._runner.look(picture, latest, len(estimates) - 1)
        if first_strange is not None:
            estimates[first_strange:] = [None] * (len(estimates) - first_strange)
            self._runner.forget_strangers()
            self._filter = None
