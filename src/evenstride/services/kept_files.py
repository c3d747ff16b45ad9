"""Find a kept film, picture or document by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evenstride.store import NotStoredError, Store


@dataclass(frozen=True)
class KeptFile:
    """A file of the data folder that the database knows."""

    path: Path
    media_type: str
    sha256: str


def find_kept_file(store: Store, sha256: str) -> KeptFile:
    """The file of that hash.

    Raises
    ------
    NotStoredError
        The database knows no such file, whether or not one lies in the folder.
    ArtefactError
        The database knows it and the folder has lost it.
    """
    with store.read() as kept:
        artefact = kept.artefacts.find(sha256)
    if artefact is None:
        raise NotStoredError("Expected the hash of a kept file, got one that names none.")
    with store.artefacts.open(sha256):
        pass
    return KeptFile(store.artefacts.path(sha256), artefact.media_type, sha256)
