"""An empty store on SQLite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evenstride.store import Store


@pytest.fixture
def store(another_store: Callable[[], Store]) -> Store:
    return another_store()
