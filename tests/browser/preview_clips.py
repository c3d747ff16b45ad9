"""Small clips for the page: a real one made smaller, and one whose pictures carry their own number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from evenstride.model import Preview

BITS = 12
BLOCK_PX = 24
CLOCK_TICK_S = Fraction(1, 90000)


def frames_of(clip: Path) -> Iterator[av.VideoFrame]:
    """Every picture of a file in order."""
    with av.open(str(clip)) as container:
        yield from container.decode(video=0)


def numbered_frames(count: int) -> Iterator[av.VideoFrame]:
    """Pictures whose top row of blocks spells their number, lowest bit first."""
    for number in range(count):
        image = np.full((180, 320, 3), 40, dtype=np.uint8)
        for bit in range(BITS):
            image[:BLOCK_PX, bit * BLOCK_PX : (bit + 1) * BLOCK_PX] = 230 if number >> bit & 1 else 20
        yield av.VideoFrame.from_ndarray(image, format="rgb24")


def encode_preview(frames: Iterable[av.VideoFrame], *, width_px: int, height_px: int, time_s: np.ndarray) -> Preview:
    """H.264 in MP4, a key frame every 15 pictures, pictures at ``time_s``."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=60)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.gop_size = 15
        stream.options = {"crf": "27", "preset": "veryfast", "bf": "0"}
        stream.time_base = stream.codec_context.time_base = CLOCK_TICK_S
        for frame, shown_s in zip(frames, time_s, strict=True):
            picture = frame.reformat(width=width_px, height=height_px, format="yuv420p")
            picture.pts, picture.time_base = round(shown_s / float(CLOCK_TICK_S)), CLOCK_TICK_S
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return Preview(mp4=buffer.getvalue(), width_px=width_px, height_px=height_px, time_s=time_s - time_s[0])
