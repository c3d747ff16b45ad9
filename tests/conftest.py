"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import shutil
from itertools import groupby, zip_longest
from pathlib import Path

import pytest
from hypothesis import settings

from clip_copies import remuxed
from stores import another_store, database_url, migrated_postgres, migrated_sqlite, postgres, store

__all__ = ["another_store", "database_url", "migrated_postgres", "migrated_sqlite", "postgres", "store"]

# A test looks for wrong answers; how fast they come depends on what else the machine does.
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=200)

TESTS = Path(__file__).resolve().parent
SHARED_DATA = TESTS.parents[1] / "shared" / "data"
#: A file system in memory, where a database waits for no disk: a quarter off the tests of the store.
MEMORY, LEAST_FREE_BYTES = Path("/dev/shm"), 4 << 30
#: What takes longest comes first, so that no worker is left with a long file at the end.
LONG = ("integration", "unit/jobs", "properties", "unit/fatigue")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the tests that take more than a few seconds each")


def pytest_configure(config: pytest.Config) -> None:
    """More examples in the slow run; temporary files in memory where there is room, unless somebody says where."""
    settings.load_profile("thorough" if config.getoption("--slow") else "quick")
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > LEAST_FREE_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:] = _long_files_first(items)
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow; runs with --slow"))


def _long_files_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files of browsers, which wait much, between long ones that compute; then the others. Within a file as it is."""
    waiting, computing, short = [], [], []
    for path, group in groupby(items, key=lambda item: item.path):
        folder = path.parent.relative_to(TESTS).as_posix()
        chosen = waiting if folder == "browser" else computing if folder.startswith(LONG) else short
        chosen.append(list(group))
    mixed = [file for pair in zip_longest(waiting, computing, fillvalue=[]) for file in pair]
    return [item for file in (*mixed, *short) for item in file]


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
