"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recordings with truth; skips where a clone does not have it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data, which a user's clone does not have")
    return SHARED_DATA


@pytest.fixture(scope="session")
def sample_clip() -> Path:
    """The rendered clip that ships in the repository."""
    return Path(__file__).resolve().parents[1] / "samples" / "treadmill_side_60fps.mp4"
