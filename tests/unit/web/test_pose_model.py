"""The model for browsers: who offers it, what is served, and under which policy WebAssembly may run."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from app_client import PAGE, PORT, MakeApp, signed_in, stranger
from evenstride.pose.weights import browser_files
from evenstride.store import Store
from evenstride.web.app import create_app
from evenstride.web.assets import load_assets
from evenstride.web.context import LanDoor
from evenstride.web.live_coach.browser_model import load_browser_model
from evenstride.web.settings import ServeSettings

SQUAT = "/coach/inner_quad_squat"
WASM = b"\0asm" + bytes(range(200))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data package that was built without what browsers need."""
    folder = tmp_path / "evenstride_pose_weights"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    load_browser_model.cache_clear()
    yield folder
    load_browser_model.cache_clear()


@pytest.fixture
def whole_package(package: Path) -> Path:
    """The same with everything, in a few bytes."""
    for name in ("full.tflite", "lite.tflite", "detector.tflite", "litert.js", "litert_threads.js"):
        (package / name).write_bytes(name.encode())
    for name in ("litert.wasm.gz", "litert_threads.wasm.gz"):
        (package / name).write_bytes(gzip.compress(WASM))
    assert browser_files()
    return package


def test_without_the_model_the_page_says_so_and_the_computer_looks(make_app: MakeApp, package: Path) -> None:
    page = signed_in(make_app()).get(SQUAT, headers=PAGE).text
    assert "installed without the model for browsers" in page
    assert 'name="looks"' not in page


def test_the_computer_looks_unless_a_phone_comes_in(store: Store, whole_package: Path) -> None:
    settings = ServeSettings(port=PORT, lan_address="192.0.2.20")
    app = create_app(settings, store=store, lan=LanDoor("AB:CD"))
    computer, phone = signed_in(app), signed_in(app, origin=settings.lan_origin or "")
    assert 'value="computer" checked' in computer.get(SQUAT, headers=PAGE).text
    assert 'value="browser" checked' in phone.get(SQUAT, headers=PAGE).text


def test_files_are_kept_for_good_and_only_named_ones_are_served(make_app: MakeApp, whole_package: Path) -> None:
    client, model = signed_in(make_app()), load_browser_model()
    assert model is not None
    answer = client.get(f"{model.address}/litert.wasm")
    assert (answer.status_code, answer.content) == (200, WASM)
    assert answer.headers["content-type"] == "application/wasm"
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert client.get(f"{model.address}/full.tflite").content == b"full.tflite"
    for address in ("/pose-model/0000/full.tflite", f"{model.address}/heavy.tflite", f"{model.address}/__init__.py"):
        assert client.get(address).status_code == 404
    assert stranger(make_app()).get(f"{model.address}/full.tflite").status_code == 401


def test_webassembly_may_be_compiled_in_the_worker_and_on_no_page(make_app: MakeApp, whole_package: Path) -> None:
    client, model = signed_in(make_app()), load_browser_model()
    assert model is not None

    def policy(address: str) -> str:
        return str(client.get(address).headers["content-security-policy"])

    for address in (load_assets().address("app/coach_pose_worker.js"), f"{model.address}/litert_threads.js"):
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy(address)
        assert "default-src 'none'" in policy(address)
    for address in (SQUAT, load_assets().address("app/coach_page.js"), load_assets().address("app/coach_sources.js")):
        assert "wasm" not in policy(address)


def test_a_client_that_was_here_before_is_answered_in_few_bytes(make_app: MakeApp, whole_package: Path) -> None:
    client, model = signed_in(make_app()), load_browser_model()
    assert model is not None
    first = client.get(f"{model.address}/full.tflite")
    again = client.get(f"{model.address}/full.tflite", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_without_the_model_its_files_are_not_found(make_app: MakeApp, package: Path) -> None:
    assert signed_in(make_app()).get("/pose-model/0000/full.tflite").status_code == 404
