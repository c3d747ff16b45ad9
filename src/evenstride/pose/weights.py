"""Where the pose models lie, and what runs them in a browser: in the data package that the build step made."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from evenstride.errors import ModelMissingError

_DATA_PACKAGE = "evenstride_pose_weights"
_BROWSER_FILES = (
    *("full.tflite", "lite.tflite", "detector.tflite"),
    *("litert.js", "litert.wasm.gz", "litert_threads.js", "litert_threads.wasm.gz"),
)


def weights_path(name: str) -> Path:
    """Path of one model: ``heavy``, ``full``, ``lite`` or ``detector``.

    Raises
    ------
    ModelMissingError
        When evenstride was installed without its models.
    """
    path = _data_folder() / f"{name}.tflite"
    if not path.is_file():
        raise ModelMissingError(
            f"Expected the pose model {path.name} in {_DATA_PACKAGE}, it is not there. "
            "Reinstall evenstride: its build step brings the models.",
            model=name,
        )
    return path


def weights_sha256() -> dict[str, str]:
    """SHA-256 of every installed model, as the build step recorded it: file name -> hexadecimal digest."""
    manifest = json.loads((_data_folder() / "manifest.json").read_text("utf-8"))
    return {name: entry["sha256"] for name, entry in manifest["files"].items()}


def browser_files() -> dict[str, Path]:
    """What a browser needs to run the models itself: file name -> path; empty where it was not built in.

    WebAssembly is packed by gzip (``.wasm.gz``).
    """
    try:
        folder = _data_folder()
    except ModelMissingError:
        return {}
    paths = {name: folder / name for name in _BROWSER_FILES}
    return paths if all(path.is_file() for path in paths.values()) else {}


def _data_folder() -> Path:
    spec = find_spec(_DATA_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissingError(package=_DATA_PACKAGE)
    return Path(spec.origin).parent
