"""From which side the runner was filmed."""

from __future__ import annotations

from typing import Literal

import numpy as np

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.model import PoseTrack

CameraView = Literal["side", "rear", "front", "oblique", "unknown"]

#: Shoulder distance over leg length: about 0.41 seen square from behind, below 0.15 from the side (own, six bodies).
SIDE_BELOW = 0.20
FRONTAL_ABOVE = 0.30


def recognise_camera_view(track: PoseTrack) -> CameraView:
    """Side, rear or front view from how wide the shoulders and hips look.

    Notes
    -----
    From the side the left and right shoulder swing about each other, so their distance is taken with its sign: its
    median over the clip is near zero. From behind the left shoulder is at image left all the time, from the front at
    image right: 0.39 to 0.45 leg lengths apart on nine rendered clips from behind.

    Whether a pose model sees the face does not help: BlazePose reports nose and eyes as fully visible from behind too.
    What the standing feet do is a second witness, but needs the steps (`RearView.is_doubtful`).
    """
    leg_px = typical_leg_length_px(track)
    apart = (track.point("right_shoulder") - track.point("left_shoulder"))[:, 0]
    apart = apart[np.isfinite(apart)]
    if not len(apart) or not np.isfinite(leg_px):
        return "unknown"
    width = float(np.median(apart)) / leg_px
    if abs(width) < SIDE_BELOW:
        return "side"
    if abs(width) < FRONTAL_ABOVE:
        return "oblique"
    return "rear" if width > 0 else "front"
