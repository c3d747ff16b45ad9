"""Other recordings made of a recorded exercise: mirrored, smaller, slower, sampled otherwise, cut, joined with others.

All are made of the landmarks; the true count of each follows from that of the clip.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from evenstride.model import PoseTrack
from evenstride.testing_exercise import point_errors

#: Body height is about so many times the trunk.
_HEIGHT_OVER_TRUNK = 3.4
#: Between two joined parts, as between two pictures of a slow camera.
_BETWEEN_S = 0.1


@dataclass(frozen=True)
class Variant:
    """Another recording, and how many repetitions are in it."""

    name: str
    track: PoseTrack
    true: int


def variants(track: PoseTrack, true: int, peaks_s: Sequence[float], others: dict[str, PoseTrack]) -> Iterator[Variant]:
    """Every variant of one clip.

    Parameters
    ----------
    true : its count.
    peaks_s : when each repetition was furthest from the start.
    others : recordings without a repetition, by name.
    """
    for name, change in _same_count().items():
        yield Variant(name, change(track), true)
    yield Variant("begins at the end of a way out", between(track, peaks_s[0], math.inf), true - 1)
    yield Variant("stops just after a way out", between(track, -math.inf, peaks_s[-1] + 0.1), true)
    halfway_s = (peaks_s[-2] + peaks_s[-1]) / 2
    waiting = standing_still(track, halfway_s, 8.0)
    parts = between(track, -math.inf, halfway_s), waiting, between(track, halfway_s, math.inf)
    yield Variant("rests 8 s between two", joined(*parts), true)
    for name, other in others.items():
        yield Variant(f"after {name}", joined(other, track), true)
        if _is_whole(track, peaks_s):
            yield Variant(f"before {name}", joined(track, other), true)


def _same_count() -> dict[str, Callable[[PoseTrack], PoseTrack]]:
    rng = np.random.default_rng(7)
    return {
        "as it is": lambda track: track,
        "mirrored": mirrored,
        "half as large, at the left": partial(shrunk, by=0.5, corner=(0.02, 0.3)),
        "a third as large, at the right": partial(shrunk, by=0.34, corner=(0.6, 0.6)),
        **{f"{fps} pictures a second": partial(sampled, fps=fps) for fps in (10, 15, 25, 30, 60)},
        **{f"{by:g} times as long": partial(stretched, by=by) for by in (0.6, 0.8, 1.25, 1.6)},
        "measured pose noise added": partial(noisy, rng=rng),
        "every fourth picture empty": partial(with_gaps, rng=rng, share=0.25),
    }


def mirrored(track: PoseTrack) -> PoseTrack:
    """As a mirror shows it: left is right."""
    swapped = [track.keypoints.index(_other_side(name)) for name in track.keypoints]
    xy_px = track.xy_px[:, swapped] * (-1.0, 1.0) + (track.image_size_px[0], 0.0)
    return track.with_points(xy_px, track.visibility[:, swapped])


def _other_side(name: str) -> str:
    side, _, point = name.partition("_")
    return {"left": f"right_{point}", "right": f"left_{point}"}.get(side, name)


def shrunk(track: PoseTrack, by: float, corner: tuple[float, float]) -> PoseTrack:
    """The whole picture smaller, its corner at a share of width and height."""
    return track.with_points(track.xy_px * by + np.array(corner) * track.image_size_px)


def sampled(track: PoseTrack, fps: float) -> PoseTrack:
    """At another rate, between the pictures along a line."""
    return _at(track, np.arange(track.time_s[0], track.time_s[-1], 1.0 / fps))


def stretched(track: PoseTrack, by: float) -> PoseTrack:
    """In slow or quick motion."""
    return replace(track, time_s=track.time_s * by)


def noisy(track: PoseTrack, rng: np.random.Generator) -> PoseTrack:
    """With as much error again as the pose model has on rendered runs."""
    trunk_px = float(np.nanmedian(np.hypot(*np.moveaxis(track.middle("shoulder") - track.middle("hip"), 1, 0))))
    errors = point_errors(track.time_s, track.xy_px.shape, rng)
    return track.with_points(track.xy_px + _HEIGHT_OVER_TRUNK * trunk_px * errors)


def with_gaps(track: PoseTrack, rng: np.random.Generator, share: float) -> PoseTrack:
    """Nobody found in a share of the pictures."""
    gone = rng.random(len(track)) < share
    return track.with_points(
        np.where(gone[:, None, None], np.nan, track.xy_px), np.where(gone[:, None], 0.0, track.visibility)
    )


def between(track: PoseTrack, from_s: float, to_s: float) -> PoseTrack:
    """A part of the recording."""
    inside = (track.time_s >= from_s) & (track.time_s < to_s)
    return replace(track, time_s=track.time_s[inside], xy_px=track.xy_px[inside], visibility=track.visibility[inside])


def standing_still(track: PoseTrack, at_s: float, seconds: float) -> PoseTrack:
    """One picture of the recording held, 15 a second."""
    row = int(np.argmin(np.abs(track.time_s - at_s)))
    time_s = np.arange(0.0, seconds, 1.0 / 15.0)
    rows = np.full(len(time_s), row)
    return replace(track, time_s=time_s, xy_px=track.xy_px[rows], visibility=track.visibility[rows])


def joined(*tracks: PoseTrack) -> PoseTrack:
    """One after the other in the picture of the first, each at its own size."""
    first = tracks[0]
    times, ended_s = [first.time_s], float(first.time_s[-1])
    for after in tracks[1:]:
        times.append(after.time_s - after.time_s[0] + ended_s + _BETWEEN_S)
        ended_s = float(times[-1][-1])
    scales = [max(first.image_size_px) / max(track.image_size_px) for track in tracks]
    sized = list(zip(tracks, scales, strict=True))
    width, height = (max(int(track.image_size_px[axis] * by) for track, by in sized) for axis in (0, 1))
    return replace(
        first,
        time_s=np.concatenate(times),
        xy_px=np.concatenate([track.xy_px * by for track, by in sized]),
        visibility=np.concatenate([track.visibility for track in tracks]),
        image_size_px=(width, height),
    )


def _at(track: PoseTrack, time_s: np.ndarray) -> PoseTrack:
    flat = track.xy_px.reshape(len(track), -1)
    xy_px = np.stack([np.interp(time_s, track.time_s, column) for column in flat.T], axis=1)
    visibility = np.stack([np.interp(time_s, track.time_s, column) for column in track.visibility.T], axis=1)
    return replace(
        track, time_s=time_s, xy_px=xy_px.reshape(len(time_s), *track.xy_px.shape[1:]), visibility=visibility
    )


def _is_whole(track: PoseTrack, peaks_s: Sequence[float]) -> bool:
    """Whether the last repetition comes back before the recording stops."""
    return float(track.time_s[-1]) - peaks_s[-1] > 0.8
