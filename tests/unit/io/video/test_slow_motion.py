from __future__ import annotations

import pytest

from evenstride.io.video import slow_motion_factor_from_metadata

ANDROID = "com.android.capture.fps"
APPLE = "com.apple.quicktime.full-frame-rate-playback-intent"


@pytest.mark.parametrize(
    ("metadata", "stored_fps", "factor"),
    [
        ({ANDROID: "240.000000"}, 30.0, 8.0),
        ({ANDROID: "240"}, 29.97, 8.0),
        ({ANDROID: "120"}, 30.02, 4.0),
        ({ANDROID: "960"}, 30.0, 32.0),
        ({ANDROID: "240"}, 239.7, 1.0),
        ({ANDROID: "30"}, 30.0, 1.0),
        ({ANDROID: "100"}, 40.0, 2.5),
        ({APPLE: "0"}, 239.9, 1.0),
        ({APPLE: "1"}, 120.0, 1.0),
        ({APPLE: "1"}, 30.0, None),
        ({}, 30.0, None),
        ({ANDROID: "fast"}, 30.0, None),
        ({ANDROID: "0"}, 30.0, None),
        ({ANDROID: "inf"}, 30.0, None),
        ({ANDROID: "240"}, 0.0, None),
    ],
)
def test_the_factor_is_what_the_file_says(metadata, stored_fps, factor):
    assert slow_motion_factor_from_metadata(metadata, stored_fps) == factor
