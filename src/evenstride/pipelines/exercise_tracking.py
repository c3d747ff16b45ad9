"""A clip of an exercise to a pose track: the person may stand, kneel or lie, stay in place, and be cut off at first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evenstride.io.video import probe_video, read_frames
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.person_choice import SurveySettings, plan_survey, survey_people
from evenstride.pose.track_part import TrackPart, join_parts
from evenstride.pose.tracker import RunnerTracker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evenstride.io.video import VideoProbe
    from evenstride.model import PoseTrack
    from evenstride.pose.backend import Picture, PoseBackend
    from evenstride.pose.identity import StartHint

Progress = Callable[[int, int], None]

#: Somebody who does an exercise may lie down and hardly move the legs.
_SURVEY = SurveySettings(most_turn_rad=math.pi, prefers_moving_legs=False)
#: So many pictures are held at once while a clip is followed backwards.
_PICTURES_AT_ONCE = 60
#: The person is lost where they are not found for longer.
_LOST_TOO_LONG_S = 0.3


@dataclass(frozen=True)
class TrackedExercise:
    """The person of a clip; ``pose_track`` is None where nobody was found, and has a row for every picture."""

    probe: VideoProbe
    pose_track: PoseTrack | None
    people_count: int
    ended_early: bool


def track_exercise(path: Path, *, on_progress: Progress | None = None) -> TrackedExercise:
    """Find the person in a clip and follow them to both of its ends.

    Parameters
    ----------
    on_progress : called with (pictures done, pictures expected).

    Notes
    -----
    Many clips begin with somebody who walks in, is cut off by the picture, or stands too near; a pose model that is
    started there can hold on to an upside-down body. So the person is followed from a picture in which they are seen
    whole, forwards to the end and backwards to the beginning. The quick model is used: it is the one of the live coach,
    and its errors are those that the checks allow for. Where it loses the person on the way, as when the head leaves
    the picture, the large model follows them instead, at a fifth of the speed.
    """
    from evenstride.pipelines.stretch import use_one_thread

    use_one_thread()
    probe = probe_video(path)
    detector, quick = PersonDetector(), BlazePose("full")
    plan = plan_survey(probe.duration_s)
    survey = survey_people(_planned(path, plan), plan, detector, quick, _SURVEY)
    if survey.no_person:
        return TrackedExercise(probe, None, 0, ended_early=False)
    start = survey.starts[0]
    part, ended_early = _track_both_ways(probe, start, detector, quick, _counter(probe, on_progress))
    if _lost_between_s(part) > _LOST_TOO_LONG_S:
        thorough = BlazePose("heavy")
        better, ended_early = _track_both_ways(probe, start, detector, thorough, _counter(probe, on_progress))
        part = better if better.is_found.sum() > part.is_found.sum() else part
    track = part.to_pose_track() if part.is_found.any() else None
    return TrackedExercise(probe, track, survey.people_count, ended_early)


def _lost_between_s(part: TrackPart) -> float:
    """The longest time without the person."""
    found_s = part.time_s[part.is_found]
    ends_s = np.concatenate([part.time_s[:1], found_s, part.time_s[-1:]])
    return float(np.diff(ends_s).max()) if len(ends_s) > 1 else 0.0


def _track_both_ways(
    probe: VideoProbe, start: StartHint, detector: PersonDetector, backend: PoseBackend, count: Callable[[float], None]
) -> tuple[TrackPart, bool]:
    """The whole clip, and whether the file stopped giving pictures before its end."""
    with read_frames(probe.path, start_s=start.time_s - 1e-6) as frames:
        after = RunnerTracker(backend, detector, start).track(frames, on_frame=count)
        ended_early = frames.ended_early
    before = _track_backwards(probe, start, RunnerTracker(backend, detector, start), count)
    return join_parts([part for part in (before, after) if len(part)]), ended_early


@dataclass(frozen=True)
class _Mirrored:
    """A picture on a clock that runs backwards from ``around_s``, so that a tracker can go against the clip."""

    picture: Picture
    around_s: float

    @property
    def time_s(self) -> float:
        return 2 * self.around_s - self.picture.time_s

    @property
    def width_px(self) -> int:
        return self.picture.width_px

    @property
    def height_px(self) -> int:
        return self.picture.height_px

    def rgb(self) -> NDArray[np.uint8]:
        return self.picture.rgb()

    def rgb_region(self, *corners: int, **options: Any) -> NDArray[np.uint8]:
        return self.picture.rgb_region(*corners, **options)


def _track_backwards(
    probe: VideoProbe, start: StartHint, tracker: RunnerTracker, count: Callable[[float], None]
) -> TrackPart:
    """The pictures before the start, in order of time."""
    part = tracker.track(_backwards(probe, start.time_s), on_frame=count)
    order = slice(None, None, -1)
    return TrackPart(
        2 * start.time_s - part.time_s[order],
        part.xy_px[order],
        part.visibility[order],
        part.presence[order],
        part.keypoints,
        part.image_size_px,
        part.source,
    )


def _backwards(probe: VideoProbe, until_s: float) -> Iterator[_Mirrored]:
    """Pictures before ``until_s``, the latest first, a few at a time."""
    times_s = probe.packet_time_s[probe.packet_time_s < until_s - 1e-6]
    for end in range(len(times_s), 0, -_PICTURES_AT_ONCE):
        first_s = times_s[max(0, end - _PICTURES_AT_ONCE)]
        end_s = until_s if end == len(times_s) else times_s[end]
        with read_frames(probe.path, start_s=first_s - 1e-6, end_s=end_s - 1e-6) as frames:
            for picture in reversed(list(frames)):
                yield _Mirrored(picture, until_s)


def _planned(path: Path, plan: Iterable[tuple[float, float]]) -> Iterator[Picture]:
    for start_s, end_s in plan:
        with read_frames(path, start_s=start_s, end_s=end_s) as frames:
            yield from frames


def _counter(probe: VideoProbe, on_progress: Progress | None) -> Callable[[float], None]:
    expected, done = probe.frame_count_estimate, 0

    def count(_: float) -> None:
        nonlocal done
        done += 1
        if on_progress is not None:
            on_progress(min(done, expected), expected)

    return count
