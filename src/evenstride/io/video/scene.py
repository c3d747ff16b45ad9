"""Watching the pictures go by: doubled ones, cuts, and a camera that moves.

`SceneMonitor` looks at each picture once while it is decoded anyway and keeps a handful of numbers per picture; what
they mean is decided at the end, so that the halves of a clip watched by two processes can be joined first.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video.background import PictureSampler, PictureSamples
from evenstride.io.video.frames import VideoFrame
from evenstride.io.video.orientation import rotate_vector_clockwise
from evenstride.io.video.planes import halve_until
from evenstride.io.video.scene_rules import (
    COPY_LEVEL,
    CUT_CHANGE,
    CUT_SPAN,
    compute_block_change,
    estimate_shift,
    find_cuts,
    find_repeated,
    is_panning,
    lasting_change,
    structural_change,
)

#: Size at which neighbours are compared: large enough for a copy's coding noise to differ from the least motion.
_DETAIL_SIDE_BELOW = 800
_MOTION_SIDE_BELOW = 480
_THUMBNAIL_SIDE_BELOW = 96
#: Camera motion is measured this often; in between it would only repeat itself.
_MOTION_EVERY_S = 0.2
#: Thumbnails kept at either end, so that a cut beside a joint is judged as any other.
_EDGE = 2 * CUT_SPAN


@dataclass(frozen=True)
class Look:
    """One picture at three sizes, brightness only, stored orientation."""

    detail: NDArray[np.uint8]
    motion: NDArray[np.uint8]
    thumbnail: NDArray[np.uint8]
    stored_width_px: int
    rotation_deg: int

    @classmethod
    def at(cls, frame: VideoFrame) -> Look:
        """Reduce one picture; 0.06 ms for 720p."""
        luma = frame.luma()
        detail = halve_until(luma, _DETAIL_SIDE_BELOW)
        motion = halve_until(detail, _MOTION_SIDE_BELOW)
        thumbnail = halve_until(motion, _THUMBNAIL_SIDE_BELOW)
        return cls(detail, motion, thumbnail, luma.shape[1], frame.rotation_deg)

    def background_shift_px(self, before: Look) -> NDArray[np.float64]:
        """(2,) shift of the background since another picture, full-resolution pixels as shown (x right, y down)."""
        scale = self.stored_width_px / self.motion.shape[1]
        return rotate_vector_clockwise(scale * estimate_shift(before.motion, self.motion), self.rotation_deg)


@dataclass(frozen=True)
class SceneEvidence:
    """The numbers behind a summary, one row per picture, and the pictures at both ends for joining.

    Attributes
    ----------
    time_s : (picture,).
    block_change : (picture,) greatest mean difference of an 8 x 8 block to the picture before, 8-bit levels.
    change, lasting : (picture,) structural change to the picture before, and across three pictures either side.
    shift_px : (picture, xy) background shift since the picture before, full-resolution pixels as shown; mostly NaN.
    width_px : width as shown.
    first, last : the first and the last picture.
    head, tail : up to six thumbnails at either end.
    samples : a few pictures spread over the stretch.
    """

    time_s: NDArray[np.float64]
    block_change: NDArray[np.float64]
    change: NDArray[np.float64]
    lasting: NDArray[np.float64]
    shift_px: NDArray[np.float64]
    width_px: int
    first: Look | None = field(repr=False)
    last: Look | None = field(repr=False)
    head: tuple[NDArray[np.uint8], ...] = field(repr=False)
    tail: tuple[NDArray[np.uint8], ...] = field(repr=False)
    samples: PictureSamples = field(default_factory=PictureSamples, repr=False)

    def __len__(self) -> int:
        return len(self.time_s)

    def join(self, other: SceneEvidence) -> SceneEvidence:
        """The evidence of both parts as if one monitor had seen them; pictures seen twice count once."""
        if not len(self) or not len(other):
            return self if len(self) else other
        if other.time_s[-1] <= self.time_s[-1]:
            raise ValueError("Expected the parts of a clip in order of time.")
        later = other._without_first(int(np.searchsorted(other.time_s, self.time_s[-1], side="right")))
        is_adjacent = len(later) == len(other)
        joined = SceneEvidence(
            time_s=np.concatenate([self.time_s, later.time_s]),
            block_change=np.concatenate([self.block_change, later.block_change]),
            change=np.concatenate([self.change, later.change]),
            lasting=np.concatenate([self.lasting, later.lasting]),
            shift_px=np.concatenate([self.shift_px, later.shift_px]),
            width_px=self.width_px,
            first=self.first,
            last=other.last,
            head=(self.head + other.head)[:_EDGE] if is_adjacent else self.head,
            tail=(self.tail + other.tail)[-_EDGE:] if is_adjacent else other.tail,
            samples=self.samples.join(other.samples),
        )
        return _mend_joint(joined, self, other) if is_adjacent else joined

    def _without_first(self, count: int) -> SceneEvidence:
        return replace(
            self,
            time_s=self.time_s[count:],
            block_change=self.block_change[count:],
            change=self.change[count:],
            lasting=self.lasting[count:],
            shift_px=self.shift_px[count:],
        )


@dataclass(frozen=True)
class SceneSummary:
    """What was noticed about a stretch of a clip.

    Attributes
    ----------
    time_s : (picture,) presentation times of the pictures seen.
    repeated : (picture,) True where a picture only repeats the one before.
    cut_times_s : instants at which a new shot begins.
    camera_motion_px_s : typical speed of the background, full-resolution pixels per second; None if not measurable.
    is_pan : the background moves steadily one way (a camera that follows the runner).
    camera_velocity_px_s : (picture, xy) background velocity as shown (x right, y down) where measured, else NaN.
    evidence : what all this was read from; needed to join two parts, and some pictures to look at again.
    """

    time_s: NDArray[np.float64]
    repeated: NDArray[np.bool_]
    cut_times_s: tuple[float, ...]
    camera_motion_px_s: float | None
    is_pan: bool
    camera_velocity_px_s: NDArray[np.float64]
    evidence: SceneEvidence = field(repr=False)

    def join(self, other: SceneSummary) -> SceneSummary:
        """The summary of this part and the part that follows it."""
        return summarise_scene(self.evidence.join(other.evidence))


class SceneMonitor:
    """Looks at the pictures of one stretch in order of time; `summary` says what was noticed."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, float, float]] = []
        self._lasting: dict[int, float] = {}
        self._shifts: dict[int, NDArray[np.float64]] = {}
        self._first: Look | None = None
        self._last: Look | None = None
        self._head: list[NDArray[np.uint8]] = []
        self._tail: deque[NDArray[np.uint8]] = deque(maxlen=_EDGE)
        self._sampler = PictureSampler()
        self._width_px = 0
        self._next_motion_s = -math.inf
        self._undecided: list[int] = []

    def add(self, frame: VideoFrame) -> None:
        """Look at the next picture."""
        look = Look.at(frame)
        self._sampler.add(frame)
        index = len(self._rows)
        if self._last is None:
            self._first, self._width_px = look, frame.width_px
            self._rows.append((frame.time_s, math.nan, math.nan))
        else:
            block_change = compute_block_change(self._last.detail, look.detail)
            change = structural_change(self._last.thumbnail, look.thumbnail)
            self._rows.append((frame.time_s, block_change, change))
            self._follow_background(index, look, self._last, frame.time_s, block_change)
            if change > CUT_CHANGE:
                self._undecided.append(index)
        self._keep(look)
        self._undecided = [i for i in self._undecided if not self._decide(i)]

    def summary(self) -> SceneSummary:
        """What was noticed so far."""
        return summarise_scene(self._evidence())

    def _follow_background(self, index: int, look: Look, last: Look, time_s: float, block_change: float) -> None:
        if time_s < self._next_motion_s:
            return
        if block_change < COPY_LEVEL:
            # Nothing moved, or a copy: look again at the next picture.
            self._shifts[index] = np.zeros(2)
            return
        self._shifts[index] = look.background_shift_px(last)
        self._next_motion_s = time_s + _MOTION_EVERY_S

    def _keep(self, look: Look) -> None:
        self._last = look
        self._tail.append(look.thumbnail)
        if len(self._head) < _EDGE:
            self._head.append(look.thumbnail)

    def _decide(self, index: int) -> bool:
        """Compare across a possible cut with the pictures at hand; True once three after it are there."""
        after = len(self._rows) - index
        thumbnails = list(self._tail)
        begin = len(thumbnails) - after
        self._lasting[index] = lasting_change(thumbnails[max(begin - CUT_SPAN, 0) : begin], thumbnails[begin:])
        return after >= CUT_SPAN

    def _evidence(self) -> SceneEvidence:
        rows = np.array(self._rows, dtype=np.float64).reshape(-1, 3)
        lasting, shift_px = np.zeros(len(rows)), np.full((len(rows), 2), np.nan)
        for index, value in self._lasting.items():
            lasting[index] = value
        for index, shift in self._shifts.items():
            shift_px[index] = shift
        return SceneEvidence(
            time_s=rows[:, 0],
            block_change=rows[:, 1],
            change=rows[:, 2],
            lasting=lasting,
            shift_px=shift_px,
            width_px=self._width_px,
            first=self._first,
            last=self._last,
            head=tuple(self._head),
            tail=tuple(self._tail),
            samples=self._sampler.samples(),
        )


def summarise_scene(evidence: SceneEvidence) -> SceneSummary:
    """Decide what the numbers mean; see `scene_rules` for how."""
    repeated = find_repeated(evidence.block_change)
    velocity_px_s = _background_velocity_px_s(evidence, repeated)
    speed_px_s = np.linalg.norm(velocity_px_s, axis=1)
    known = speed_px_s[np.isfinite(speed_px_s)]
    return SceneSummary(
        time_s=evidence.time_s,
        repeated=repeated,
        cut_times_s=tuple(evidence.time_s[find_cuts(evidence.change, evidence.lasting)].tolist()),
        camera_motion_px_s=float(np.median(known)) if len(known) else None,
        is_pan=is_panning(velocity_px_s, evidence.width_px),
        camera_velocity_px_s=velocity_px_s,
        evidence=evidence,
    )


def _background_velocity_px_s(evidence: SceneEvidence, repeated: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(picture, xy) shift over the time since the last picture that was not a copy; NaN at copies."""
    velocity_px_s = np.full((len(evidence), 2), np.nan)
    originals = np.flatnonzero(~repeated)
    later, earlier = originals[1:], originals[:-1]
    elapsed_s = (evidence.time_s[later] - evidence.time_s[earlier])[:, None]
    velocity_px_s[later] = evidence.shift_px[later] / elapsed_s
    return velocity_px_s


def _mend_joint(joined: SceneEvidence, left: SceneEvidence, right: SceneEvidence) -> SceneEvidence:
    """Fill in what neither part could know: the change from the last picture of one to the first of the other."""
    assert left.last is not None
    assert right.first is not None
    joint = len(left)
    joined.block_change[joint] = compute_block_change(left.last.detail, right.first.detail)
    joined.change[joint] = structural_change(left.last.thumbnail, right.first.thumbnail)
    joined.shift_px[joint] = right.first.background_shift_px(left.last)
    thumbnails = left.tail + right.head
    for offset in range(1 - CUT_SPAN, CUT_SPAN):
        index, begin = joint + offset, len(left.tail) + offset
        if 0 < begin < len(thumbnails) and joined.change[index] > CUT_CHANGE:
            before = list(thumbnails[max(begin - CUT_SPAN, 0) : begin])
            joined.lasting[index] = lasting_change(before, list(thumbnails[begin : begin + CUT_SPAN]))
    return joined
