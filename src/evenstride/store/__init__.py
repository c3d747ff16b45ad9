"""What is kept between sessions: tables, migrations, content-addressed files. The only room that knows a database."""

from evenstride.store.artefacts import ArtefactFiles, PutFile
from evenstride.store.errors import (
    ArtefactError,
    ConflictError,
    NewerSchemaError,
    NotStoredError,
    StoreBusyError,
    StoreError,
)
from evenstride.store.opening import Store, open_store
from evenstride.store.unit_of_work import UnitOfWork

__all__ = [
    "ArtefactError",
    "ArtefactFiles",
    "ConflictError",
    "NewerSchemaError",
    "NotStoredError",
    "PutFile",
    "Store",
    "StoreBusyError",
    "StoreError",
    "UnitOfWork",
    "open_store",
]
