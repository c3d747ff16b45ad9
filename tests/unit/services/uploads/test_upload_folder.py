"""Files on their way: byte for byte the same however often they are interrupted, and never more than there is room."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.errors import InputError
from evenstride.services.upload_limits import DiskFullError, FileLimits, UploadTooLargeError
from evenstride.services.uploads import (
    UploadBusyError,
    UploadFolder,
    UploadGoneError,
    UploadOffsetError,
    UploadPartError,
    UploadSession,
)
from evenstride.services.uploads.folder import KEPT_FOR, NOTE

LIMITS = FileLimits(least_free_bytes=0)


@pytest.fixture
def uploads(tmp_path: Path) -> UploadFolder:
    return UploadFolder(tmp_path, LIMITS)


def send(uploads: UploadFolder, session: UploadSession, part: bytes, *, checked: bool = True) -> None:
    digest = hashlib.sha256(part).hexdigest() if checked else None
    with uploads.receive(session.id, offset=uploads.get(session.id).offset, part_sha256=digest) as receiver:
        receiver.take(part)


def break_off(uploads: UploadFolder, session: UploadSession, part: bytes, part_sha256: str | None = None) -> None:
    offset = uploads.get(session.id).offset
    with uploads.receive(session.id, offset=offset, part_sha256=part_sha256) as receiver:
        receiver.take(part)
        raise ConnectionError


@given(content=st.binary(min_size=1, max_size=400), cuts=st.lists(st.integers(0, 400), max_size=6), data=st.data())
def test_an_interrupted_file_is_the_same_byte_for_byte(
    content: bytes, cuts: list[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    session = UploadFolder(home, LIMITS).begin("run.mp4", len(content))
    ends = sorted({min(cut, len(content)) for cut in cuts} | {len(content)})
    for end in ends:
        uploads = UploadFolder(home, LIMITS)  # as after a new start of the server
        offset = uploads.get(session.id).offset
        if data.draw(st.booleans(), label="breaks off first"):
            with pytest.raises(ConnectionError):
                break_off(uploads, session, b"x" * (end - offset), part_sha256="0" * 64)
            assert uploads.get(session.id).offset == offset
        send(uploads, session, content[offset:end], checked=data.draw(st.booleans(), label="with its hash"))
    whole = UploadFolder(home, LIMITS).get(session.id)
    assert whole.is_all_here
    assert uploads.content_path(whole).read_bytes() == content


def test_without_its_hash_what_came_before_the_interruption_counts(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 10)
    with pytest.raises(ConnectionError):
        break_off(uploads, session, b"abcd")
    now = uploads.get(session.id)
    assert (now.offset, now.part_sha256) == (4, hashlib.sha256(b"abcd").hexdigest())
    send(uploads, session, b"efghij")
    assert uploads.content_path(session).read_bytes() == b"abcdefghij"


def test_a_part_that_changed_on_the_way_does_not_count(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 4)
    with pytest.raises(UploadPartError), uploads.receive(session.id, offset=0, part_sha256="0" * 64) as part:
        part.take(b"abcd")
    assert uploads.get(session.id).offset == 0
    send(uploads, session, b"abcd")
    assert uploads.get(session.id).is_all_here


def test_bytes_that_were_not_noted_before_a_power_cut_are_cut_off(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 6)
    send(uploads, session, b"abc")
    with uploads.content_path(session).open("ab") as file:
        file.write(b"\0\0\0")
    send(uploads, session, b"def")
    assert uploads.content_path(session).read_bytes() == b"abcdef"


def test_a_part_must_follow_on_what_is_here(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 6)
    send(uploads, session, b"abc")
    with pytest.raises(UploadOffsetError) as refusal, uploads.receive(session.id, offset=0):
        pass
    assert refusal.value.facts["offset"] == 3


def test_one_file_is_sent_from_one_window_at_a_time(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 6)
    with uploads.receive(session.id, offset=0), pytest.raises(UploadBusyError), uploads.receive(session.id, offset=0):
        pass
    with uploads.receive(session.id, offset=0):
        pass


def test_more_than_was_declared_is_refused(uploads: UploadFolder) -> None:
    session = uploads.begin("run.mp4", 3)
    with pytest.raises(UploadPartError), uploads.receive(session.id, offset=0) as part:
        part.take(b"abcd")


def test_size_and_room_are_checked_before_the_first_byte_with_those_on_their_way(tmp_path: Path) -> None:
    with pytest.raises(UploadTooLargeError):
        UploadFolder(tmp_path, FileLimits(most_bytes=10, least_free_bytes=0)).begin("a.mp4", 11)
    with pytest.raises(InputError, match="empty"):
        UploadFolder(tmp_path, LIMITS).begin("a.mp4", 0)
    status = os.statvfs(tmp_path)
    half = status.f_bavail * status.f_frsize * 6 // 10
    large = UploadFolder(tmp_path, FileLimits(most_bytes=1 << 60, least_free_bytes=0))
    large.begin("a.mp4", half)
    with pytest.raises(DiskFullError):
        large.begin("b.mp4", half)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("../../etc/passwd", "passwd"), ("a\\b\\run.mp4", "run.mp4"), ("", "recording"), ("é" * 300 + ".mp4", None)],
)
def test_a_name_leads_nowhere(uploads: UploadFolder, given_name: str, kept: str | None) -> None:
    session = uploads.begin(given_name, 3)
    send(uploads, session, b"abc")
    path = uploads.content_path(session)
    assert path.read_bytes() == b"abc"
    assert kept is None or path.name == kept


@pytest.mark.parametrize("upload_id", ["", "..", "../x", "0" * 26, "a/b", "\0"])
def test_an_id_that_is_none_leads_nowhere(uploads: UploadFolder, upload_id: str) -> None:
    uploads.remove(upload_id)
    with pytest.raises(UploadGoneError):
        uploads.get(upload_id)


def test_what_was_forgotten_for_a_week_goes(uploads: UploadFolder, tmp_path: Path) -> None:
    old, new = uploads.begin("old.mp4", 3), uploads.begin("new.mp4", 3)
    long_ago = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(tmp_path / "uploads" / old.id / NOTE, (long_ago, long_ago))
    assert [each.id for each in uploads.list_sessions()] == [new.id]
    assert not (tmp_path / "uploads" / old.id).exists()


def test_a_damaged_note_is_as_if_there_were_none(uploads: UploadFolder, tmp_path: Path) -> None:
    session = uploads.begin("run.mp4", 3)
    (tmp_path / "uploads" / session.id / NOTE).write_text("{")
    assert uploads.list_sessions() == ()
    with pytest.raises(UploadGoneError):
        uploads.get(session.id)
