"""Drawn people for tests of everything that looks at pictures: a made-up body (`testing_exercise`) in colours.

The pose models find the drawing and follow it to within about 2 % of its height, which is what a live camera's picture
is replaced by where no camera may be: nobody is filmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack

Color = tuple[int, int, int]
_SKIN, _SHIRT, _SHORTS, _SHOE, _HAIR = (215, 170, 140), (190, 60, 60), (40, 60, 95), (50, 50, 50), (70, 45, 30)
_WALL, _FLOOR = (215, 212, 205), (160, 140, 120)
_FLOOR_FROM = 0.83
#: Drawn larger and shrunk, so that edges are smooth.
_LARGER = 2
#: Of the stature of the made-up body, which is 1.75 m.
_STATURE_M = 1.75
_JPEG_QUALITY = 90


def draw_person(track: PoseTrack, row: int, *, body_share: float) -> NDArray[np.uint8]:
    """(height, width, rgb) picture of one row of a made-up track.

    Parameters
    ----------
    body_share : of the body's height in the picture's, as its camera was told (`CameraStand.body_share`).
    """
    import cv2

    pen = _Pen(track, row, metre_px=body_share * track.image_size_px[1] / _STATURE_M)
    for side in ("left", "right"):
        pen.limb(f"{side}_hip", f"{side}_knee", 0.085, 0.060, _SHORTS)
        pen.limb(f"{side}_knee", f"{side}_ankle", 0.058, 0.038, _SKIN)
        pen.limb(f"{side}_heel", f"{side}_toe", 0.035, 0.035, _SHOE)
    pen.trunk()
    pen.head()
    for side in ("left", "right"):
        shoulder, elbow, wrist = (pen.at(f"{side}_{point}") for point in ("shoulder", "elbow", "wrist"))
        pen.stroke(shoulder, (shoulder + elbow) / 2, 0.055, 0.050, _SHIRT)
        pen.stroke((shoulder + elbow) / 2, elbow, 0.042, 0.038, _SKIN)
        pen.stroke(elbow, wrist + 0.3 * (wrist - elbow), 0.038, 0.026, _SKIN)
    small = cv2.resize(pen.image, track.image_size_px, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (3, 3), 0.8), np.uint8)


def draw_empty_room(size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """The same room without anybody."""
    width, height = size_px
    image = np.full((height, width, 3), _WALL, np.uint8)
    image[int(_FLOOR_FROM * height) :] = _FLOOR
    return image


def person_pictures(track: PoseTrack, *, body_share: float) -> Iterator[NDArray[np.uint8]]:
    """Every row of a made-up track; postures that are the same are drawn once."""
    drawn: dict[bytes, NDArray[np.uint8]] = {}
    for row in range(len(track)):
        key = np.round(track.xy_px[row]).tobytes()
        if key not in drawn:
            drawn[key] = draw_person(track, row, body_share=body_share)
        yield drawn[key]


def save_camera_clip(pictures: Iterable[NDArray[np.uint8]], path: Path) -> int:
    """Motion JPEG as browsers take it in the place of a camera (30 pictures a second, in a loop); how many pictures."""
    count = 0
    with path.open("wb") as file:
        for picture in pictures:
            file.write(jpeg_of(picture, quality=_JPEG_QUALITY))
            count += 1
    return count


def jpeg_of(picture: NDArray[np.uint8], *, quality: int = 70) -> bytes:
    """A baseline JPEG, as a browser's canvas makes it."""
    import cv2

    done, content = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return content.tobytes()


class _Pen:
    """Draws round limbs: several strokes, each narrower and lighter, as light from the left would."""

    def __init__(self, track: PoseTrack, row: int, metre_px: float) -> None:
        self._points = dict(zip(track.keypoints, track.xy_px[row], strict=True))
        self._metre_px = metre_px
        width, height = track.image_size_px
        self.image = draw_empty_room((width * _LARGER, height * _LARGER))

    def at(self, name: str) -> NDArray[np.float64]:
        point: NDArray[np.float64] = self._points[name]
        return point

    def limb(self, from_name: str, to_name: str, from_m: float, to_m: float, color: Color) -> None:
        self.stroke(self.at(from_name), self.at(to_name), from_m, to_m, color)

    def stroke(
        self, start: NDArray[np.float64], end: NDArray[np.float64], from_m: float, to_m: float, color: Color
    ) -> None:
        """A tapering stroke between two points; half its breadth at both ends in metres."""
        for narrower, lighter in ((1.0, 0.74), (0.78, 0.92), (0.5, 1.04)):
            for share in np.linspace(0.0, 1.0, 16):
                half_px = narrower * ((1 - share) * from_m + share * to_m) * self._metre_px
                center = (1 - share) * start + share * end - np.array([0.15 * (1 - narrower) * half_px, 0.0])
                self._ellipse(center, (half_px, half_px), _shaded(color, lighter))

    def trunk(self) -> None:
        shoulders, hips = ([self.at(f"{side}_{point}") for side in ("left", "right")] for point in ("shoulder", "hip"))
        for share in np.linspace(0.0, 1.0, 7):
            top, bottom = ((1 - share) * left + share * right for left, right in (shoulders, hips))
            self.stroke(top, bottom, 0.060, 0.070, _SHIRT)
        self.stroke(hips[0], hips[1], 0.080, 0.080, _SHORTS)

    def head(self) -> None:
        """Neck, hair and a face that looks at the camera, without anybody's features."""
        neck = (self.at("left_shoulder") + self.at("right_shoulder")) / 2
        axis = neck - (self.at("left_hip") + self.at("right_hip")) / 2
        axis = axis / np.hypot(*axis)
        metre = self._metre_px
        head = neck + 0.26 * metre * axis
        self.stroke(neck, head, 0.055, 0.050, _SKIN)
        self._ellipse(head + 0.02 * metre * axis, (0.085 * metre, 0.125 * metre), _HAIR)
        self._ellipse(head - 0.01 * metre * axis, (0.075 * metre, 0.105 * metre), _SKIN)
        for across in (-0.03, 0.03):
            self._ellipse(head + metre * np.array([across, -0.015]), (0.012 * metre, 0.007 * metre), _SHOE)
            self._ellipse(head + metre * np.array([across, -0.035]), (0.016 * metre, 0.004 * metre), _HAIR)
        self._ellipse(head + metre * np.array([0.0, 0.055]), (0.022 * metre, 0.005 * metre), _SHIRT)

    def _ellipse(self, center: NDArray[np.float64], half_px: tuple[float, float], color: Color) -> None:
        import cv2

        fine = 16 * _LARGER
        middle, axes = (tuple(round(fine * float(v)) for v in pair) for pair in (center, half_px))
        cv2.ellipse(self.image, middle, axes, 0, 0, 360, color, -1, cv2.LINE_AA, 4)


def _shaded(color: Color, factor: float) -> Color:
    red, green, blue = (min(255, int(part * factor)) for part in color)
    return red, green, blue
