from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.camera_orientation import CameraOrientation
from evenstride.signals.leading_yaw import estimate_leading_yaw
from gait_fixtures.rooms import FOCAL_OVER_SIDE, belt_edges, see, segments_of, stray_segments, upright_edges

SIZE_PX = (360, 640)
GROUND = (0.0, 330.0, 360.0, 640.0)


def turned(roll_deg: float, pitch_deg: float) -> CameraOrientation:
    """A camera whose turn is known; the room's own yaw plays no part."""
    return CameraOrientation(roll_deg, pitch_deg, 20.0, 0.2, 0.3, 1.0, FOCAL_OVER_SIDE, 5.0, 5.0)


@pytest.mark.parametrize("yaw_deg", [-9.0, -3.0, 0.0, 6.0])
@pytest.mark.parametrize("roll_deg", [-4.0, 0.0, 3.0])
def test_the_belt_leads_where_the_runner_runs(yaw_deg: float, roll_deg: float) -> None:
    ends_px = see(belt_edges(), roll_deg=roll_deg, pitch_deg=4.0, yaw_deg=yaw_deg, size_px=SIZE_PX)
    segments = np.concatenate([segments_of(ends_px, noise_px=0.2), stray_segments(8, SIZE_PX)])
    yaw = estimate_leading_yaw(segments, image_size_px=SIZE_PX, region_px=GROUND, orientation=turned(roll_deg, 4.0))
    assert yaw is not None
    assert yaw[0] == pytest.approx(yaw_deg, abs=0.6)
    assert abs(yaw[0] - yaw_deg) < 2 * yaw[1]


def test_a_belt_that_climbs_leads_the_same_way() -> None:
    climbing = belt_edges()
    climbing[:, 1, 1] += 1.6 * np.tan(np.radians(3.0))
    ends_px = see(climbing, roll_deg=0.0, pitch_deg=4.0, yaw_deg=5.0, size_px=SIZE_PX)
    yaw = estimate_leading_yaw(
        segments_of(ends_px), image_size_px=SIZE_PX, region_px=GROUND, orientation=turned(0.0, 4.0)
    )
    assert yaw is not None
    assert yaw[0] == pytest.approx(5.0, abs=0.6)


def test_posts_and_lines_elsewhere_say_nothing_about_the_way_ahead() -> None:
    belt_px = see(belt_edges(), roll_deg=0.0, pitch_deg=4.0, yaw_deg=5.0, size_px=SIZE_PX)
    posts_px = see(upright_edges(), roll_deg=0.0, pitch_deg=4.0, yaw_deg=5.0, size_px=SIZE_PX)
    for ends_px, region_px in ((belt_px, (0.0, 0.0, 360.0, 200.0)), (posts_px, (0.0, 0.0, 360.0, 640.0))):
        found = estimate_leading_yaw(
            segments_of(ends_px), image_size_px=SIZE_PX, region_px=region_px, orientation=turned(0.0, 4.0)
        )
        assert found is None
