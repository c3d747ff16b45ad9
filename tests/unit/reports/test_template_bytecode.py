"""Compiled templates: kept beside the sources, used for the same text only, and never needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from evenstride.reports.template_bytecode import TemplateBytecode


@pytest.fixture(autouse=True)
def _python_writes_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)


def environment(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), bytecode_cache=TemplateBytecode(folder), autoescape=True)


def shown(folder: Path) -> str:
    return environment(folder).get_template("page.j2").render(name="<Ada>")


def test_a_second_process_compiles_nothing_and_a_changed_text_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.j2").write_text("Run of {{ name }}")
    assert shown(tmp_path) == "Run of &lt;Ada&gt;"
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
        assert shown(tmp_path) == "Run of &lt;Ada&gt;"
    (tmp_path / "page.j2").write_text("Walk of {{ name }}")
    assert shown(tmp_path) == "Walk of &lt;Ada&gt;"


def test_bytecode_is_not_written_where_python_may_not_write_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    (tmp_path / "page.j2").write_text("Run of {{ name }}")
    assert shown(tmp_path) == "Run of &lt;Ada&gt;"
    assert not (tmp_path / "__pycache__").exists()


def test_a_folder_that_cannot_be_used_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file in the way")
    (tmp_path / "page.j2").write_text("Run of {{ name }}")
    assert shown(tmp_path) == "Run of &lt;Ada&gt;"


def test_a_spoilt_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "page.j2").write_text("Run of {{ name }}")
    shown(tmp_path)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert shown(tmp_path) == "Run of &lt;Ada&gt;"
