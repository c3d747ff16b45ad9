"""The synthetic runner as a saved pose track, so that a service can be asked without a video."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenstride.io.pose_files import save_pose_track
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import RUNNER, film


@pytest.fixture(scope="session")
def runner_track() -> PoseTrack:
    """Four seconds of the synthetic runner at 60 pictures a second."""
    return film(RUNNER, duration_s=4.0, fps=60.0)


@pytest.fixture
def runner_file(tmp_path: Path, runner_track: PoseTrack) -> Path:
    """The same as a file."""
    path = tmp_path / "runner.npz"
    save_pose_track(runner_track, path)
    return path
