"""The session's state machine in Node: schedules worked out by hand, a tab that sleeps, pauses, pain."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from evenstride.web.assets import load_assets
from evenstride.web.offline_session import MODULES, SHEETS, worker_script

MODULE_TESTS = Path(__file__).parent / "modules"
_IMPORTS = re.compile(r'from "\./([\w.]+)"')


def test_the_state_machine_keeps_its_schedules() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node, which this machine does not have")
    ran = subprocess.run(
        [node, "--test", str(MODULE_TESTS / "session_machine.test.mjs")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert int(re.search(r"pass (\d+)", ran.stdout)[1]) >= 18  # type: ignore[index]


def test_every_module_that_the_session_imports_is_kept_for_offline() -> None:
    by_name = load_assets().by_name
    wanted, seen = ["app/session_page.js", "app/app.js"], set()
    while wanted:
        name = wanted.pop()
        seen.add(name)
        wanted += [
            f"app/{found}" for found in _IMPORTS.findall(by_name[name].content.decode()) if f"app/{found}" not in seen
        ]
    assert seen == set(MODULES)


def test_the_worker_names_what_it_keeps_and_changes_with_it() -> None:
    assets = load_assets()
    text = worker_script(assets).decode()
    assert text.startswith("const KEPT = {")
    assert assets.version in text
    for name in (*SHEETS, *MODULES):
        assert assets.address(name) in text
    assert assets.address("app/session_stage.css", "dark") in text
