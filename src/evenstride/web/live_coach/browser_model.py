"""The pose models and their runtime as a browser fetches them, under an address that changes with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evenstride.pose.weights import browser_files

BELOW = "/pose-model"
_PACKED = ".gz"
_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
    ".tflite": "application/octet-stream",
}


@dataclass(frozen=True)
class ModelFile:
    """One file, and whether it is packed by gzip."""

    path: Path
    media_type: str
    is_packed: bool


@dataclass(frozen=True)
class BrowserModel:
    """All files by the names that a browser asks for, and the digest of all of them."""

    version: str
    files: dict[str, ModelFile]

    @property
    def address(self) -> str:
        """Where a page finds the files."""
        return f"{BELOW}/{self.version}"


@lru_cache(maxsize=1)
def load_browser_model() -> BrowserModel | None:
    """What this installation can give to a browser; None where it was built without."""
    paths = browser_files()
    if not paths:
        return None
    whole = hashlib.sha256()
    files = {}
    for name, path in sorted(paths.items()):
        whole.update(path.read_bytes())
        shown = name.removesuffix(_PACKED)
        files[shown] = ModelFile(path, _MEDIA_TYPES[Path(shown).suffix], is_packed=name.endswith(_PACKED))
    return BrowserModel(whole.hexdigest()[:16], files)
