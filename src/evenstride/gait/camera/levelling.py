"""Points as a level camera would have seen them.

A turn of the camera about its viewing axis turns the whole picture about its centre, whatever lens it had and however
far the things in it are away. Turning the points back by the same angle undoes it exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.model import CameraTilt, PoseTrack


def level_track(track: PoseTrack, tilt: CameraTilt) -> PoseTrack:
    """The same track as a camera without roll would have seen it.

    Notes
    -----
    For measuring only: what is drawn on the pictures needs the points where they were. Points near a corner may come
    to lie outside ``image_size_px``. Pitch is left as it is: undoing it needs the focal length, and in the rendered
    clips (pitch up to 6 degrees, runner near the middle) it turned the trunk's line by 0.03 degrees at most.

    A line that leans by an angle to the image's vertical leans by ``roll_deg`` more to image right afterwards, and a
    line from image left to image right has its right end turned down by ``roll_deg``.
    """
    if tilt.roll_deg == 0.0:
        return track
    return track.with_points(level_points(track.xy_px, tilt.roll_deg, image_size_px=track.image_size_px))


def level_points(xy_px: NDArray[np.float64], roll_deg: float, *, image_size_px: tuple[int, int]) -> NDArray[np.float64]:
    """Points ``(..., xy)``, image frame, turned clockwise about the image's centre by the camera's roll.

    NaN stays NaN. Call it with ``-roll_deg`` to go back.

    Examples
    --------
    A post whose top leans to the left in the picture of a camera turned clockwise stands upright:

    >>> post = np.array([[50.0, 100.0], [50.0 - 10 * np.sin(0.1), 100.0 - 10 * np.cos(0.1)]])
    >>> upright = level_points(post, np.degrees(0.1), image_size_px=(100, 200))
    >>> bool(abs(upright[1, 0] - upright[0, 0]) < 1e-9)
    True
    """
    angle_rad = np.radians(roll_deg)
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    centre_px = np.asarray(image_size_px, np.float64) / 2
    return np.asarray((xy_px - centre_px) @ np.array([[cos, sin], [-sin, cos]]) + centre_px, np.float64)
