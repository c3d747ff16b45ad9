"""The content decides what a file is, not its name; wrappings come off; nonsense is refused in one line."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from evenstride.errors import RunFileError
from evenstride.io.runs import limits, read_run, read_runs
from evenstride.io.runs.wrapping import unwrap
from evenstride.model import RunRecording
from fit_writer import steady_run


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", ["run.fit", "run.gpx", "run"])
def test_the_name_does_not_matter(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(steady_run().to_bytes())
    run = read_run(path, strict=True)
    assert isinstance(run, RunRecording)
    assert (run.kind, run.id) == ("fit", "run")
    assert len(run.sha256) == 64


def test_a_fit_that_is_a_zip_opens(tmp_path: Path) -> None:
    path = tmp_path / "123_ACTIVITY.fit"
    path.write_bytes(_zip(**{"__MACOSX/._x": b"junk", "123.fit": steady_run().to_bytes()}))
    run = read_run(path, strict=True)
    assert isinstance(run, RunRecording)
    assert run.duration_s == 59


def test_all_runs_of_a_zip_are_read_and_what_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(_zip(a=steady_run(20).to_bytes(), b=gzip.compress(steady_run(30).to_bytes()), c=b"notes of mine"))
    runs = read_runs(path)
    assert [(run.id, run.duration_s) for run in runs] == [("export-1", 19), ("export-2", 29)]
    assert "none of them" in runs[0].lost[-1]
    with pytest.raises(RunFileError, match="none of them"):
        read_runs(path, strict=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"hello", "Expected one of FIT, TCX, GPX"),
        (b"<html><body/></html>", "Expected one of FIT, TCX, GPX"),
        (b"\x1f\x8b", "cannot be unpacked"),
        (b"PK\x03\x04 and then nothing", "its end is missing"),
        (b"\x0e\x20\x00\x00\xff\xff\xff\xff.FIT\x00\x00", "no sample"),
    ],
)
def test_what_is_no_run_file_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.fit"
    path.write_bytes(data)
    with pytest.raises(RunFileError, match=words) as caught:
        read_run(path)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.fit"):
        with pytest.raises(RunFileError):
            read_run(path)


def test_a_gzip_bomb_is_stopped_at_its_ratio(tmp_path: Path) -> None:
    bomb = gzip.compress(b" " * (64 << 20))
    with pytest.raises(RunFileError, match="Expected at most"):
        unwrap(bomb, "x", strict=False)


def test_a_zip_bomb_is_stopped_at_its_ratio() -> None:
    with pytest.raises(RunFileError, match="Expected at most"):
        unwrap(_zip(a=b" " * (64 << 20)), "x", strict=False)


def test_packed_in_packed_in_packed_is_refused() -> None:
    data = steady_run().to_bytes()
    assert unwrap(gzip.compress(gzip.compress(data)), "x", strict=True)[0].data == data
    with pytest.raises(RunFileError, match="packed files inside"):
        unwrap(gzip.compress(gzip.compress(gzip.compress(data))), "x", strict=True)


def test_a_zip_that_claims_a_huge_table_of_contents_is_refused() -> None:
    data = bytearray(_zip(a=b"1"))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 1 << 30)
    with pytest.raises(RunFileError, match="table of contents of 1073741824"):
        unwrap(bytes(data), "x", strict=False)


def test_a_file_above_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "big.fit"
    with path.open("wb") as file:
        file.truncate(limits.MAX_XML_BYTES + 1)
    with pytest.raises(RunFileError, match="at most 256 MiB"):
        read_run(path)


def test_a_fit_above_its_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.fit"
    with path.open("wb") as file:
        file.write(steady_run().to_bytes())
        file.truncate(limits.MAX_FIT_BYTES + 1)
    with pytest.raises(RunFileError, match="at most 32 MiB"):
        read_run(path)


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(steady_run().to_bytes())
    assert [run.sha256 for run in read_runs(str(path))] == [run.sha256 for run in read_runs(path)]
