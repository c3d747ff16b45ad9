"""Where the pose models lie: in the data package that the build step made."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from evenstride.errors import ModelMissingError

_DATA_PACKAGE = "evenstride_pose_weights"


def weights_path(name: str) -> Path:
    """Path of one model: ``heavy``, ``full`` or ``detector``.

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


def _data_folder() -> Path:
    spec = find_spec(_DATA_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissingError(package=_DATA_PACKAGE)
    return Path(spec.origin).parent
