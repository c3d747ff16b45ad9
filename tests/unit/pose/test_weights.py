"""The installed models are the ones the build step recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from evenstride.errors import ModelMissingError
from evenstride.pose.weights import browser_files, weights_path, weights_sha256


@pytest.mark.parametrize("name", ["heavy", "full", "detector"])
def test_every_model_has_the_recorded_hash(name: str) -> None:
    path = weights_path(name)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == weights_sha256()[path.name]


def test_a_model_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(ModelMissingError, match=r"giant\.tflite.*Reinstall"):
        weights_path("giant")


def test_a_browser_is_given_all_that_it_needs_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "evenstride_pose_weights"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    names = ("full.tflite", "lite.tflite", "detector.tflite")
    names += ("litert.js", "litert.wasm.gz", "litert_threads.js", "litert_threads.wasm.gz")
    for name in names:
        assert browser_files() == {}
        (package / name).touch()
    assert browser_files() == {name: package / name for name in names}
