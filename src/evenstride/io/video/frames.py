"""Reading pictures: one at a time, upright, with the container's own time.

Nothing is kept: a picture is decoded when it is asked for, and colours are converted only where they are wanted.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video.container import (
    declared_duration_s,
    declared_interval_s,
    iterate_packets,
    open_video,
    read_packet_table,
)
from evenstride.io.video.orientation import clockwise_rotation_deg, display_matrix, rotate_clockwise, stored_region
from evenstride.io.video.planes import (
    crop_halved_yuv420,
    crop_yuv420,
    halve_until,
    has_luma_plane,
    read_luma,
    yuv420_bit_depth,
)
from evenstride.signals.pictures import halve

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as DecodedFrame
    from av.video.reformatter import VideoReformatter

#: Where seeking lands too late, begin this much earlier; the last try reads from the beginning.
_SEEK_BACK_S = (0.0, 2.0, 10.0, math.inf)
#: A clip that stops this much before its declared end was cut short.
SHORT_END_S = 0.25
_UNSPECIFIED_COLORSPACE = 2


class VideoFrame:
    """One decoded picture. Valid as long as it is held; holding many keeps them all in memory.

    Attributes
    ----------
    time_s : presentation time on the clock of `probe_video`: the first shown picture is at 0.
    index_hint : number of the picture counted from the start of the clip; exact when reading began there, otherwise
        estimated from the mean rate at the first picture and counted from then on.
    rotation_deg : clockwise turn (0, 90, 180, 270) that makes the stored picture upright; already applied in all views.
    decoded : the picture as PyAV gives it, stored orientation; for use inside this package only.
    """

    __slots__ = ("_reformatter", "decoded", "index_hint", "rotation_deg", "time_s")

    def __init__(
        self,
        decoded: DecodedFrame,
        *,
        time_s: float,
        index_hint: int,
        rotation_deg: int,
        reformatter: VideoReformatter,
    ) -> None:
        self.decoded = decoded
        self.time_s = time_s
        self.index_hint = index_hint
        self.rotation_deg = rotation_deg
        self._reformatter = reformatter

    @property
    def width_px(self) -> int:
        """Width as shown."""
        return self.decoded.height if self.rotation_deg in (90, 270) else self.decoded.width

    @property
    def height_px(self) -> int:
        """Height as shown."""
        return self.decoded.width if self.rotation_deg in (90, 270) else self.decoded.height

    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, 3) the whole picture, upright."""
        return rotate_clockwise(self._to_rgb(self.decoded), self.rotation_deg)

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        """(row, column, 3) colours of one region only, so that a runner in a 4K picture costs little.

        Corners are upright image pixels, half-open; what lies outside the picture is left out of the result.
        ``halvings`` times averaged over 2 x 2 pixels, before colours are converted where corners are even and sizes
        divide; an unfinished last row or column is left out.
        """
        x0, x1 = (min(max(int(x), 0), self.width_px) for x in (x0, x1))
        y0, y1 = (min(max(int(y), 0), self.height_px) for y in (y0, y1))
        if x1 <= x0 or y1 <= y0:
            return np.zeros((max(y1 - y0, 0) >> halvings, max(x1 - x0, 0) >> halvings, 3), np.uint8)
        bit_depth = yuv420_bit_depth(self.decoded)
        if bit_depth is None:
            return halve(self.rgb()[y0:y1, x0:x1], halvings)
        size_px = (self.decoded.width, self.decoded.height)
        left, top, right, bottom = stored = stored_region((x0, y0, x1, y1), size_px, self.rotation_deg)
        if halvings and not (left % 2 or top % 2 or (right - left) % 2**halvings or (bottom - top) % 2**halvings):
            colours = self._to_rgb(crop_halved_yuv420(self.decoded, stored, bit_depth, halvings))
            return rotate_clockwise(colours, self.rotation_deg)
        # Colour is stored once for 2 x 2 pixels: crop on even corners, then cut the odd row or column off.
        even = (left - left % 2, top - top % 2, right + right % 2, bottom + bottom % 2)
        colours = self._to_rgb(crop_yuv420(self.decoded, even, bit_depth))
        part = colours[top - even[1] : bottom - even[1], left - even[0] : right - even[0]]
        return halve(rotate_clockwise(part, self.rotation_deg), halvings)

    def luma(self) -> NDArray[np.uint8]:
        """(stored height, stored width) brightness in stored orientation; may be a view of the decoder's memory."""
        if has_luma_plane(self.decoded):
            return read_luma(self.decoded)
        return np.asarray(self._reformatter.reformat(self.decoded, format="gray", threads=1).to_ndarray(), np.uint8)

    def luma_thumbnail(self) -> NDArray[np.uint8]:
        """(height, width) brightness, upright, its longer side between 48 and 95 px."""
        return rotate_clockwise(halve_until(self.luma(), 96), self.rotation_deg)

    def _to_rgb(self, picture: DecodedFrame) -> NDArray[np.uint8]:
        source = source_colorspace(self.decoded)
        converted = self._reformatter.reformat(picture, format="rgb24", src_colorspace=source, threads=1)
        return np.asarray(converted.to_ndarray(), np.uint8)


class FrameReader(Iterator[VideoFrame]):
    """The pictures of one interval in order of time; made by `read_frames`, closed at the end or by ``with``.

    Attributes
    ----------
    ended_early : True once the file stopped giving pictures before the interval's end (a truncated copy).
    undecodable_packet_count : packets so far whose data could not be decoded; their pictures are missing.
    """

    def __init__(self, path: Path, *, start_s: float = 0.0, end_s: float | None = None, threads: int = 1) -> None:
        self.ended_early = False
        self.undecodable_packet_count = 0
        self._path = path
        self._start_s = start_s
        self._end_s = math.inf if end_s is None else end_s
        self._threads = threads
        self._container, self._stream = open_video(path)
        opening = read_packet_table(self._container, self._stream, opening_only=True)
        shown_ticks = opening.shown_ticks()
        self._zero_tick = float(shown_ticks[0]) if len(shown_ticks) else 0.0
        self._tick_s = opening.tick_s
        self._is_counted = opening.is_counted
        self._interval_s = declared_interval_s(self._stream)
        self._frames = self._read()

    def __iter__(self) -> FrameReader:
        return self

    def __next__(self) -> VideoFrame:
        return next(self._frames)

    def __enter__(self) -> FrameReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; reading to the end does so by itself."""
        self._frames.close()
        self._container.close()

    def _read(self) -> Generator[VideoFrame]:
        from av.video.reformatter import VideoReformatter

        reformatter = VideoReformatter()
        last_s, index, rotation_deg = -math.inf, None, None
        for time_s, decoded in self._timed_pictures():
            if time_s >= self._end_s:
                break
            if time_s < self._start_s or time_s < 0 or time_s <= last_s:
                continue
            last_s = time_s
            index = round(time_s / self._interval_s) if index is None else index + 1
            if rotation_deg is None:
                rotation_deg = clockwise_rotation_deg(display_matrix(decoded))
            yield VideoFrame(
                decoded,
                time_s=time_s,
                index_hint=index,
                rotation_deg=rotation_deg,
                reformatter=reformatter,
            )
        else:
            self.ended_early = self._stopped_short(last_s)
        self._container.close()

    def _timed_pictures(self) -> Iterator[tuple[float, DecodedFrame]]:
        """Pictures from at or before ``start_s`` on: seeks, and begins earlier where a seek lands too late."""
        for back_s in _SEEK_BACK_S:
            begin_s = self._start_s - back_s
            is_beginning = begin_s <= 0 or self._is_counted
            if not is_beginning and not self._seek(begin_s):
                continue
            if is_beginning:
                self._reopen()
            pictures = self._decode()
            first = next(pictures, None)
            if is_beginning or (first is not None and first[0] <= self._start_s):
                yield from chain(() if first is None else (first,), pictures)
                return

    def _decode(self) -> Iterator[tuple[float, DecodedFrame]]:
        import av

        context = self._stream.codec_context
        context.thread_count = self._threads
        context.thread_type = "SLICE" if self._threads == 1 else "AUTO"
        count = 0
        for packet in chain(iterate_packets(self._container, self._stream), (None,)):
            try:
                pictures = context.decode(packet)
            except av.FFmpegError:
                self.undecodable_packet_count += 1
                continue
            for decoded in pictures:
                tick = count if self._is_counted else decoded.pts
                count += 1
                if tick is not None:
                    yield self._time_s(tick), decoded

    def _time_s(self, tick: int) -> float:
        return tick * self._tick_s if self._is_counted else (tick - self._zero_tick) * self._tick_s

    def _seek(self, time_s: float) -> bool:
        import av

        tick = math.floor(self._zero_tick + time_s / self._tick_s)
        try:
            self._container.seek(tick, stream=self._stream, backward=True)
        except av.FFmpegError:
            return False
        return True

    def _reopen(self) -> None:
        self._container.close()
        self._container, self._stream = open_video(self._path)

    def _stopped_short(self, last_s: float) -> bool:
        declared_s = declared_duration_s(self._container, self._stream)
        if declared_s is None:
            return False
        end_s = min(self._end_s, declared_s)
        return end_s - max(last_s + self._interval_s, self._start_s) > SHORT_END_S


def read_frames(path: Path, *, start_s: float = 0.0, end_s: float | None = None, threads: int = 1) -> FrameReader:
    """Read the pictures shown in ``[start_s, end_s)``, one at a time.

    Parameters
    ----------
    path : a local video file.
    start_s, end_s : half-open interval on the clock of `probe_video`; ``None`` reads to the end.
    threads : threads of the decoder; 1 where several processes share the clip.

    Returns
    -------
    FrameReader : an iterator of `VideoFrame` with strictly increasing ``time_s``. Damage in the file ends the
        iteration without an error; ``ended_early`` then says so.

    Raises
    ------
    NotAVideoError, TruncatedVideoError : as in `probe_video`, at the call.

    Notes
    -----
    Decoding begins at the last key frame before ``start_s``. Memory does not grow with the clip.
    Files without presentation times (old AVI) are counted through at their declared rate from the beginning.
    """
    return FrameReader(path, start_s=start_s, end_s=end_s, threads=threads)


def source_colorspace(decoded: DecodedFrame) -> int | None:
    """The colour matrix where the file does not name it: BT.709 for high definition; None leaves it to FFmpeg.

    FFmpeg takes every untagged picture for BT.601, which by convention only standard-definition ones are.
    """
    from av.video.reformatter import Colorspace

    is_untagged = decoded.colorspace == _UNSPECIFIED_COLORSPACE
    is_hd = min(decoded.width, decoded.height) >= 720
    return Colorspace.ITU709 if is_untagged and is_hd else None
