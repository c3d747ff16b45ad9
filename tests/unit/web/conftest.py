"""An app on data of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from app_client import PORT, MakeApp
from evenstride.store import Store, open_store
from evenstride.web.app import create_app
from evenstride.web.settings import ServeSettings


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Empty data, shared by the tests of a file."""
    home = tmp_path_factory.mktemp("home")
    with open_store(home, url=f"sqlite:///{home / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def make_app(store: Store) -> MakeApp:
    """Make an app, nobody signed in; its settings may be named."""

    def make(**settings: Any) -> FastAPI:
        return create_app(ServeSettings(**{"port": PORT, **settings}), store=store)

    return make
