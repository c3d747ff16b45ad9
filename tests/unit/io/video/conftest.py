"""Small clips written by the tests themselves, so that what is in them is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

TICKS_PER_S = 90_000
ClipWriter = Callable[..., Path]


@pytest.fixture
def write_clip(tmp_path: Path) -> ClipWriter:
    """Write RGB pictures as a video: ``write_clip(name, pictures, fps=..., time_s=..., rotation_deg=...)``."""

    def write(
        name: str,
        pictures: Iterable[NDArray[np.uint8]],
        *,
        fps: float = 30.0,
        time_s: Iterable[float] | None = None,
        codec: str = "libx264",
        pix_fmt: str = "yuv420p",
        picture_format: str = "rgb24",
        rotation_deg: int = 0,
        b_frames: int = 0,
        format_options: dict[str, str] | None = None,
        codec_options: dict[str, str] | None = None,
        metadata: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        pictures = iter(pictures)
        first = next(pictures)
        default_options = {"preset": "ultrafast", "crf": "15"} if codec == "libx264" else {}
        times = None if time_s is None else list(time_s)
        with av.open(str(path), "w", options=format_options or {}) as output:
            output.metadata.update(metadata or {})
            stream = output.add_stream(codec, rate=Fraction(fps).limit_denominator(1001))
            shape = av.VideoFrame.from_ndarray(first, format=picture_format)
            stream.height, stream.width = shape.height, shape.width
            stream.pix_fmt = pix_fmt
            stream.options = {**default_options, **(codec_options or {})}
            stream.codec_context.max_b_frames = b_frames
            if times is not None:
                stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
            if rotation_deg:
                # FFmpeg counts display rotation anticlockwise.
                stream.set_display_rotation(-rotation_deg)
            for index, picture in enumerate(chain([first], pictures)):
                output.mux(stream.encode(_frame(picture, picture_format, index, times)))
            output.mux(stream.encode(None))
        return path

    return write


def _frame(picture: NDArray[np.uint8], picture_format: str, index: int, times: list[float] | None) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format=picture_format)
    frame.pts = index
    if times is not None:
        frame.pts = round(times[index] * TICKS_PER_S)
        frame.time_base = Fraction(1, TICKS_PER_S)
    return frame


@pytest.fixture(scope="session")
def texture() -> NDArray[np.uint8]:
    """(480, 1280, 3) a surface with structure at every scale, as a wall or a hedge has."""
    rng = np.random.default_rng(7)
    surface = np.zeros((480, 1280), np.float32)
    for cells in (5, 15, 45, 120):
        coarse = rng.normal(size=(cells, cells * 3)).astype(np.float32)
        surface += cv2.resize(coarse, (1280, 480), interpolation=cv2.INTER_CUBIC)
    levels = np.clip(120 + 30 * surface, 16, 235).astype(np.uint8)
    return np.repeat(levels[:, :, None], 3, axis=2)


@pytest.fixture
def runner_pictures(texture: NDArray[np.uint8]) -> Callable[[int], list[NDArray[np.uint8]]]:
    """``runner_pictures(count)``: 320 x 240 pictures of a still wall with a block that swings in front of it."""

    def pictures(count: int) -> list[NDArray[np.uint8]]:
        made = []
        for index in range(count):
            picture = texture[:240, :320].copy()
            x = 140 + round(60 * np.sin(0.45 * index))
            picture[60:200, x : x + 40] = (230, 60, 60)
            made.append(picture)
        return made

    return pictures
