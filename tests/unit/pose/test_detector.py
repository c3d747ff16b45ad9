"""People are found once each, by the right anchors, and near the truth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenstride.io.video import read_frames
from evenstride.pose.backend import RegionOfInterest
from evenstride.pose.detector import (
    Detection,
    PersonDetector,
    anchor_centers,
    blend_overlapping,
    decode_boxes,
    merge_same_person,
    square_tiles,
    whole_picture,
)
from evenstride.testing_pose import PaintedPicture


def test_anchors_are_two_per_cell_and_layer_in_order_of_stride() -> None:
    anchors = anchor_centers(224)
    assert anchors.shape == (2254, 2)
    assert anchors[0].tolist() == anchors[1].tolist() == [0.5 / 28, 0.5 / 28]
    assert anchors[2].tolist() == [1.5 / 28, 0.5 / 28]
    assert anchors[28 * 28 * 2].tolist() == [0.5 / 14, 0.5 / 14]
    assert np.unique(anchors[-6:], axis=0).tolist() == [[6.5 / 7, 6.5 / 7]]


def test_box_size_is_not_moved_to_the_anchor_but_every_point_is() -> None:
    raw = np.full((1, 12), 22.4, np.float32)
    box = decode_boxes(raw, np.array([[0.5, 0.25]]), 224)[0]
    np.testing.assert_allclose(box, [0.6, 0.35, 0.1, 0.1] + [0.6, 0.35] * 4, atol=1e-6)


def test_overlapping_boxes_blend_by_score_and_distant_ones_stay_apart() -> None:
    boxes = np.zeros((4, 12))
    boxes[:, :4] = [[0.30, 0.5, 0.2, 0.2], [0.32, 0.5, 0.2, 0.2], [0.80, 0.5, 0.2, 0.2], [0.80, 0.5, 0.2, 0.2]]
    found = blend_overlapping(boxes, np.array([0.9, 0.6, 0.8, 0.1]), least_score=0.5)
    assert [score for score, _ in found] == [0.9, 0.8]
    np.testing.assert_allclose(found[0][1][0], (0.9 * 0.30 + 0.6 * 0.32) / 1.5)
    np.testing.assert_allclose(found[1][1][0], 0.80)


def test_one_person_seen_in_two_tiles_counts_once() -> None:
    near = Detection(0.8, (100.0, 100.0), (100.0, 20.0))
    same = Detection(0.9, (104.0, 98.0), (104.0, 16.0))
    other = Detection(0.7, (300.0, 100.0), (300.0, 20.0))
    assert merge_same_person([near, other, same]) == [same, other]


@given(width=st.integers(100, 4000), height=st.integers(100, 4000), share=st.floats(0.2, 1.0))
def test_tiles_cover_the_picture_and_share_half_with_a_neighbour(width: int, height: int, share: float) -> None:
    size_px = share * min(width, height)
    tiles = square_tiles(PaintedPicture(0.0, width_px=width, height_px=height), size_px)
    for name, length_px in (("center_x_px", width), ("center_y_px", height)):
        centers = np.unique([getattr(tile, name) for tile in tiles])
        assert centers[0] - size_px / 2 <= 1e-6
        assert centers[-1] + size_px / 2 >= length_px - 1e-6
        assert np.all(np.diff(centers) <= size_px / 2 + 1e-6)


def test_the_whole_picture_is_a_square_around_it() -> None:
    assert whole_picture(PaintedPicture(0.0)) == RegionOfInterest(320.0, 180.0, 640.0)


def test_a_rendered_runner_is_found_at_the_hips(shared_data: Path) -> None:
    truth = json.loads((shared_data / "rendered" / "dev01_side.truth.json").read_text())
    with read_frames(shared_data / "rendered" / "dev01_side.mp4") as frames:
        found = PersonDetector().detect(next(frames))
    middle = np.array(truth["frames"]["points_2d_px"]["mid_hip"][0])
    height_px = truth["body"]["stature_m"] * truth["camera"]["px_per_m_at_runner"]
    assert len(found) == 1
    assert np.hypot(*(found[0].hip_xy_px - middle)) < 0.06 * height_px
    assert 1.0 < found[0].region.size_px / height_px < 1.6


def test_a_second_person_is_found_beside_the_runner(shared_data: Path) -> None:
    detector = PersonDetector()
    with read_frames(shared_data / "rendered" / "dev20_side.mp4") as frames:
        picture = next(frames)
    found = detector.detect(picture, [whole_picture(picture), *square_tiles(picture, picture.height_px)])
    hips_x_px = sorted(detection.hip_xy_px[0] for detection in found)
    np.testing.assert_allclose(hips_x_px, [322, 640], atol=25)  # the standing figure and the runner, by eye
