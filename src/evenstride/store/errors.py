"""What can go wrong with the data folder and its database; outside exceptions are translated here and at the doors."""

from __future__ import annotations

from evenstride.errors import EvenstrideError


class StoreError(EvenstrideError):
    """The data cannot be read or written."""

    code = "store"


class NewerSchemaError(StoreError):
    """The data were written by a newer Evenstride. Update this one."""

    code = "newer_schema"


class StoreBusyError(StoreError):
    """Another process kept the database from being written for too long. Try again."""

    code = "store_busy"


class ConflictError(StoreError):
    """What should be written contradicts what is there."""

    code = "conflict"


class NotStoredError(StoreError):
    """There is nothing of that id."""

    code = "not_found"


class ArtefactError(StoreError):
    """A file of the data folder is missing, or is not what its name says."""

    code = "bad_artefact"
