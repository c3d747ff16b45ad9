"""Faults put into a swinging runner's markers on purpose: what is found, said, and what comes out of the rest."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.laboratory.values import MarkerFileError, MarkerRecording
from evenstride.io.markers import to_runner
from marker_files import RATE_HZ, standing_markers


def moving_markers(count: int = 60):
    """The standing runner bobbing by 8 cm and each leg swinging by 30 cm, so that nothing stands still."""
    phase = np.linspace(0, 4 * np.pi, count)
    bob = np.stack([np.zeros(count), 0.04 * np.sin(2 * phase), np.zeros(count)], axis=1)
    markers = {}
    for label, track in standing_markers(count).items():
        swing = 0.15 * np.sin(phase if label.startswith("L") else phase + np.pi)
        share = np.clip((1.0 - track[:, 1]) / 1.0, 0, 1)
        markers[label] = track + bob + np.stack([swing * share, np.zeros(count), np.zeros(count)], axis=1)
    return markers


def runner_of(markers):
    return to_runner(MarkerRecording(RATE_HZ, markers))


def exchanged(markers, one, two):
    return {**markers, one: markers[two], two: markers[one]}


def assert_same_points(markers, *, said):
    runner, expected = runner_of(markers), runner_of(moving_markers()).points_m
    assert said in " ".join(runner.warnings)
    for name, track in expected.items():
        np.testing.assert_allclose(runner.points_m[name], track, atol=1e-9, err_msg=name)


def test_nothing_is_said_of_markers_without_a_fault():
    assert runner_of(moving_markers()).warnings == ()


def test_one_exchanged_pair_is_exchanged_back():
    faulty = exchanged(moving_markers(), "L.Knee", "R.Knee")

    assert_same_points(faulty, said="The left and right knee outer markers are exchanged")


def test_labels_exchanged_throughout_are_exchanged_back():
    mirrored = {("R" if label[0] == "L" else "L") + label[1:]: track for label, track in moving_markers().items()}

    assert_same_points(mirrored, said="Left and right are exchanged in the labels")


def test_front_and_back_of_the_pelvis_are_told_by_the_feet():
    faulty = exchanged(exchanged(moving_markers(), "L.ASIS", "L.PSIS"), "R.ASIS", "R.PSIS")

    assert_same_points(faulty, said="Front and back markers of the pelvis are exchanged")


def test_exchanged_metatarsals_are_exchanged_back():
    faulty = exchanged(moving_markers(), "R.MT1", "R.MT5")

    assert_same_points(faulty, said="right foot's first and fifth metatarsal markers are exchanged")


def test_a_missing_corner_of_the_pelvis_is_mirrored():
    faulty = moving_markers()
    del faulty["R.PSIS"]

    assert_same_points(faulty, said="The right psis marker is missing in 100 % of the trial")


def test_a_marker_of_zeros_for_most_of_the_trial_is_mirrored_in_its_gaps():
    faulty = moving_markers()
    faulty["L.ASIS"][10:50] = np.nan

    assert_same_points(faulty, said="The left asis marker is missing in 67 % of the trial")


def test_a_label_on_another_part_of_the_body_is_left_out():
    faulty = moving_markers()
    faulty["L.MT5"] = faulty["L.Knee"] + 0.01

    runner = runner_of(faulty)

    assert "left mt5 marker lies at" in " ".join(runner.warnings)
    np.testing.assert_allclose(runner.points_m["left_toe"], moving_markers()["L.MT1"])


def test_a_label_on_the_other_foot_does_not_move_with_its_segment():
    faulty = moving_markers()
    faulty["L.MT5"] = faulty["R.MT5"] + [0.01, 0.0, 0.0]

    assert "left mt5 marker does not move with the rest" in " ".join(runner_of(faulty).warnings)


def test_a_marker_that_never_moves_and_a_doubled_one_are_left_out():
    faulty = moving_markers()
    faulty["L.MT5"] = np.tile(faulty["L.MT5"][0], (60, 1))
    faulty["R.MT5"] = faulty["R.MT1"]

    said = " ".join(runner_of(faulty).warnings)

    assert "left mt5 marker never moves" in said
    assert "right mt1 and right mt5 markers have one track" in said


def test_long_gaps_are_said():
    faulty = moving_markers()
    faulty["R.MT1"][:30] = np.nan

    assert "Gaps: missing for part of the trial: right mt1 50 %." in runner_of(faulty).warnings


def test_another_marker_of_the_heel_stands_for_a_missing_one():
    faulty = moving_markers()
    faulty["L.Heel.Lateral"] = faulty.pop("L.Heel.Bottom")

    runner = runner_of(faulty)

    assert "left heel side stands for it" in " ".join(runner.warnings)
    assert np.isfinite(runner.points_m["left_heel"]).all()


def test_an_ankle_without_markers_is_put_where_it_lies_on_the_other_foot():
    faulty = moving_markers()
    del faulty["L.Ankle"], faulty["L.Ankle.Medial"]

    runner = runner_of(faulty)

    assert "left ankle; it was put where it lies on the other foot" in " ".join(runner.warnings)
    expected = runner_of(moving_markers()).points_m["left_ankle"]
    np.testing.assert_allclose(runner.points_m["left_ankle"][:, :2], expected[:, :2], atol=0.01)


def test_what_cannot_be_measured_is_refused_in_one_line():
    faulty = moving_markers()
    for label in ("L.Ankle", "L.Ankle.Medial", "R.Ankle", "R.Ankle.Medial"):
        del faulty[label]

    with pytest.raises(MarkerFileError, match="ankle") as error:
        runner_of(faulty)
    assert "\n" not in str(error.value)
