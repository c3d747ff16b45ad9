"""The live tracker on drawn pictures: found at once, lost, and found again elsewhere."""

from __future__ import annotations

import numpy as np

from coached_bodies import BODY_SHARE, SIZE_PX, squat_track
from evenstride.io.jpeg import CameraPicture
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.live import LiveTracker
from evenstride.testing_person import draw_empty_room, draw_person


def test_a_person_is_found_lost_and_found_again_at_another_place() -> None:
    tracker, track = LiveTracker(BlazePose("full"), PersonDetector()), squat_track(reps=1)
    person = draw_person(track, 0, body_share=BODY_SHARE)
    empty = draw_empty_room(SIZE_PX)
    elsewhere = np.roll(person, 200, axis=1)

    def look(pixels: np.ndarray, time_s: float) -> float | None:
        estimate = tracker.look(CameraPicture(time_s, pixels))
        return None if estimate is None else float(estimate.xy_px[:, 0].mean())

    first = look(person, 0.0)
    assert first is not None
    assert abs(first - track.xy_px[0, :, 0].mean()) < 0.02 * SIZE_PX[0]
    assert look(person, 0.1) is not None
    assert [look(empty, 0.2 + 0.25 * i) for i in range(6)] == [None] * 6
    again = [look(elsewhere, 2.0 + 0.25 * i) for i in range(3)]
    assert again[-1] is not None
    assert abs(again[-1] - first - 200) < 0.02 * SIZE_PX[0]
