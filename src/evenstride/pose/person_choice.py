"""Who in the clip is the runner: a survey over short bursts of pictures before, or beside, the tracking.

In each burst people are found, followed with the quick model and described; bursts are linked to persons; the runner is
the person whose legs move, then the one who is there longest and largest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.appearance import describe_appearance
from evenstride.pose.backend import Picture, PoseBackend, PoseEstimate
from evenstride.pose.detector import Detection, PersonFinder, is_same_place, square_tiles, whole_picture
from evenstride.pose.identity import IdentitySettings, StartHint, jump
from evenstride.pose.region_filter import RegionFilter
from evenstride.pose.sighting import (
    BODY_PARTS,
    Sighting,
    appearance_of,
    choose_largest,
    choose_runner,
    describe_sighting,
    link_sightings,
    typical_leg_motion,
)

_TRUNK = ("shoulder", "hip")
_LEAST_TRUNK_VISIBILITY = 0.5


@dataclass(frozen=True)
class SurveySettings:
    """How the survey looks and decides.

    Attributes
    ----------
    burst_every_s, fewest_bursts, most_bursts : how many stretches of the clip are looked at.
    burst_s, picture_every_s : length of a stretch and distance of the pictures looked at in it.
    least_presence : of the quick model, for a detection to be a person.
    most_people : described in one burst.
    small_searches : bursts without anybody in which small tiles are searched; they are slow.
    least_in_picture : share of sightings in which a part of the body must be inside the picture to count as filmed.
    most_turn_rad : a body turned further lies down or stands on its head: no runner, mostly a mistake of the detector.
    prefers_moving_legs : the person is a runner; else the one who is there longest and largest.
    """

    burst_every_s: float = 1.5
    fewest_bursts: int = 2
    most_bursts: int = 6
    burst_s: float = 0.25
    picture_every_s: float = 0.1
    least_presence: float = 0.5
    most_people: int = 4
    small_searches: int = 2
    least_in_picture: float = 0.5
    most_turn_rad: float = 1.2
    prefers_moving_legs: bool = True
    identity: IdentitySettings = field(default_factory=IdentitySettings)


@dataclass(frozen=True)
class SurveyResult:
    """What the survey found.

    Attributes
    ----------
    starts : where the runner was, in order of time; a tracker may start from any of them.
    people_count : different people seen in the clip, the runner among them.
    parts_outside : parts of the runner's body ("head", "legs", "feet") that the picture leaves out most of the time.
    leg_motion_per_s : of the runner, in leg lengths per second: near 0 standing, above 2 running and seen from the
        side. None where it was not measured.
    seen_share : share of the bursts in which the runner was seen.
    """

    starts: tuple[StartHint, ...]
    people_count: int
    parts_outside: tuple[str, ...]
    leg_motion_per_s: float | None
    seen_share: float

    @property
    def no_person(self) -> bool:
        return not self.starts

    @property
    def others_in_picture(self) -> bool:
        """Whether somebody beside the runner was seen."""
        return self.people_count > 1

    @property
    def partial_body(self) -> bool:
        return bool(self.parts_outside)

    def start_near(self, time_s: float) -> StartHint | None:
        """The start next to a time; None when nobody was found."""
        return min(self.starts, key=lambda start: abs(start.time_s - time_s), default=None)


def plan_survey(duration_s: float, settings: SurveySettings | None = None) -> tuple[tuple[float, float], ...]:
    """Stretches of a clip to look at, (start_s, end_s), half-open, spread over its length.

    Examples
    --------
    >>> plan_survey(0.2)
    ((0.0, 0.2),)
    """
    settings = settings or SurveySettings()
    count = min(max(round(duration_s / settings.burst_every_s), settings.fewest_bursts), settings.most_bursts)
    count = max(1, min(count, math.floor(duration_s / settings.burst_s)))
    length_s = min(settings.burst_s, duration_s)
    starts_s = (np.arange(count) + 0.5) * duration_s / count - length_s / 2
    return tuple((round(float(start_s), 3), round(float(start_s) + length_s, 3)) for start_s in starts_s)


def survey_people(
    pictures: Iterable[Picture],
    plan: Sequence[tuple[float, float]],
    detector: PersonFinder,
    backend: PoseBackend,
    settings: SurveySettings | None = None,
) -> SurveyResult:
    """Look at the planned stretches among these pictures (in order of time) and choose the runner."""
    survey = PeopleSurvey(plan, detector, backend, settings)
    for picture in pictures:
        survey.add(picture)
    return survey.result()


class PeopleSurvey:
    """Looks at pictures as they come; those outside the plan cost nothing, and none is kept.

    Parameters
    ----------
    plan : stretches to look at, in order of time, from `plan_survey`.
    backend : a quick one, ``BlazePose("full")``.
    """

    def __init__(
        self,
        plan: Sequence[tuple[float, float]],
        detector: PersonFinder,
        backend: PoseBackend,
        settings: SurveySettings | None = None,
    ) -> None:
        self._plan = tuple(plan)
        self._detector = detector
        self._backend = backend
        self._settings = settings or SurveySettings()
        self._bursts: list[list[_Person]] = []
        self._stretch = -1
        self._last_s = -math.inf
        self._small_searches = 0

    def wants(self, time_s: float) -> bool:
        """Whether a picture of that time would be looked at."""
        stretch = self._stretch_at(time_s)
        if stretch < 0:
            return False
        return stretch != self._stretch or time_s - self._last_s >= self._settings.picture_every_s - 1e-6

    def add(self, picture: Picture) -> None:
        """Take in the next picture; most are passed over."""
        if not self.wants(picture.time_s):
            return
        stretch = self._stretch_at(picture.time_s)
        self._last_s = picture.time_s
        if stretch != self._stretch:
            self._stretch = stretch
            self._bursts.append([_Person(picture, one, self._backend.keypoints) for one in self._find(picture)])
            return
        for person in self._bursts[-1]:
            person.follow(picture, self._backend, self._settings)

    def result(self) -> SurveyResult:
        """Who the runner is, by what was seen so far."""
        bursts = [[person.describe() for person in people if person.is_steady] for people in self._bursts]
        persons = link_sightings(bursts, self._settings.identity)
        if not persons:
            return SurveyResult((), 0, (), None, 0.0)
        runner = choose_runner(persons) if self._settings.prefers_moving_legs else choose_largest(persons)
        appearance = appearance_of(runner)
        return SurveyResult(
            starts=tuple(StartHint(s.start.time_s, s.start.region, appearance) for s in runner),
            people_count=len(persons),
            parts_outside=_parts_outside(runner, self._settings.least_in_picture),
            leg_motion_per_s=typical_leg_motion(runner),
            seen_share=len(runner) / len(bursts),
        )

    def _stretch_at(self, time_s: float) -> int:
        return next((i for i, (start_s, end_s) in enumerate(self._plan) if start_s <= time_s < end_s), -1)

    def _find(self, picture: Picture) -> list[PoseEstimate]:
        """Everybody in the picture, confirmed by the landmark model; small people only where nobody else is."""
        shorter_px = min(picture.width_px, picture.height_px)
        squares = [whole_picture(picture), *square_tiles(picture, shorter_px)]
        people = self._confirm(picture, self._detector.detect(picture, squares))
        if not people and self._small_searches < self._settings.small_searches:
            self._small_searches += 1
            people = self._confirm(picture, self._detector.detect(picture, square_tiles(picture, shorter_px / 2)))
        return people

    def _confirm(self, picture: Picture, detections: Sequence[Detection]) -> list[PoseEstimate]:
        people: list[PoseEstimate] = []
        for detection in detections:
            if len(people) >= self._settings.most_people:
                break
            estimate = self._backend.estimate(picture, detection.region)
            if (
                estimate.presence >= self._settings.least_presence
                and _is_body(estimate, detection, picture, self._settings.most_turn_rad)
                and not any(_is_same_body(estimate, other) for other in people)
            ):
                people.append(estimate)
        return people


class _Person:
    """One person through one burst."""

    def __init__(self, picture: Picture, estimate: PoseEstimate, keypoints: Sequence[str]) -> None:
        assert estimate.region is not None
        self._keypoints = keypoints
        self._image_size_px = (picture.width_px, picture.height_px)
        self._times_s: list[float] = []
        self._estimates: list[PoseEstimate] = []
        self._looks: list[NDArray[np.float64]] = []
        self._filter: RegionFilter | None = RegionFilter(picture.time_s, estimate.region)
        self._take(picture, estimate)

    @property
    def is_steady(self) -> bool:
        """Whether the person was still there in the last picture, with a visible trunk; a mistaken tree is not."""
        if self._filter is None:
            return False
        rows = [i for i, name in enumerate(self._keypoints) if name.endswith(_TRUNK)]
        return float(np.mean([estimate.visibility[rows] for estimate in self._estimates])) > _LEAST_TRUNK_VISIBILITY

    def follow(self, picture: Picture, backend: PoseBackend, settings: SurveySettings) -> None:
        """Look for the person in the next picture."""
        if self._filter is None:
            return
        expected = self._filter.predict(picture.time_s)
        estimate = backend.estimate(picture, expected)
        region = estimate.region
        is_there = region is not None and estimate.presence >= settings.least_presence
        if region is None or not is_there or jump(region, expected) > settings.identity.most_jump:
            self._filter = None
            return
        self._filter.update(picture.time_s, region)
        self._take(picture, estimate)

    def describe(self) -> Sighting:
        return describe_sighting(self._times_s, self._estimates, self._looks, self._keypoints, self._image_size_px)

    def _take(self, picture: Picture, estimate: PoseEstimate) -> None:
        self._times_s.append(picture.time_s)
        self._estimates.append(estimate)
        look = describe_appearance(picture, estimate, self._keypoints)
        if look is not None:
            self._looks.append(look)


def _is_body(estimate: PoseEstimate, detection: Detection, picture: Picture, most_turn_rad: float) -> bool:
    """Whether the landmark model sees a person where, and as large as, the detector does, hips inside the picture."""
    region = estimate.region
    if region is None or abs(region.rotation_rad) > most_turn_rad:
        return False
    is_inside = 0 <= region.center_x_px < picture.width_px and 0 <= region.center_y_px < picture.height_px
    is_as_large = 0.5 < region.size_px / detection.region.size_px < 2.0
    return is_inside and is_as_large and jump(region, detection.region) < 0.4


def _is_same_body(one: PoseEstimate, other: PoseEstimate) -> bool:
    return one.region is not None and other.region is not None and is_same_place(one.region, other.region)


def _parts_outside(runner: Sequence[Sighting], least_in_picture: float) -> tuple[str, ...]:
    share = {part: np.mean([part in sighting.parts_inside for sighting in runner]) for part in BODY_PARTS}
    return tuple(part for part in BODY_PARTS if share[part] < least_in_picture)
