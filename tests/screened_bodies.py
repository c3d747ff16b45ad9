"""Made-up people who do home screens, as landmarks and as pictures, for tests of the live coach and the pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from clip_copies import write_clip
from evenstride.knowledge import load_knowledge
from evenstride.model import PoseTrack
from evenstride.testing_exercise import CameraStand, Performance, performed
from evenstride.testing_person import draw_empty_room, person_pictures, save_camera_clip

BODY_SHARE = 0.72
SIZE_PX = (640, 480)
DRAWN_FPS = 15


def screen_track(screen_id: str, *, fps: float = DRAWN_FPS, yaw_deg: float = 0.0, **how: object) -> PoseTrack:
    """Somebody who does a screen before a webcam, without any noise."""
    performance = Performance(**{"before_s": 2.4, "after_s": 2.5, **how})  # type: ignore[arg-type]
    stand = CameraStand(yaw_deg=yaw_deg, size_px=SIZE_PX, body_share=BODY_SHARE)
    return performed(load_knowledge().screen_movements[screen_id], performance, stand, fps=fps)


def write_screen(path: Path, track: PoseTrack) -> None:
    """The same drawn, as a browser plays it in the place of a camera: 30 pictures a second."""
    drawn = list(person_pictures(track, body_share=BODY_SHARE))
    save_camera_clip((picture for each in drawn for picture in (each, each)), path)


def write_screen_clip(path: Path, track: PoseTrack) -> Path:
    """The same drawn, as a phone's clip."""
    return write_clip(path, person_pictures(track, body_share=BODY_SHARE), track.time_s)


def write_empty_clip(path: Path, *, pictures: int = 30) -> Path:
    """A clip in which nobody is."""
    return write_clip(path, [draw_empty_room(SIZE_PX)] * pictures, np.arange(pictures) / DRAWN_FPS)
