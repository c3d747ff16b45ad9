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
        stream.options = {"preset": "ultrafast", "crf": "18", "bf": "0"}
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
    """The same coded pictures, the first ``count`` of them, on a clock that runs ``slower`` times slower."""
    with av.open(str(source)) as container, av.open(str(target), "w") as output:
        stream = container.streams.video[0]
        copy = output.add_stream_from_template(stream)
        kept = islice((packet for packet in container.demux(stream) if packet.size), count)
        time_base = stream.time_base * Fraction(slower).limit_denominator(1000)
        for packet in kept:
            packet.time_base = time_base
            packet.stream = copy
            output.mux(packet)
    return target


def looped(source: Path, target: Path, *, times: int, fps: float = 60.0) -> Path:
    """The same coded pictures several times in a row, as one long clip; its first picture must be a key frame."""
    with av.open(str(source)) as container:
        stream = container.streams.video[0]
        packets = [(bytes(packet), packet.is_keyframe) for packet in container.demux(stream) if packet.size]
        with av.open(str(target), "w") as output:
            copy = output.add_stream_from_template(stream)
            for index in range(times * len(packets)):
                data, is_key = packets[index % len(packets)]
                packet = av.Packet(data)
                packet.stream, packet.time_base = copy, Fraction(1, _TICKS_PER_S)
                packet.pts = packet.dts = round(index * _TICKS_PER_S / fps)
                packet.is_keyframe = is_key
                output.mux(packet)
    return target
