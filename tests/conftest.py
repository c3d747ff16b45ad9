"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from clip_copies import remuxed
from stores import another_store, database_url, migrated_postgres, migrated_sqlite, postgres, store

__all__ = ["another_store", "database_url", "migrated_postgres", "migrated_sqlite", "postgres", "store"]

# A test looks for wrong answers; how fast they come depends on what else the machine does.
settings.register_profile("evenstride", deadline=None)
settings.load_profile("evenstride")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take more than a few seconds each")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow; runs with --slow"))


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


@pytest.fixture(scope="session")
def short_clip(sample_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 1.7 seconds of the sample, its coded pictures as they are."""
    return remuxed(sample_clip, tmp_path_factory.mktemp("short") / "short.mp4", count=100)
