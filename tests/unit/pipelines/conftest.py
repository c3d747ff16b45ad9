"""A made-up tracked clip: the synthetic runner in front of a still camera, facts to be changed by each test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.io.video import SceneMonitor, SceneSummary, VideoProbe
from evenstride.model import PoseTrack
from evenstride.pipelines.clip_tracking import TrackedClip
from evenstride.pose.person_choice import SurveyResult
from gait_fixtures.synthetic_runner import RUNNER, film

ClipMaker = Callable[..., TrackedClip]


@pytest.fixture(scope="session")
def runner_track() -> PoseTrack:
    """Four seconds of the synthetic runner at 60 pictures a second."""
    return film(RUNNER, duration_s=4.0, fps=60.0)


@pytest.fixture
def make_clip(runner_track: PoseTrack) -> ClipMaker:
    """``make_clip(track=..., repeated=[...], cut_times_s=(...), probe={...}, survey={...}, ended_early=...)``."""

    def make(
        *,
        track: PoseTrack | None = runner_track,
        repeated: tuple[int, ...] = (),
        cut_times_s: tuple[float, ...] = (),
        probe: dict[str, object] | None = None,
        survey: dict[str, object] | None = None,
        ended_early: bool = False,
    ) -> TrackedClip:
        time_s = runner_track.time_s if track is None else track.time_s
        is_repeated = np.zeros(len(time_s), dtype=bool)
        is_repeated[list(repeated)] = True
        scene = replace(
            _empty_scene(), time_s=time_s, repeated=is_repeated, cut_times_s=cut_times_s, camera_motion_px_s=0.5
        )
        found = SurveyResult((), 1, (), 2.0, 1.0)
        return TrackedClip(
            probe=replace(_probe(runner_track), **(probe or {})),
            survey=replace(found, **(survey or {})),
            pose_track=track,
            scene=scene,
            preview=None,
            ended_early=ended_early,
        )

    return make


def _empty_scene() -> SceneSummary:
    return SceneMonitor().summary()


def _probe(track: PoseTrack) -> VideoProbe:
    return VideoProbe(
        path=Path("folder/run.mp4"),
        sha256="ab" * 32,
        width_px=track.image_size_px[0],
        height_px=track.image_size_px[1],
        rotation_deg=90,
        codec="hevc",
        container="mov",
        fps_nominal=60.0,
        frame_count_estimate=len(track),
        duration_s=4.0,
        packet_time_s=track.time_s,
        keyframe_time_s=track.time_s[:1],
        slow_motion_factor=None,
        truncated=False,
        warnings=("The pixels are not square.",),
    )
