"""Exchanges laid over exact points: as many as asked for, and all found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.rendered_truth import RenderedTruth, load_rendered_truth
from benchmarks.accuracy.side_identity import draw_exchanged, score_clip_identity

from evenstride.model import PoseTrack

NAMES = tuple(
    f"{side}_{point}" for point in ("shoulder", "hip", "knee", "ankle", "heel", "toe") for side in ("left", "right")
)


def exact_track(truth: RenderedTruth) -> PoseTrack:
    xy = np.stack([truth.points_px[name] for name in NAMES], axis=1)
    return PoseTrack(truth.time_s, xy, np.ones(xy.shape[:2]), NAMES, (1280, 720), "exact")


@pytest.fixture(params=["dev21_side", "dev15_rear"])
def truth(request: pytest.FixtureRequest, shared_data: Path) -> RenderedTruth:
    return load_rendered_truth(shared_data / "rendered", request.param)


@pytest.mark.parametrize("pattern", ["single pictures", "bursts", "half-strides"])
def test_at_least_the_wanted_share_of_pictures_is_exchanged(truth: RenderedTruth, pattern) -> None:
    track = exact_track(truth)
    where = draw_exchanged(track, truth, pattern, 0.10, np.random.default_rng(1))
    assert 0.099 <= where.mean() < 0.30
    lengths = np.diff(np.flatnonzero(np.diff(np.concatenate([[0], where, [0]]))))[::2]
    assert lengths.max() <= {"single pictures": 4, "bursts": 24, "half-strides": 40}[pattern]


def test_exchanges_of_exact_points_are_counted_and_repaired(truth: RenderedTruth) -> None:
    rows = score_clip_identity(exact_track(truth), truth, quick=True)
    assert rows[0].before == rows[0].after == 0.0
    injected = [row for row in rows if row.injected == 0.20]
    assert len(injected) == 6
    assert all(row.before > 0.10 for row in injected)
    assert all(row.after < 0.005 and not row.refused for row in injected)
    assert {row.view for row in rows} == {"side" if truth.near_side else "rear"}
