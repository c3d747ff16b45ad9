"""Sole points get the names that the model gives the feet, and are read on the clip's own clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.gait.naming.sides import exchange_sides
from evenstride.model import PoseTrack, Step
from evenstride.pipelines import shoe_reading
from evenstride.pipelines.shoe_reading import read_soles_of_clip
from evenstride.pose.sole_line_reading import SOLE_NAMES

FPS, PICTURES = 60.0, 90
STEPS = (Step("right", 0.60, 0.85, None, None, 0.005), Step("left", 0.95, 1.20, None, None, 0.005))


def tracked(short_clip_size: tuple[int, int] = (1280, 720)) -> PoseTrack:
    """Two feet far apart that stay where they are."""
    names = ("hip", "knee", "ankle", "heel", "toe")
    offsets = {"hip": (0, -250), "knee": (10, -120), "ankle": (0, 0), "heel": (-15, 25), "toe": (60, 30)}
    keypoints = tuple(f"{side}_{name}" for side in ("left", "right") for name in names)
    middles = {"left": np.array([500.0, 600.0]), "right": np.array([700.0, 610.0])}
    row = np.array([middles[k.split("_")[0]] + offsets[k.split("_")[1]] for k in keypoints])
    xy = np.repeat(row[None], PICTURES, axis=0)
    return PoseTrack(np.arange(PICTURES) / FPS, xy, np.ones(xy.shape[:2]), keypoints, short_clip_size, "painted")


def test_where_the_model_calls_left_what_is_right_the_line_bears_its_name(short_clip: Path) -> None:
    cleaned = tracked()
    wrong = np.zeros(PICTURES, dtype=bool)
    wrong[20:60] = True
    raw = exchange_sides(cleaned, wrong)
    plain = read_soles_of_clip(short_clip, cleaned, cleaned, STEPS)
    named = read_soles_of_clip(short_clip, raw, cleaned, STEPS)
    assert np.isfinite(plain.point("right_sole_back")).any()
    back = exchange_sides(named, wrong)
    for name in SOLE_NAMES:
        assert back.point(name) == pytest.approx(plain.point(name), nan_ok=True)
        assert back.seen(name) == pytest.approx(plain.seen(name))


def test_a_clip_played_slower_is_read_over_the_same_part_of_a_landing(short_clip: Path) -> None:
    raw = tracked()
    life = replace(raw, time_s=raw.time_s / 4)
    step = Step("right", 0.10, 0.34, None, None, 0.005)
    read = read_soles_of_clip(short_clip, raw, life, (step,))
    after_s = life.time_s[np.isfinite(read.point("right_sole_back")[:, 0])] - step.initial_contact_s
    assert after_s.min() < -0.011  # 40 ms of the clip's own clock would be 10 ms of life
    assert after_s.max() == pytest.approx(0.34 * 0.24, abs=0.5 / (4 * FPS))
    assert np.isnan(read.point("left_sole_back")).all()


def test_without_a_complete_step_the_clip_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(shoe_reading, "read_frames", never)
    read = read_soles_of_clip(Path("none.mp4"), tracked(), tracked(), (replace(STEPS[0], toe_off_s=None),))
    assert np.isnan(read.point("right_sole_back")).all()
