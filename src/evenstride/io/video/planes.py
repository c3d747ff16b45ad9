"""Views into the planes of a decoded picture: brightness without colour, crops, cheap small copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.pictures import halve

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as DecodedFrame

    from evenstride.io.video.orientation import Region

_PLANAR_420 = {"yuv420p": 8, "yuvj420p": 8, "yuv420p10le": 10, "yuv420p12le": 12}


def yuv420_bit_depth(decoded: DecodedFrame) -> int | None:
    """Bits per sample where the picture is planar 4:2:0 of even size (nearly every phone clip), else None."""
    if decoded.width % 2 or decoded.height % 2:
        return None
    return _PLANAR_420.get(decoded.format.name)


def has_luma_plane(decoded: DecodedFrame) -> bool:
    """Whether plane 0 holds brightness alone, one sample after the other."""
    name = decoded.format.name
    return name.startswith(("yuv4", "yuvj4", "nv12", "nv21", "gray")) and not name.endswith("be")


def read_luma(decoded: DecodedFrame) -> NDArray[np.uint8]:
    """(height, width) 8-bit brightness in stored orientation; a view of the decoder's memory where that is 8-bit."""
    bit_depth = int(decoded.format.components[0].bits)
    return _to_8_bits(_plane(decoded, 0, bit_depth, width=decoded.width, height=decoded.height), bit_depth)


def crop_yuv420(decoded: DecodedFrame, region: Region, bit_depth: int) -> DecodedFrame:
    """A new 8-bit 4:2:0 picture of one region; its corners are even stored pixels (x0, y0, x1, y1), half-open."""
    planes = _region_planes(decoded, region, bit_depth)
    return _new_picture(decoded, "yuv420p", planes)


def crop_halved_yuv420(decoded: DecodedFrame, region: Region, bit_depth: int, halvings: int) -> DecodedFrame:
    """The same, averaged over 2 x 2 pixels once or more; 4:4:4, because colour begins at half the size."""
    luma, *colours = _region_planes(decoded, region, bit_depth)
    planes = [halve(luma, halvings), *(halve(colour, halvings - 1) for colour in colours)]
    return _new_picture(decoded, "yuv444p", planes)


def _region_planes(decoded: DecodedFrame, region: Region, bit_depth: int) -> list[NDArray[np.uint8]]:
    left, top, right, bottom = region
    planes = []
    for number, divisor in enumerate((1, 2, 2)):
        plane = _plane(decoded, number, bit_depth, width=decoded.width // divisor, height=decoded.height // divisor)
        part = plane[top // divisor : bottom // divisor, left // divisor : right // divisor]
        planes.append(_to_8_bits(part, bit_depth))
    return planes


def _new_picture(like: DecodedFrame, pixel_format: str, planes: Sequence[NDArray[np.uint8]]) -> DecodedFrame:
    """An 8-bit picture of these planes, coloured as another one."""
    from av.video.frame import VideoFrame as NewFrame

    height, width = planes[0].shape
    picture = NewFrame(width, height, pixel_format)
    # Written straight into the new picture's planes: FFmpeg then has the padding it may read beyond their ends.
    for number, plane in enumerate(planes):
        _plane(picture, number, 8, width=plane.shape[1], height=plane.shape[0])[:] = plane
    picture.colorspace = like.colorspace
    picture.color_range = like.color_range
    return picture


def halve_until(picture: NDArray[np.uint8], side_below: int) -> NDArray[np.uint8]:
    """The picture halved until its longer side is below ``side_below``."""
    times = 0
    while max(picture.shape) >> times >= side_below:
        times += 1
    return halve(picture, times)


def _plane(picture: DecodedFrame, number: int, bit_depth: int, *, width: int, height: int) -> NDArray[Any]:
    """(height, width) of one plane without the padding at the end of its rows."""
    kind = np.dtype(np.uint8 if bit_depth == 8 else np.uint16)
    plane = picture.planes[number]
    rows = np.frombuffer(memoryview(plane), kind).reshape(-1, plane.line_size // kind.itemsize)
    return rows[:height, :width]


def _to_8_bits(samples: NDArray[Any], bit_depth: int) -> NDArray[np.uint8]:
    return samples if bit_depth == 8 else (samples >> (bit_depth - 8)).astype(np.uint8)
