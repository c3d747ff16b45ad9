"""The installed models are the ones the build step recorded."""

from __future__ import annotations

import hashlib

import pytest

from evenstride.errors import ModelMissingError
from evenstride.pose.weights import weights_path, weights_sha256


@pytest.mark.parametrize("name", ["heavy", "full", "detector"])
def test_every_model_has_the_recorded_hash(name: str) -> None:
    path = weights_path(name)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == weights_sha256()[path.name]


def test_a_model_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(ModelMissingError, match=r"giant\.tflite.*Reinstall"):
        weights_path("giant")
