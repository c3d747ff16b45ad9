from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.camera_orientation import CameraOrientation, estimate_orientation
from gait_fixtures.rooms import Segments, belt_edges, level_edges, see, segments_of, stray_segments, upright_edges

PORTRAIT, LANDSCAPE = (360, 640), (640, 360)


def room(roll_deg: float, size_px: tuple[int, int], *, pitch_deg: float = 3.0, yaw_deg: float = 4.0) -> Segments:
    ends_m = np.concatenate([upright_edges(), level_edges(), belt_edges()])
    ends_px = see(ends_m, roll_deg=roll_deg, pitch_deg=pitch_deg, yaw_deg=yaw_deg, size_px=size_px)
    return segments_of(ends_px, noise_px=0.2)


def found(segments: Segments, size_px: tuple[int, int]) -> CameraOrientation:
    orientation = estimate_orientation(segments, image_size_px=size_px)
    assert orientation is not None
    return orientation


@pytest.mark.parametrize("size_px", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("roll_deg", [-6.0, -2.0, 0.0, 1.0, 5.0])
def test_roll_pitch_and_yaw_of_a_room_come_back(roll_deg: float, size_px: tuple[int, int]) -> None:
    orientation = found(room(roll_deg, size_px), size_px)
    assert orientation.roll_deg == pytest.approx(roll_deg, abs=0.3)
    assert orientation.pitch_deg == pytest.approx(3.0, abs=1.0)
    assert orientation.yaw_deg == pytest.approx(4.0, abs=1.0)
    assert orientation.roll_error_deg < 0.4


@pytest.mark.parametrize("pitch_deg", [-15.0, 12.0])
def test_a_camera_that_looks_up_or_down_still_tells_its_roll(pitch_deg: float) -> None:
    orientation = found(room(2.0, PORTRAIT, pitch_deg=pitch_deg), PORTRAIT)
    assert orientation.roll_deg == pytest.approx(2.0, abs=0.4)
    assert orientation.pitch_deg == pytest.approx(pitch_deg, abs=2.5)


def test_mirroring_the_picture_changes_the_sign_of_roll_and_yaw() -> None:
    segments = room(3.0, PORTRAIT)
    mirrored = segments.copy()
    mirrored[:, [0, 2]] = PORTRAIT[0] - segments[:, [0, 2]]
    one, other = found(segments, PORTRAIT), found(mirrored, PORTRAIT)
    assert other.roll_deg == pytest.approx(-one.roll_deg, abs=0.02)
    assert other.yaw_deg == pytest.approx(-one.yaw_deg, abs=0.05)
    assert other.roll_error_deg == pytest.approx(one.roll_error_deg, rel=0.05)


def test_leaning_posts_of_one_treadmill_do_not_outvote_the_room() -> None:
    ends_px = see(upright_edges(), roll_deg=1.0, pitch_deg=2.0, yaw_deg=0.0, size_px=LANDSCAPE)
    foot = np.array([[450.0, 300.0], [454.0, 300.0], [462.0, 300.0], [466.0, 300.0]])
    leaning = np.stack([foot, foot - np.array([15.0, 140.0])], axis=1)
    segments = np.concatenate([segments_of(ends_px, noise_px=0.2), segments_of(leaning)])
    assert found(segments, LANDSCAPE).roll_deg == pytest.approx(1.0, abs=0.4)


def test_an_inclined_belt_before_upright_walls_does_not_count_as_roll() -> None:
    ends_px = see(upright_edges(), roll_deg=0.0, pitch_deg=2.0, yaw_deg=0.0, size_px=LANDSCAPE)
    slope = np.tan(np.radians(3.0))
    belt = np.array([[[150.0, y], [480.0, y - 330 * slope]] for y in (290.0, 298.0, 312.0)])
    segments = np.concatenate([segments_of(ends_px, noise_px=0.2), segments_of(belt)])
    assert found(segments, LANDSCAPE).roll_deg == pytest.approx(0.0, abs=0.4)


def test_an_inclined_belt_alone_is_no_answer() -> None:
    slope = np.tan(np.radians(3.0))
    belt = np.array([[[150.0, y], [480.0, y - 330 * slope]] for y in (200.0, 290.0, 298.0, 312.0)])
    assert estimate_orientation(segments_of(belt), image_size_px=LANDSCAPE) is None


def test_fewer_lines_give_a_larger_error() -> None:
    errors = []
    for count in (2, 8):
        ends_px = see(upright_edges(count), roll_deg=2.0, pitch_deg=0.0, yaw_deg=0.0, size_px=PORTRAIT)
        errors.append(found(segments_of(ends_px, noise_px=0.2), PORTRAIT).roll_error_deg)
    assert errors[0] > 1.2 * errors[1]


def test_lines_on_one_side_only_say_less_than_lines_on_both() -> None:
    """Beside the middle a post leans with the pitch as well."""
    ends_m = upright_edges(4)
    on_one_side = ends_m * [0.2, 1.0, 1.0] + [0.9, 0.0, 0.0]
    errors = [
        found(
            segments_of(see(ends, roll_deg=0.0, pitch_deg=0.0, yaw_deg=0.0, size_px=PORTRAIT)), PORTRAIT
        ).roll_error_deg
        for ends in (ends_m, on_one_side)
    ]
    assert errors[1] > 1.5 * errors[0]


def test_no_line_or_one_is_no_answer() -> None:
    assert estimate_orientation(np.empty((0, 4)), image_size_px=PORTRAIT) is None
    assert estimate_orientation(np.array([[100.0, 100.0, 101.0, 200.0]]), image_size_px=PORTRAIT) is None


def test_a_hedge_is_refused_nine_times_in_ten() -> None:
    """Lines of any direction say nothing; the best of many turns must not be believed."""
    hedges = [stray_segments(count, PORTRAIT, seed) for count in (20, 60, 150) for seed in range(8)]
    found_in = [estimate_orientation(hedge, image_size_px=PORTRAIT) for hedge in hedges]
    believed = [orientation for orientation in found_in if orientation is not None and orientation.roll_error_deg < 1.2]
    assert len(believed) <= 0.125 * len(hedges)


def test_the_stated_error_covers_the_truth_in_rooms_that_are_not_quite_square() -> None:
    """Posts off plumb by the stated third of a degree, short lines, strays: at least nine in ten within two errors."""
    rng = np.random.default_rng(5)
    within = []
    for seed in range(20):
        roll_deg, pitch_deg, yaw_deg = rng.normal(0, (3.0, 4.0, 6.0))
        posts = upright_edges(5) + np.stack([np.zeros((5, 3)), rng.normal(0, 0.007, (5, 3))], axis=1)
        ends_m = np.concatenate([posts, level_edges(3)])
        ends_px = see(ends_m, roll_deg=roll_deg, pitch_deg=pitch_deg, yaw_deg=yaw_deg, size_px=PORTRAIT)
        strays = stray_segments(15, PORTRAIT, seed)
        orientation = found(np.concatenate([segments_of(ends_px, noise_px=0.3, seed=seed), strays]), PORTRAIT)
        within.append(abs(orientation.roll_deg - roll_deg) < 1.96 * orientation.roll_error_deg)
    assert np.mean(within) >= 0.9
