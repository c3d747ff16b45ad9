"""Left and right of a made-up runner seen from behind or from the front."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.gait.naming.cleaning import clean_track
from evenstride.gait.naming.frontal_naming import is_frontal
from evenstride.gait.naming.sides import exchange_points, exchange_sides, repair_sides
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import RUNNER, film

LEG = ("knee", "ankle", "heel", "toe")
STRIDE_S = 0.72
LEG_PX = 400.0
#: Half the distance between left and right, in leg lengths.
HALF_WIDTHS = {"ear": 0.08, "shoulder": 0.18, "hip": 0.10, "knee": 0.08, "ankle": 0.05, "heel": 0.04, "toe": 0.06}
HEIGHTS = {"ear": 1.65, "shoulder": 1.45, "hip": 1.0, "knee": 0.5, "ankle": 0.1, "heel": 0.04, "toe": 0.03}
SWING = {"knee": 0.10, "ankle": 0.40, "heel": 0.50, "toe": 0.35}


def frontal_runner(
    fps: float = 60.0, *, front: bool = False, duration_s: float = 5.0, half_step_leg: float = 0.05
) -> PoseTrack:
    """Legs lifted in turn; ``half_step_leg`` is how far the ankles stand from the middle, less than 0 crosses over."""
    time_s = np.arange(round(duration_s * fps)) / fps
    rng = np.random.default_rng(3)
    names = tuple(f"{side}_{point}" for point in HEIGHTS for side in ("left", "right"))
    xy = np.empty((len(time_s), len(names), 2))
    widths = HALF_WIDTHS | {"ankle": half_step_leg, "heel": half_step_leg, "toe": half_step_leg}
    for k, name in enumerate(names):
        side, point = name.split("_")
        phase = time_s / STRIDE_S + (0.5 if side == "right" else 0.0)
        lifted = SWING.get(point, 0.0) * np.maximum(np.sin(2 * np.pi * phase), 0.0) ** 2
        outwards = -1.0 if (side == "left") != front else 1.0
        xy[:, k, 0] = 360 + LEG_PX * outwards * widths[point]
        xy[:, k, 1] = 900 - LEG_PX * (HEIGHTS[point] + lifted)
    xy += rng.normal(0, 0.008 * LEG_PX, xy.shape)
    return PoseTrack(time_s, xy, np.full(xy.shape[:2], 0.9), names, (720, 1280), "made up")


def bursts(count: int, share: float, longest: int, seed: int) -> NDArray[np.bool_]:
    rng = np.random.default_rng(seed)
    where = np.zeros(count, dtype=bool)
    while where.mean() < share:
        start = int(rng.integers(count))
        where[start : start + int(rng.integers(1, longest + 1))] = True
    return where


@pytest.mark.parametrize("front", [False, True])
@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
def test_a_clip_without_exchanges_is_left_untouched(fps: float, front: bool) -> None:
    track = frontal_runner(fps, front=front)
    repair = repair_sides(track)
    assert is_frontal(track)
    assert not repair.swapped.any()
    assert not repair.unclear.any()
    assert np.array_equal(repair.track.xy_px, track.xy_px)


@pytest.mark.parametrize("front", [False, True])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.10, 0.20])
@pytest.mark.parametrize("longest", [1, 8, 22])
def test_exchanged_legs_get_their_names_back(share: float, longest: int, front: bool) -> None:
    track = frontal_runner(front=front)
    where = bursts(len(track), share, longest, seed=5)
    repair = repair_sides(exchange_points(track, where, LEG))
    right_again = np.isclose(repair.track.xy_px, track.xy_px).all(axis=(1, 2))
    assert right_again.mean() > 0.995
    assert np.mean(repair.swapped != where) < 0.005


@pytest.mark.parametrize("points", [("ankle", "heel", "toe"), ("hip",), ("shoulder", "ear"), ("hip", *LEG)])
def test_each_part_of_the_body_is_named_by_itself(points: tuple[str, ...]) -> None:
    track = frontal_runner()
    where = bursts(len(track), 0.15, 6, seed=6)
    repair = repair_sides(exchange_points(track, where, points))
    assert np.isclose(repair.track.xy_px, track.xy_px).all(axis=(1, 2)).mean() > 0.995


@pytest.mark.parametrize("share", [0.6, 0.9, 1.1])
def test_legs_that_are_misnamed_most_of_the_time_are_put_right_by_the_shoulders(share: float) -> None:
    track = frontal_runner()
    where = np.arange(len(track)) < share * len(track)
    repair = repair_sides(exchange_points(track, where, ("hip", *LEG)))
    assert np.isclose(repair.track.xy_px, track.xy_px).all(axis=(1, 2)).mean() > 0.995


def test_feet_that_cross_over_keep_their_names() -> None:
    track = frontal_runner(half_step_leg=-0.02)
    assert not repair_sides(track).swapped.any()


def test_a_body_that_turns_round_all_the_time_is_called_unclear() -> None:
    track = frontal_runner()
    half = np.arange(len(track)) % 2 == 0
    assert repair_sides(exchange_sides(track, half)).unclear.all()


def test_a_runner_seen_from_the_side_is_not_frontal() -> None:
    assert not is_frontal(film(RUNNER, fps=60, duration_s=3))


def test_cleaning_a_clip_from_behind_drops_hardly_a_point() -> None:
    track = frontal_runner()
    clean = clean_track(exchange_points(track, bursts(len(track), 0.1, 6, seed=7), LEG))
    assert clean.stray_share < 0.01
    assert clean.unclear_share == 0.0
