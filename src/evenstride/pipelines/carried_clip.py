"""A clip whose points travel with the program: what the installed pose models would find is known already.

So that the sample run is measured within seconds of the first start. Steps, measures, findings and the report are
computed as for any other clip; only following the runner and reading the shoes is not done again.
``python -m training.sample_points`` writes the file, a test compares it with what the models give.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.errors import EvenstrideError
from evenstride.io.value_files import read_plain_fields, read_value
from evenstride.pipelines.clip_tracking import TrackedClip
from evenstride.pose.weights import weights_sha256

CARRIED_FILE = Path(__file__).with_name("sample_clip.npz")
FOLLOWING_MODELS = ("heavy.tflite", "full.tflite", "detector.tflite")


@dataclass(frozen=True)
class CarriedClip:
    """A tracked clip, and for which file and models it holds.

    Attributes
    ----------
    clip : with its small copy, and the lines under the shoes in its track; ``clip.probe.sha256`` says of which file.
    size_bytes : of that file.
    model_sha256 : of the models that found the points: file name -> hexadecimal digest.
    """

    clip: TrackedClip
    size_bytes: int
    model_sha256: dict[str, str]


def following_models_sha256() -> dict[str, str]:
    """SHA-256 of the installed models that find and follow a runner; what is installed beside them does not matter."""
    installed = weights_sha256()
    return {name: installed[name] for name in FOLLOWING_MODELS if name in installed}


def read_carried_clip(path: Path, *, carried_file: Path = CARRIED_FILE) -> TrackedClip | None:
    """What following the runner in this clip would give.

    Returns
    -------
    TrackedClip or None : None for any other clip, and where other models or another version are installed.
    """
    try:
        if path.stat().st_size != read_plain_fields(carried_file)["size_bytes"]:
            return None
        carried = read_value(carried_file)
        is_of_these_models = carried.model_sha256 == following_models_sha256()
    except EvenstrideError:  # written by another version, or no models here: the clip is followed as any other
        return None
    if not is_of_these_models or hashlib.sha256(path.read_bytes()).hexdigest() != carried.clip.probe.sha256:
        return None
    clip: TrackedClip = carried.clip
    return replace(clip, probe=replace(clip.probe, path=path))
