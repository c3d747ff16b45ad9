"""Tape painted onto a piece of a rendered clip from behind is read; the same piece without tape shows none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.painted_tape import TapeTruth, load_tape_truth
from benchmarks.accuracy.rendered_truth import RenderedTruth, load_rendered_truth
from benchmarks.accuracy.tape_scores import read_painted, score_marks, score_unpainted

from evenstride.model import PoseTrack
from evenstride.pose.tape_consistency import keep_staying_marks

CLIP, PICTURES = "dev11_rear", 45
#: From the exact joints to where the pose model sees them, pixels down (means over this clip).
MODEL_OFFSETS_PX = {"shoulder": (0.0, -13.0), "knee": (0.0, -8.0), "ankle": (0.0, -9.0)}


@pytest.fixture(scope="module")
def truth(shared_data: Path) -> RenderedTruth:
    return load_rendered_truth(shared_data / "rendered", CLIP)


@pytest.fixture(scope="module")
def tape(shared_data: Path) -> TapeTruth:
    return load_tape_truth(shared_data / "rendered", CLIP)


@pytest.fixture(scope="module")
def track(truth: RenderedTruth) -> PoseTrack:
    """The first pictures' joints, as far off and as unsteady as the pose model's."""
    rng = np.random.default_rng(5)
    names = tuple(f"{side}_{point}" for point in ("shoulder", "hip", "knee", "ankle") for side in ("left", "right"))
    points = [truth.points_px[name][:PICTURES] + MODEL_OFFSETS_PX.get(name.split("_")[1], (0.0, 0.0)) for name in names]
    xy_px = np.stack(points, axis=1) + rng.normal(0, 3.0, (PICTURES, len(names), 2))
    return PoseTrack(truth.time_s[:PICTURES], xy_px, np.ones(xy_px.shape[:2]), names, (720, 1280), "noisy truth")


def test_painted_marks_give_the_tilt_of_the_pelvis_and_the_lines_of_the_legs(
    truth: RenderedTruth, tape: TapeTruth, track: PoseTrack
) -> None:
    read = read_painted(truth.video, track, tape, ("green",))["green"]
    score = score_marks(keep_staying_marks(read), truth, tape, "green")
    assert score.pictures == PICTURES
    assert score.seen_share > 0.9
    assert score.wrong_share == 0.0
    assert np.abs(score.tilt_deg[:, 0] - score.tilt_deg[:, 1]).mean() < 0.5
    assert np.abs(score.drop_deg[:, 0] - score.drop_deg[:, 1]).max() < 1.0
    assert len(score.leg_errors_deg["heel"]) > 15
    assert all(np.abs(errors).mean() < 1.0 for errors in score.leg_errors_deg.values())


def test_without_tape_there_are_no_marks(truth: RenderedTruth, track: PoseTrack) -> None:
    found = score_unpainted(truth.video, track)
    assert found.pictures == PICTURES
    assert found.kept == 0
