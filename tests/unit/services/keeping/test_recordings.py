"""Originals are kept as they came, once for each runner."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording, safe_name
from evenstride.store import NotStoredError, Store
from stored_examples import BEGAN, a_runner

FACTS = RecordingFacts("video", "video/mp4", BEGAN, {"fps_nominal": 120.0})


def runner_in(store: Store) -> str:
    with store.write() as work:
        return work.runners.add(a_runner()).id


def test_the_original_comes_out_as_it_went_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "my run.mp4"
    path.write_bytes(b"a film" * 1000)
    kept = keep_recording(store, runner_in(store), path, FACTS)
    assert not kept.was_there
    recording = kept.recording
    assert (recording.name, recording.size_bytes, recording.recorded_at) == ("my run.mp4", 6000, BEGAN)
    assert recording.probe == {"fps_nominal": 120.0}
    assert store.artefacts.read_bytes(recording.sha256) == path.read_bytes()


def test_the_same_content_is_said_to_be_there_under_any_name(store: Store) -> None:
    ada, ben = runner_in(store), runner_in(store)
    first = keep_recording(store, ada, io.BytesIO(b"a film"), FACTS, name="a.mp4")
    again = keep_recording(store, ada, io.BytesIO(b"a film"), FACTS, name="b.mp4")
    other = keep_recording(store, ben, io.BytesIO(b"a film"), FACTS, name="a.mp4")
    assert again.was_there
    assert again.recording == first.recording
    assert not other.was_there
    with store.read() as work:
        assert work.artefacts.count_references(first.recording.sha256) == 2


def test_two_that_keep_the_same_at_once_get_the_same(store: Store) -> None:
    ada = runner_in(store)
    kept = []

    def keep() -> None:
        kept.append(keep_recording(store, ada, io.BytesIO(b"a film" * 10_000), FACTS, name="a.mp4"))

    threads = [threading.Thread(target=keep) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 6
    assert len({each.recording.id for each in kept}) == 1
    assert sum(not each.was_there for each in kept) == 1


def test_an_unknown_runner_is_told_before_anything_is_copied(store: Store) -> None:
    with pytest.raises(NotStoredError):
        keep_recording(store, "none", io.BytesIO(b"a film"), FACTS)
    assert list(store.artefacts.hashes()) == []


def test_a_file_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.mp4"):
        keep_recording(store, runner_in(store), tmp_path / "none.mp4", FACTS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("run.mp4", "run.mp4"),
        ("C:\\films\\run.mp4", "run.mp4"),
        ("../../etc/passwd", "passwd"),
        ("..", "recording"),
        ("", "recording"),
        ("a\r\nSet-Cookie: x.mp4", "aSet-Cookie: x.mp4"),
        ("\u202egnp.mp4", "gnp.mp4"),
        ("x" * 300 + ".mp4", "x" * 196 + ".mp4"),
    ],
)
def test_a_name_is_only_its_last_part_printable_and_short(given: str, kept: str) -> None:
    assert safe_name(given) == kept
