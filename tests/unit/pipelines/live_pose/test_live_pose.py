"""The process that looks at live pictures: landmarks back, refusals, and what is left when it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coached_bodies import SIZE_PX, empty_jpeg, squat_track, standing_jpeg
from evenstride.io.jpeg import PictureError
from evenstride.pipelines.live_pose import LivePose, LivePoseEndedError


@pytest.fixture(scope="module")
def pose() -> Iterator[LivePose]:
    with LivePose() as started:
        started.wait_until_ready()
        yield started


def test_a_picture_becomes_landmarks_where_the_body_is(pose: LivePose) -> None:
    track = squat_track(reps=1)
    frame = pose.look(standing_jpeg(), 1.0)
    assert (frame.time_s, frame.image_size_px) == (1.0, SIZE_PX)
    for name in ("left_knee", "right_knee", "left_hip", "right_ankle"):
        off_px = np.hypot(*(frame.point(name) - track.xy_px[0, track.keypoints.index(name)]))
        assert off_px < 0.03 * SIZE_PX[1], name


def test_an_empty_room_has_no_landmarks(pose: LivePose) -> None:
    frame = pose.look(empty_jpeg(), 20.0)
    assert np.isnan(frame.xy_px).all()
    assert frame.seen("nose") == 0.0


def test_what_is_no_picture_is_refused_and_the_next_one_is_looked_at(pose: LivePose) -> None:
    with pytest.raises(PictureError, match="JPEG"):
        pose.look(b"GIF89a", 30.0)
    assert pose.look(standing_jpeg(), 31.0).seen("left_knee") > 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are read from Linux's own account of the process")
def test_the_process_gave_up_its_rights(pose: LivePose) -> None:
    pose.wait_until_ready()
    status = Path(f"/proc/{pose.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    limits = Path(f"/proc/{pose.pid}/limits").read_text()
    assert str(3 << 30) in next(line for line in limits.splitlines() if line.startswith("Max address space"))


def test_a_process_that_is_gone_is_said_so_and_leaves_nothing() -> None:
    with LivePose() as pose:
        pose.wait_until_ready()
        os.kill(pose.pid, signal.SIGKILL)
        with pytest.raises(LivePoseEndedError):
            pose.look(standing_jpeg(), 0.0)
    with pytest.raises(ProcessLookupError):
        os.kill(pose.pid, 0)
