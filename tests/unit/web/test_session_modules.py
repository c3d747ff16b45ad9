"""Modules in Node: the session's schedules, the live coach's following and sending, a report's numbers, file names."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from evenstride.web.assets import load_assets
from evenstride.web.offline_session import SHEETS, modules_of, worker_script

MODULE_TESTS = Path(__file__).parent / "modules"


@pytest.mark.parametrize(
    ("tests", "at_least"), [("session_machine", 18), ("coach_live", 14), ("page_data", 3), ("file_names", 4)]
)
def test_the_modules_do_what_they_say(tests: str, at_least: int) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node, which this machine does not have")
    ran = subprocess.run(
        [node, "--test", str(MODULE_TESTS / f"{tests}.test.mjs")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert int(re.search(r"pass (\d+)", ran.stdout)[1]) >= at_least  # type: ignore[index]


def test_what_the_session_imports_is_found_through_all_its_modules() -> None:
    names = modules_of(load_assets())
    assert {"app/session_machine.js", "app/session_outbox.js", "app/requests.js", "app/toasts.js"} < set(names)
    assert "app/home.js" not in names


def test_the_worker_names_what_it_keeps_and_changes_with_it() -> None:
    assets = load_assets()
    text = worker_script(assets).decode()
    assert text.startswith("const KEPT = {")
    assert assets.version in text
    for name in (*SHEETS, *modules_of(assets)):
        assert assets.address(name) in text
    assert assets.address("app/session_stage.css", "dark") in text
