"""Clothes are described by their colours, and told apart by more than their usual spread."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.pose.appearance import Appearance, describe_appearance
from evenstride.testing_pose import PaintedBackend, PaintedPerson, PaintedPicture

COLOURS = ((200, 30, 30), (30, 30, 200), (20, 120, 20))


def _look(person: PaintedPerson) -> np.ndarray | None:
    picture, backend = PaintedPicture(0.0, (person,)), PaintedBackend()
    return describe_appearance(picture, backend.estimate(picture, person.region()), backend.keypoints)


def test_each_zone_has_the_colour_that_was_painted_there() -> None:
    np.testing.assert_array_equal(_look(PaintedPerson(320, 180, 200, COLOURS)), COLOURS)


def test_a_person_cut_by_the_border_has_no_known_colours() -> None:
    assert _look(PaintedPerson(320, 20, 200, COLOURS)) is None


def test_the_same_clothes_are_near_and_other_clothes_far() -> None:
    rng = np.random.default_rng(3)
    looks = [np.array(COLOURS) + rng.normal(0, 20, (3, 3)) for _ in range(30)]
    known = Appearance.from_looks(looks[:20])
    assert known is not None
    assert max(known.distance(look) for look in looks[20:]) < 1.5
    assert known.distance(np.array(COLOURS)[::-1]) > 3.0


def test_a_zone_that_changes_much_counts_less() -> None:
    arm_swings = [np.array([[100.0] * 3, [100.0 + 60 * (-1) ** i] * 3, [50.0] * 3]) for i in range(40)]
    known = Appearance.from_looks(arm_swings)
    assert known is not None
    assert known.spread[1] > 2 * known.spread[0]


def test_learning_look_by_look_ends_where_summing_up_does() -> None:
    rng = np.random.default_rng(4)
    looks = [np.array(COLOURS) + rng.normal(0, 30, (3, 3)) for _ in range(40)]
    learned = Appearance.from_looks(looks[:1])
    assert learned is not None
    for look in looks[1:]:
        learned = learned.learn(look, most_looks=1000)
    summed = Appearance.from_looks(looks)
    assert summed is not None
    np.testing.assert_allclose(learned.colours, summed.colours)
    np.testing.assert_allclose(learned.spread, summed.spread, rtol=0.15)


def test_no_looks_are_no_appearance() -> None:
    assert Appearance.from_looks([]) is None


def test_light_that_changes_slowly_is_followed() -> None:
    known = Appearance.from_looks([np.full((3, 3), 200.0)])
    assert known is not None
    for level in np.linspace(200, 80, 200):
        look = np.full((3, 3), level)
        assert known.distance(look) < 2.0
        known = known.learn(look, most_looks=50)
    assert known.colours[0, 0] == pytest.approx(80, abs=35)
