"""The compiled form says exactly what the YAML files say, or is not used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evenstride.errors import KnowledgeError
from evenstride.knowledge import load_knowledge_from
from evenstride.knowledge.compiled import COMPILED, read_compiled, write_compiled
from evenstride.knowledge.loader import CONTENT

SMALL = Path(__file__).parents[2] / "knowledge" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


def test_it_holds_the_same_knowledge_as_the_files(folder: Path) -> None:
    write_compiled(folder)
    assert read_compiled(folder) == load_knowledge_from(folder)


def test_the_shipped_knowledge_survives_it(tmp_path: Path) -> None:
    shipped = Path(shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns(COMPILED)))
    assert read_compiled(shipped) is None
    write_compiled(shipped)
    assert read_compiled(shipped) == load_knowledge_from(shipped)


def test_a_changed_file_makes_it_stale(folder: Path) -> None:
    write_compiled(folder)
    muscles = folder / "muscles.yaml"
    muscles.write_text(muscles.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert read_compiled(folder) is None


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"digest": 1}\n', "\x00"])
def test_a_damaged_one_is_passed_over(folder: Path, damage: str) -> None:
    write_compiled(folder).write_text(damage, encoding="utf-8")
    assert read_compiled(folder) is None


def test_an_entry_that_the_schema_no_longer_takes_is_passed_over(folder: Path) -> None:
    compiled = write_compiled(folder)
    compiled.write_text(compiled.read_text(encoding="utf-8").replace('"plain_name"', '"other_name"'), encoding="utf-8")
    assert read_compiled(folder) is None


def test_bad_knowledge_is_not_compiled(folder: Path) -> None:
    (folder / "VERSION").write_text("one", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        write_compiled(folder)
    assert not (folder / COMPILED).exists()
