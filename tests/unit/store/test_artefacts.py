"""Content-addressed files: whole or not there, once, and never taken from under somebody."""

from __future__ import annotations

import hashlib
import io
import os
import time
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.store import ArtefactError, ArtefactFiles

_CONTENT = b"a film" * 500_000
_SHA256 = hashlib.sha256(_CONTENT).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> ArtefactFiles:
    folder = tmp_path / "artefacts"
    folder.mkdir()
    return ArtefactFiles(folder)


def test_content_is_found_under_its_hash(files: ArtefactFiles) -> None:
    seen: list[int] = []
    put = files.put(io.BytesIO(_CONTENT), on_bytes=seen.append)
    assert (put.sha256, put.size_bytes, put.was_there) == (_SHA256, len(_CONTENT), False)
    assert files.path(_SHA256) == files.folder / _SHA256[:2] / _SHA256[2:]
    assert files.read_bytes(_SHA256) == _CONTENT
    assert seen[-1] == len(_CONTENT)
    assert seen == sorted(seen)
    assert list(files.hashes()) == [_SHA256]


def test_the_same_content_is_kept_once_and_said(files: ArtefactFiles) -> None:
    files.put(io.BytesIO(_CONTENT))
    assert files.put(io.BytesIO(_CONTENT)).was_there
    assert len(list(files.hashes())) == 1


def test_a_copy_that_breaks_off_leaves_nothing(files: ArtefactFiles) -> None:
    def stop(size_bytes: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.put(io.BytesIO(_CONTENT), on_bytes=stop)
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []


def test_what_is_too_long_is_refused_and_leaves_nothing(files: ArtefactFiles) -> None:
    with pytest.raises(InputError, match="at most 1 MB"):
        files.put(io.BytesIO(_CONTENT), most_bytes=1_000_000)
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_told(files: ArtefactFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstride.store.artefacts._SPARE_BYTES", 1 << 62)
    with pytest.raises(InputError, match="Make room"):
        files.put(io.BytesIO(_CONTENT))


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/", "g" * 64])
def test_only_a_hash_names_a_file(files: ArtefactFiles, name: str) -> None:
    with pytest.raises(ArtefactError):
        files.path(name)


def test_content_that_is_missing_is_told(files: ArtefactFiles) -> None:
    assert not files.has(_SHA256)
    with pytest.raises(ArtefactError, match="missing"):
        files.open(_SHA256)


def test_content_handed_over_lately_is_not_taken_away(files: ArtefactFiles) -> None:
    files.put(io.BytesIO(_CONTENT))
    an_hour_ago = time.time() - 3600
    os.utime(files.path(_SHA256), (an_hour_ago, an_hour_ago))
    files.put(io.BytesIO(_CONTENT))
    assert not files.remove(_SHA256, unused_since_s=60)
    assert files.remove(_SHA256)
    assert not files.remove(_SHA256)


def test_what_never_became_whole_is_cleared_once_it_is_old(files: ArtefactFiles) -> None:
    waiting = files.folder / "incoming" / "half"
    waiting.parent.mkdir()
    waiting.write_bytes(b"half a film")
    assert files.clear_incoming(unused_since_s=60) == 0
    an_hour_ago = time.time() - 3600
    os.utime(waiting, (an_hour_ago, an_hour_ago))
    assert files.clear_incoming(unused_since_s=60) == 1
    assert not waiting.exists()
