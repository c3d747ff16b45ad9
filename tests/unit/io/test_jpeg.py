"""Pictures that a browser sends: looked at before they are decoded, and refused in one line."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.io.jpeg import MOST_BYTES, PictureError, jpeg_size_px, read_jpeg

PICTURE = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)


def encoded(picture: np.ndarray = PICTURE, *options: int, kind: str = ".jpg") -> bytes:
    return cv2.imencode(kind, picture, options)[1].tobytes()


PLAIN = encoded()


def test_a_picture_comes_back_in_its_colours() -> None:
    red = np.zeros((120, 160, 3), np.uint8)
    red[:, :, 2] = 255  # OpenCV writes blue first
    picture = read_jpeg(encoded(red), time_s=1.5)
    assert (picture.time_s, picture.width_px, picture.height_px) == (1.5, 160, 120)
    assert picture.rgb()[60, 80].tolist() == pytest.approx([254, 0, 0], abs=3)
    assert picture.rgb_region(10, 20, 50, 60, halvings=2).shape == (10, 10, 3)


def with_size(content: bytes, width_px: int, height_px: int) -> bytes:
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + height_px.to_bytes(2, "big") + width_px.to_bytes(2, "big") + content[at + 4 :]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "something else"),
        (encoded(kind=".png"), "something else"),
        (PLAIN[:40], "damaged"),
        (encoded(PICTURE, cv2.IMWRITE_JPEG_PROGRESSIVE, 1), "baseline"),
        (encoded(PICTURE[:, :, 0]), "colour"),
        (encoded(PICTURE[:40, :40]), "64 to 1280"),
        (with_size(PLAIN, 60_000, 60_000), "60000 x 60000"),
        (PLAIN + PLAIN, "one scan"),
        (PLAIN + bytes(MOST_BYTES), "KiB"),
    ],
)
def test_anything_else_is_refused_before_it_is_decoded(content: bytes, complaint: str) -> None:
    with pytest.raises(PictureError, match=complaint):
        jpeg_size_px(content)


def test_a_header_that_lies_about_the_size_is_refused() -> None:
    lying = with_size(PLAIN, 1280, 1280)
    try:
        picture = read_jpeg(lying, time_s=0.0)
    except PictureError:
        return
    assert picture.rgb().shape == (1280, 1280, 3)


@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_damage_anywhere_is_an_error_of_ours_or_a_picture(at: int, damage: bytes) -> None:
    content = PLAIN[:at] + damage + PLAIN[at + len(damage) :]
    try:
        picture = read_jpeg(content, time_s=0.0)
    except PictureError:
        return
    assert max(picture.rgb().shape) <= 1280
