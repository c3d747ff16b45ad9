"""One JPEG picture of a camera, as a browser sends it: looked at before it is decoded, so that it costs only so much.

A browser's canvas writes one kind of JPEG: baseline, three components, one scan. Nothing else is taken: a progressive
picture of a few kilobytes can ask for as much work as thousands of baseline ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.signals.pictures import halve

#: What a camera picture of the coach may be.
MOST_BYTES = 512 * 1024
MOST_SIDE_PX, LEAST_SIDE_PX = 1280, 64
_START_OF_IMAGE, _BASELINE, _START_OF_SCAN = 0xD8, 0xC0, 0xDA
#: Start-of-frame markers of every other kind of JPEG.
_OTHER_KINDS = frozenset({0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


class PictureError(InputError):
    """A camera picture that is not what a browser's canvas makes."""

    code = "bad_picture"


@dataclass(frozen=True)
class CameraPicture:
    """A picture held as colours, with the moment it was taken; a `Picture` of the pose room."""

    time_s: float
    pixels: NDArray[np.uint8]

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, rgb)."""
        return self.pixels

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        """Pixels of columns x0..x1 and rows y0..y1, halved in size as often as asked."""
        return halve(self.pixels[y0:y1, x0:x1], halvings)


def read_jpeg(content: bytes, *, time_s: float) -> CameraPicture:
    """Decode one camera picture.

    Raises
    ------
    PictureError : too many bytes or pixels, another kind of picture, or a damaged one.
    """
    import cv2

    width_px, height_px = jpeg_size_px(content)
    # The turn that a file may ask for is left out: a canvas asks for none.
    how = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    except cv2.error:
        pixels = None
    if pixels is None or pixels.shape != (height_px, width_px, 3):
        raise PictureError("Expected a whole JPEG picture, got a damaged one.")
    return CameraPicture(time_s, np.asarray(pixels, np.uint8))


def jpeg_size_px(content: bytes) -> tuple[int, int]:
    """(width, height) as its header says, after everything in front of the pixels was looked at.

    Raises
    ------
    PictureError : as `read_jpeg`.
    """
    if len(content) > MOST_BYTES:
        raise PictureError(f"Expected a picture of at most {MOST_BYTES // 1024} KiB, got {len(content) // 1024} KiB.")
    if content[:2] != bytes((0xFF, _START_OF_IMAGE)):
        raise PictureError("Expected a JPEG picture, got something else.")
    size_px: tuple[int, int] | None = None
    at = 2
    while True:
        marker, body, at = _segment(content, at)
        if marker in _OTHER_KINDS:
            raise PictureError("Expected a baseline JPEG, got another kind.")
        if marker == _BASELINE:
            if size_px is not None:
                raise PictureError("Expected one picture, got several in one.")
            size_px = _checked_size_px(body)
        if marker == _START_OF_SCAN:
            break
    if size_px is None or body[:1] != b"\x03":
        raise PictureError("Expected a colour picture in one scan, got another kind.")
    if bytes((0xFF, _START_OF_SCAN)) in content[at:]:
        raise PictureError("Expected a picture in one scan, got several.")
    return size_px


def _segment(content: bytes, at: int) -> tuple[int, bytes, int]:
    """The marker at a place, what it carries, and where the next one stands."""
    head = content[at : at + 4]
    length = int.from_bytes(head[2:4], "big")
    if len(head) < 4 or head[0] != 0xFF or length < 2 or at + 2 + length > len(content):
        raise PictureError("Expected a whole JPEG picture, got a damaged one.")
    return head[1], content[at + 4 : at + 2 + length], at + 2 + length


def _checked_size_px(frame: bytes) -> tuple[int, int]:
    if len(frame) < 6 or frame[0] != 8 or frame[5] != 3:
        raise PictureError("Expected a colour picture of 8 bits, got another kind.")
    height_px, width_px = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not all(LEAST_SIDE_PX <= side <= MOST_SIDE_PX for side in (width_px, height_px)):
        raise PictureError(
            f"Expected a picture of {LEAST_SIDE_PX} to {MOST_SIDE_PX} pixels a side, got {width_px} x {height_px}."
        )
    return width_px, height_px
