from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.io.video import PictureSamples, SceneMonitor, SceneSummary
from evenstride.model import PoseTrack
from evenstride.pipelines.camera_tilt import MOST_ROLL_ERROR_DEG, estimate_tilt
from gait_fixtures.rooms import belt_edges, draw, level_edges, see, upright_edges

#: Pictures are looked at at half the size of the clip.
SIZE_PX, FULL_SIZE_PX = (360, 640), (720, 1280)
TIME_S = np.arange(0.0, 4.0, 1 / 30)


def track() -> PoseTrack:
    """Somebody in the middle of the picture, who does not move."""
    points = {
        **{f"{side}_shoulder": (360.0 + x, 500.0) for side, x in (("left", -40.0), ("right", 40.0))},
        **{f"{side}_hip": (360.0 + x, 660.0) for side, x in (("left", -25.0), ("right", 25.0))},
        **{f"{side}_ankle": (360.0 + x, 900.0) for side, x in (("left", -25.0), ("right", 25.0))},
    }
    xy_px = np.tile(np.array(list(points.values())), (len(TIME_S), 1, 1))
    return PoseTrack(TIME_S, xy_px, np.ones(xy_px.shape[:2]), tuple(points), FULL_SIZE_PX, "test")


def scene(pictures: list[NDArray[np.uint8]], *, speed_px_s: float = 0.0, is_pan: bool = False) -> SceneSummary:
    times_s = tuple(float(time_s) for time_s in np.linspace(0.0, 3.9, len(pictures)))
    empty = SceneMonitor().summary()
    return replace(
        empty,
        time_s=TIME_S,
        repeated=np.zeros(len(TIME_S), bool),
        camera_motion_px_s=speed_px_s,
        is_pan=is_pan,
        evidence=replace(empty.evidence, samples=PictureSamples(times_s, tuple(pictures))),
    )


def room(roll_deg: float, seed: int = 0, *, yaw_deg: float = 5.0) -> NDArray[np.uint8]:
    ends_m = np.concatenate([upright_edges(), level_edges(), belt_edges()])
    return draw(see(ends_m, roll_deg=roll_deg, pitch_deg=4.0, yaw_deg=yaw_deg, size_px=SIZE_PX), SIZE_PX, seed=seed)


@pytest.mark.parametrize("roll_deg", [-4.0, 3.0])
def test_a_still_camera_gives_roll_pitch_and_the_yaw_of_the_belt(roll_deg: float) -> None:
    tilt = estimate_tilt(scene([room(roll_deg, seed) for seed in range(8)]), track())
    assert tilt is not None
    assert tilt.source == "scene"
    assert tilt.roll_deg == pytest.approx(roll_deg, abs=0.4)
    assert tilt.pitch_deg == pytest.approx(4.0, abs=1.5)
    assert tilt.yaw_deg == pytest.approx(5.0, abs=1.0)
    assert tilt.yaw_error_deg is not None


def test_a_plain_wall_tells_nothing() -> None:
    wall = [np.random.default_rng(seed).normal(120, 3, SIZE_PX[::-1]).astype(np.uint8) for seed in range(8)]
    assert estimate_tilt(scene(wall), track()) is None


def test_no_picture_tells_nothing() -> None:
    assert estimate_tilt(scene([]), track()) is None


def test_a_camera_in_the_hand_adds_its_own_scatter_to_the_error() -> None:
    steady = [room(2.0, seed) for seed in range(8)]
    rolling = [room(2.0 + swing, seed) for seed, swing in enumerate((-0.8, 0, 0, 0, 0.0, 0, 0, 0.8))]
    on_tripod, in_hand = estimate_tilt(scene(steady), track()), estimate_tilt(scene(rolling, speed_px_s=40.0), track())
    assert on_tripod is not None
    assert in_hand is not None
    assert in_hand.roll_deg == pytest.approx(2.0, abs=0.5)
    assert in_hand.roll_error_deg > on_tripod.roll_error_deg + 0.2
    assert in_hand.yaw_deg is None


def test_a_camera_that_rolls_too_much_is_not_given_one_roll() -> None:
    rolling = [room(swing, seed) for seed, swing in enumerate((-5.0, 0, 0, 0, 0.0, 0, 0, 5.0))]
    assert estimate_tilt(scene(rolling, is_pan=True), track()) is None
    assert MOST_ROLL_ERROR_DEG < 5.0


def test_only_the_shot_that_is_measured_counts() -> None:
    """Before the cut another camera, turned the other way."""
    pictures = [room(-4.0, seed) for seed in range(3)] + [room(3.0, seed) for seed in range(9)]
    cut = replace(scene(pictures), cut_times_s=(1.0,))
    tilt = estimate_tilt(cut, track())
    assert tilt is not None
    assert tilt.roll_deg == pytest.approx(3.0, abs=0.4)
