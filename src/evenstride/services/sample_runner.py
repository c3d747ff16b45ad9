"""The runner that ships with the program, so that a first start has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evenstride.errors import EvenstrideError
from evenstride.model.ids import new_id
from evenstride.model.stored import StoredRecording, StoredRunner
from evenstride.store import Store

CLIP_NAME = "treadmill_side_60fps.mp4"
#: The setting that says which runner it is; it stays when the person deletes that runner, who does not come back then.
SAMPLE_SETTING = "sample_runner"


@dataclass(frozen=True)
class SampleRunner:
    """The sample runner as kept."""

    runner_id: str
    recording_id: str


def keep_sample_runner(store: Store) -> SampleRunner | None:
    """Put the sample runner and their clip into the data, once; None where the person deleted them."""
    found = find_sample_runner(store)
    if found is not None:
        return found
    with store.read() as kept:
        if kept.settings.get(SAMPLE_SETTING) is not None:
            return None
    with sample_clip().open("rb") as clip:
        put = store.artefacts.put(clip)
    now = datetime.now(UTC)
    runner = StoredRunner(id=new_id(), name="Sample runner", created_at=now, is_sample=True)
    recording = StoredRecording(
        id=new_id(),
        runner_id=runner.id,
        kind="video",
        name=CLIP_NAME,
        sha256=put.sha256,
        size_bytes=put.size_bytes,
        imported_at=now,
    )
    with store.write() as kept:
        if kept.settings.get(SAMPLE_SETTING) is None:
            kept.artefacts.add(put, "video/mp4")
            kept.runners.add(runner)
            kept.recordings.add(recording)
            kept.settings.put(SAMPLE_SETTING, {"runner_id": runner.id, "recording_id": recording.id})
    return find_sample_runner(store)


def find_sample_runner(store: Store) -> SampleRunner | None:
    """The sample runner where they are kept."""
    with store.read() as kept:
        setting = kept.settings.get(SAMPLE_SETTING)
        if setting is None or kept.recordings.find(setting["recording_id"]) is None:
            return None
        return SampleRunner(setting["runner_id"], setting["recording_id"])


def sample_clip() -> Path:
    """The rendered clip: in the package where it is installed, in the repository where it runs from a clone.

    Raises
    ------
    EvenstrideError : it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "samples", package.parents[1] / "samples"):
        if (folder / CLIP_NAME).is_file():
            return folder / CLIP_NAME
    raise EvenstrideError("Expected the sample clip beside the package, it is not there. Install evenstride again.")
