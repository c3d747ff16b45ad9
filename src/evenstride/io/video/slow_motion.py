"""How many times slower than life a file plays, as far as its own metadata says.

What is known of the writers:

============================================================  =======================================================
key in the file                                               meaning
============================================================  =======================================================
``com.android.capture.fps``                                   pictures per second at the sensor. Older phones stretch
                                                              the time stamps (240 taken, 30 stored: factor 8); newer
                                                              ones store life's own times and slow down in the player.
``com.apple.quicktime.full-frame-rate-playback-intent``       0: the player is to slow down, 1: it is to play as is. In
                                                              both cases the time stamps are those of life (factor 1).
============================================================  =======================================================

A rendered copy (sent by a messenger, exported from an editor) loses these keys: the factor is then unknown here and
has to be told from the gait itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANDROID_CAPTURE_FPS = "com.android.capture.fps"
APPLE_FULL_RATE_INTENT = "com.apple.quicktime.full-frame-rate-playback-intent"
#: Rates above this are chosen for slow motion; at ordinary rates Apple's key says nothing new.
_HIGH_RATE_FPS = 100.0
#: Rates measured from time stamps scatter around the nominal one; within this the clock is life's own.
_SAME_RATE_FRAC = 0.1


def slow_motion_factor_from_metadata(metadata: Mapping[str, str], stored_fps: float) -> float | None:
    """Times slower than life the file plays.

    Parameters
    ----------
    metadata : tags of the container and of its picture stream.
    stored_fps : pictures per second by the file's time stamps, 1 / median interval.

    Returns
    -------
    float or None
        1.0 where the file says that its clock is life's own, above 1 for stretched time, None where it says nothing.

    Examples
    --------
    >>> slow_motion_factor_from_metadata({"com.android.capture.fps": "240.000000"}, 30.0)
    8.0
    """
    capture_fps = _positive_number(metadata.get(ANDROID_CAPTURE_FPS))
    if capture_fps is not None and stored_fps > 0:
        factor = capture_fps / stored_fps
        return 1.0 if abs(factor - 1.0) <= _SAME_RATE_FRAC else _to_simple_factor(factor)
    if APPLE_FULL_RATE_INTENT in metadata and stored_fps >= _HIGH_RATE_FPS:
        return 1.0
    return None


def _to_simple_factor(factor: float) -> float:
    """The whole number nearby, where there is one: 240 taken and 29.97 stored are 8 times, not 8.008."""
    whole = round(factor)
    return float(whole) if whole >= 1 and abs(factor - whole) <= 0.02 * whole else round(factor, 3)


def _positive_number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else 0.0
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
