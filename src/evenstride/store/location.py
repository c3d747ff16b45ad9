"""Where the data are: one folder, and beside it one setting for a clinic's database."""

from __future__ import annotations

import os
from pathlib import Path

HOME_SETTING = "EVENSTRIDE_HOME"
DATABASE_SETTING = "EVENSTRIDE_DATABASE_URL"
DATABASE_NAME = "evenstride.db"


def data_home(home: Path | None = None) -> Path:
    """The data folder: the one given, else ``EVENSTRIDE_HOME``, else the platform's folder for a user's data."""
    if home is not None:
        return home.expanduser().absolute()
    named = os.environ.get(HOME_SETTING, "").strip()
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return platformdirs.user_data_path("evenstride", appauthor=False)


def database_address(home: Path, url: str | None = None) -> str:
    """The database's URL: the one given, else ``EVENSTRIDE_DATABASE_URL``, else SQLite in the data folder."""
    named = url or os.environ.get(DATABASE_SETTING, "").strip()
    return named or f"sqlite:///{(home / DATABASE_NAME).as_posix()}"
