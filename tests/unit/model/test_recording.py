"""A recording knows its clock."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.model import Recording


def recording(time_s: np.ndarray) -> Recording:
    return Recording(
        id="clip-1", path="run.mp4", sha256="0" * 64, kind="video", width_px=720, height_px=1280, time_s=time_s
    )


def test_the_duration_counts_the_last_picture_too() -> None:
    clip = recording(np.arange(120) / 60)
    assert clip.duration_s == pytest.approx(2.0)
    assert clip.frame_count == 120
    assert clip.fps_nominal == pytest.approx(60.0)


def test_one_picture_has_no_rate_and_no_duration() -> None:
    clip = recording(np.zeros(1))
    assert (clip.fps_nominal, clip.duration_s, clip.timestamps) == (0.0, 0.0, "constant")


def test_times_rounded_to_milliseconds_are_still_constant() -> None:
    assert recording(np.round(np.arange(100) / 29.97, 3)).timestamps == "constant"


def test_a_missing_picture_makes_the_rate_variable() -> None:
    time_s = np.delete(np.arange(100) / 30, 50)
    assert recording(time_s).timestamps == "variable"
    assert recording(time_s).fps_nominal == pytest.approx(30.0)


@pytest.mark.parametrize("time_s", [np.array([0.0, 0.1, 0.1]), np.array([0.0, 0.2, 0.1]), np.zeros((2, 2))])
def test_a_clock_that_does_not_run_forwards_is_refused(time_s: np.ndarray) -> None:
    with pytest.raises(ValueError, match="strictly increasing"):
        recording(time_s)
