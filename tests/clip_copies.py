"""Copies of a clip that differ from it in one known way: its clock, its size, its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
_TICKS_PER_S = 90_000


def pictures_of(path: Path, count: int | None = None, *, every: int = 1) -> Iterator[Picture]:
    """(height, width, rgb) of every ``every``-th picture, ``count`` of them at most, as stored."""
    with av.open(str(path)) as container:
        wanted = islice(container.decode(video=0), 0, None if count is None else count * every, every)
        for picture in wanted:
            yield picture.to_ndarray(format="rgb24")


def write_clip(
    path: Path, pictures: Iterable[Picture], time_s: Sequence[float] | NDArray[np.float64], *, rotation_deg: int = 0
) -> Path:
    """Encode pictures at the given times; ``rotation_deg`` is the clockwise turn a player shall make."""
    pictures = iter(pictures)
    first = next(pictures)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=60)
        stream.height, stream.width = first.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "18", "bf": "0", "threads": "1"}  # the same on every machine
        stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        if rotation_deg:
            stream.set_display_rotation(-rotation_deg)  # FFmpeg counts anticlockwise
        for picture, instant_s in zip(chain([first], pictures), time_s, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = round(float(instant_s) * _TICKS_PER_S), Fraction(1, _TICKS_PER_S)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def transformed(
    source: Path, target: Path, change: Callable[[Picture], Picture], *, count: int, fps: float = 60.0
) -> Path:
    """The first pictures of a clip, each changed in the same way."""
    return write_clip(target, (change(picture) for picture in pictures_of(source, count)), np.arange(count) / fps)


def remuxed(source: Path, target: Path, *, count: int | None = None, slower: float = 1.0) -> Path:
    """The same coded pictures on a clock that runs ``slower`` times slower; the first ``count`` or a few more.

    A few more, because pictures are not stored in the order in which they are shown.
    """
    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        stream = container.streams.video[0]
        copy = output.add_stream_from_template(stream)
        packets = [packet for packet in container.demux(stream) if packet.size]
        time_base = stream.time_base * Fraction(slower).limit_denominator(1000)
        for packet in packets[: _gapless(packets, count or len(packets))]:
            packet.time_base = time_base
            packet.stream = copy
            output.mux(packet)
    return target


def looped(source: Path, target: Path, *, times: int) -> Path:
    """The same coded pictures several times in a row, as one long clip."""
    with av.open(str(target), "w") as output:
        copy = None
        for turn in range(times):
            with av.open(str(source)) as container:
                stream = container.streams.video[0]
                copy = copy or output.add_stream_from_template(stream)
                for packet in container.demux(stream):
                    if packet.size:
                        packet.pts += turn * stream.duration
                        packet.dts += turn * stream.duration
                        packet.stream = copy
                        output.mux(packet)
    return target


def _gapless(packets: list[av.Packet], count: int) -> int:
    """The least number of packets, at least ``count``, whose pictures follow one another without a gap."""
    shown = sorted(packet.pts for packet in packets)
    whole = (n for n in range(count, len(packets)) if max(packet.pts for packet in packets[:n]) == shown[n - 1])
    return next(whole, len(packets))


def with_hidden_start(source: Path, target: Path, *, count: int, hidden: int) -> Path:
    """The first ``count`` coded pictures, of which an edit list hides ``hidden`` at the start, as phones cut a clip."""
    with av.open(str(source)) as container, av.open(str(target), "w", options={"avoid_negative_ts": "disabled"}) as out:
        stream = container.streams.video[0]
        copy = out.add_stream_from_template(stream)
        packets = [packet for packet in container.demux(stream) if packet.size]
        tick = stream.time_base
        shift = round(hidden / 60 / tick)
        for packet in packets[: _gapless(packets, count)]:
            packet.pts -= shift
            packet.dts -= shift
            packet.stream = copy
            out.mux(packet)
    return target


def in_4k(source: Path, target: Path, *, count: int, codec: str, pixel_format: str) -> Path:
    """The first pictures enlarged to 3840 x 2160 at 60 a second."""
    options = {"preset": "ultrafast", "crf": "26"} | ({"x265-params": "log-level=none"} if codec == "libx265" else {})
    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        stream = output.add_stream(codec, rate=60, options=options)
        stream.width, stream.height, stream.pix_fmt = 3840, 2160, pixel_format
        for number, picture in enumerate(islice(container.decode(video=0), count)):
            large = picture.reformat(3840, 2160, pixel_format)
            large.pts, large.time_base = number, Fraction(1, 60)
            output.mux(stream.encode(large))
        output.mux(stream.encode(None))
    return target
