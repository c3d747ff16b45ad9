"""Frontal angles of one made-up posture, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.frontal.angles import compute_frontal_curves, shows
from evenstride.model import PoseTrack

#: Seen from behind, image frame: the left side at image left.
POSTURE = {
    "left_hip": (90, 500), "right_hip": (130, 500), "left_shoulder": (70, 300), "right_shoulder": (170, 300),
    "left_knee": (90, 600), "right_knee": (130, 600), "left_ankle": (90, 700), "right_ankle": (130, 700),
}  # fmt: skip


def standing(**changed: tuple[float, float]) -> PoseTrack:
    points = {**POSTURE, **changed}
    xy = np.repeat(np.array([list(points.values())], dtype=float), 30, axis=0)
    return PoseTrack(np.arange(30) / 30.0, xy, np.ones(xy.shape[:2]), tuple(points), (240, 800), "by hand")


def angle(track: PoseTrack, name: str) -> float:
    return float(np.median(compute_frontal_curves(track).angles_deg[name]))


@pytest.mark.parametrize(("side", "inward"), [("left", 1), ("right", -1)])
def test_a_knee_inside_the_line_from_hip_to_ankle_is_positive(side: str, inward: int) -> None:
    x = POSTURE[f"{side}_knee"][0]
    by_hand = 2 * np.degrees(np.arctan(0.05))
    assert angle(standing(**{f"{side}_knee": (x + 5 * inward, 600)}), f"{side}_knee_frontal") == pytest.approx(by_hand)
    assert angle(standing(**{f"{side}_knee": (x - 5 * inward, 600)}), f"{side}_knee_frontal") == pytest.approx(-by_hand)
    assert angle(standing(), f"{side}_knee_frontal") == pytest.approx(0.0)


def test_the_trunk_to_the_runners_right_is_positive() -> None:
    right = np.degrees(np.arctan(10 / 200))
    assert angle(standing(), "trunk_lateral") == pytest.approx(right)
    assert angle(standing(left_shoulder=(50, 300), right_shoulder=(170, 300)), "trunk_lateral") == pytest.approx(0.0)


@pytest.mark.parametrize("point", ["psis", "asis"])
def test_the_pelvis_is_read_from_its_own_points_only(point: str) -> None:
    assert "pelvic_obliquity" not in compute_frontal_curves(standing()).angles_deg
    tilted = standing(**{f"left_{point}": (100, 480), f"right_{point}": (120, 482)})
    by_hand = np.degrees(np.arctan(2 / 20))
    assert angle(tilted, "pelvic_obliquity") == pytest.approx(by_hand)
    assert angle(tilted, "left_hip_adduction") == pytest.approx(by_hand)
    assert angle(tilted, "right_hip_adduction") == pytest.approx(-by_hand)


def test_the_rearfoot_is_heel_against_lower_leg() -> None:
    marks = {"heel_bottom": 740, "heel_top": 720, "achilles": 690, "calf": 640}
    points = {
        f"{side}_{name}": (POSTURE[f"{side}_ankle"][0], y) for side in ("left", "right") for name, y in marks.items()
    }
    points["left_heel_top"] = (92, 720)
    everted = standing(**points)
    assert angle(everted, "left_rearfoot") == pytest.approx(np.degrees(np.arctan(0.1)))
    assert angle(everted, "right_rearfoot") == pytest.approx(0.0)


def test_points_that_are_hardly_ever_seen_are_not_there() -> None:
    track = standing(left_psis=(100, 480), right_psis=(120, 482))
    assert shows(track, "psis")
    xy = track.xy_px.copy()
    xy[3:, track.keypoints.index("left_psis")] = np.nan
    assert not shows(track.with_points(xy), "psis")
    assert "pelvic_obliquity" not in compute_frontal_curves(track.with_points(xy)).angles_deg
