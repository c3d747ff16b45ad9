"""An export from outside that lies is refused in one line, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenstride.errors import EvenstrideError
from evenstride.services.keeping.export_archive import ExportLimits
from evenstride.services.keeping.exporting import export_data
from evenstride.services.keeping.importing import import_data
from evenstride.store import Store, open_store
from stored_examples import keep_everything

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """The members of an honest export."""
    folder, archive = tmp_path_factory.mktemp("honest"), io.BytesIO()
    with open_store(folder, f"sqlite:///{folder / 'evenstride.db'}") as store:
        keep_everything(store)
        export_data(store, archive)
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture
def here(another_store: Callable[[], Store]) -> Store:
    return another_store()


def packed(members: Members, *more: tuple[zipfile.ZipInfo, bytes]) -> io.BytesIO:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
        for info, content in more:
            opened.writestr(info, content)
    return archive


def listed_anew(members: Members, path: str, content: bytes) -> Members:
    """A lie that the list tells too: other content with its right hash and size."""
    import hashlib

    manifest = json.loads(members["manifest.json"])
    for each in manifest["files"]:
        if each["path"] == path:
            each |= {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
    return members | {path: content, "manifest.json": json.dumps(manifest).encode()}


def refuse(here: Store, archive: io.BytesIO, says: str, **options: Any) -> None:
    with pytest.raises(EvenstrideError, match=says) as refused:
        import_data(here, archive, **options)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300
    with here.read() as work:
        assert work.runners.all() == ()
        assert work.artefacts.known() == frozenset()
    assert list(here.artefacts.hashes()) == []
    assert [path for path in here.artefacts.folder.rglob("*") if path.is_file()] == []


def test_the_honest_one_is_taken(here: Store, good: Members) -> None:
    assert import_data(here, packed(good)).added["runners"] == 1


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_told(here: Store, content: bytes) -> None:
    refuse(here, io.BytesIO(content), "a ZIP file")


def test_a_cut_one_is_told(here: Store, good: Members) -> None:
    whole = packed(good).getvalue()
    refuse(here, io.BytesIO(whole[: len(whole) // 2]), "damaged")


def test_a_zip_of_something_else_is_told(here: Store) -> None:
    refuse(here, packed({"photo.jpg": b"x"}), r"holds no manifest\.json")


@pytest.mark.parametrize("schema", ["evenstride.export/2", None, 7, "x" * 1000])
def test_another_schema_is_told(here: Store, good: Members, schema: object) -> None:
    manifest = json.loads(good["manifest.json"]) | {"schema": schema}
    refuse(here, packed(good | {"manifest.json": json.dumps(manifest).encode()}), r"Expected evenstride\.export/1")


@pytest.mark.parametrize("manifest", [b"[]", b"{", b"null", b'{"schema": "evenstride.export/1"}', b"[" * 100_000])
def test_a_list_that_is_none_is_told(here: Store, good: Members, manifest: bytes) -> None:
    refuse(here, packed(good | {"manifest.json": manifest}), "manifest|export")


@pytest.mark.parametrize("name", ["../evil", "files/../../evil", "/etc/evil", "C:/evil", "files\\..\\evil"])
def test_names_that_lead_out_are_refused(here: Store, good: Members, name: str, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    refuse(here, packed(good, (info, b"x")), "leads out")
    assert not (tmp_path / "evil").exists()


def test_links_are_refused(here: Store, good: Members) -> None:
    link = zipfile.ZipInfo("files/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    refuse(here, packed(good, (link, b"/etc/passwd")), "a link")


def test_a_name_twice_is_refused(here: Store, good: Members) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive = packed(good, (zipfile.ZipInfo("data/runners.json"), b"[]"))
    refuse(here, archive, "twice")


def test_a_bomb_is_refused_before_it_is_unpacked(here: Store, good: Members) -> None:
    refuse(here, packed(good | {"files/bomb": b"\0" * 50_000_000}), "hundred times")
    refuse(here, packed(good), "at most 0 GB", limits=ExportLimits(most_bytes=10))


def test_an_encrypted_one_is_refused(here: Store, good: Members) -> None:
    raw = bytearray(packed(good).getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    refuse(here, io.BytesIO(bytes(raw)), "encrypted")


def test_another_content_than_the_name_says_is_refused(here: Store, good: Members) -> None:
    path = next(name for name in good if name.startswith("files/"))
    same_size = bytes(len(good[path]))
    refuse(here, packed(good | {path: same_size}), "other content")
    refuse(here, packed(listed_anew(good, path, b"something else")), "other content")


def test_changed_notes_are_refused(here: Store, good: Members) -> None:
    changed = good["data/runners.json"].replace(b"Ada", b"Eve")
    refuse(here, packed(good | {"data/runners.json": changed}), "other content")


def test_a_file_that_is_listed_and_missing_or_shorter_is_refused(here: Store, good: Members) -> None:
    path = next(name for name in good if name.startswith("files/"))
    refuse(here, packed({name: content for name, content in good.items() if name != path}), "cut short")
    refuse(here, packed(good | {path: good[path][:-1]}), "cut short")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"units": "imperial"', b'"units": "parsec"', "metric or imperial"),
        (b'"height_m": 1.68', b'"height_m": "tall"', r"runners\.json\[0\]\.height_m"),
        (b'"name": "Ada"', b'"name": "A\\u0000"', "expected text"),
        (b'"name": "Ada",', b"", r"name: expected a value"),
        (b'"days_a_week": 4', b'"days_a_week": 99999999999999999999', "others can read"),
    ],
)
def test_notes_that_are_none_are_refused_by_their_place(
    here: Store, good: Members, old: bytes, new: bytes, says: str
) -> None:
    runners = good["data/runners.json"]
    assert old in runners
    refuse(here, packed(listed_anew(good, "data/runners.json", runners.replace(old, new))), says)


def test_an_id_that_is_none_is_refused(here: Store, good: Members) -> None:
    runners = json.loads(good["data/runners.json"])
    runners[0]["id"] = "../../somewhere"
    refuse(here, packed(listed_anew(good, "data/runners.json", json.dumps(runners).encode())), "an id of Evenstride")


def test_what_belongs_to_nobody_is_refused_as_a_whole(here: Store, good: Members) -> None:
    refuse(here, packed(listed_anew(good, "data/runners.json", b"[]")), "contradicts")


@pytest.mark.parametrize("depth", [500, 5_000, 100_000])
def test_notes_without_end_are_refused(here: Store, good: Members, depth: int) -> None:
    deep = b'{"a":' * depth + b"1" + b"}" * depth
    plans = json.loads(good["data/plans.json"])
    plans[0]["document"] = "HERE"
    content = json.dumps(plans).encode().replace(b'"HERE"', deep)
    refuse(here, packed(listed_anew(good, "data/plans.json", content)), "Expected")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_plan_that_cannot_be_followed_is_refused(here: Store, good: Members, day: str) -> None:
    plans = json.loads(good["data/plans.json"])
    plans[0]["document"]["weeks"][0]["begins_on"] = day
    refuse(here, packed(listed_anew(good, "data/plans.json", json.dumps(plans).encode())), "days in ISO 8601")
    del plans[0]["document"]["weeks"][0]["sessions"]
    refuse(here, packed(listed_anew(good, "data/plans.json", json.dumps(plans).encode())), r"weeks\[0\]\.sessions")
