"""Answers and wishes from a file, and what is no profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.io.profile_files import profile_document, read_profile_file

VALUES = {"answers": {"chest_signs": False, "strong_pain": 3.0}, "equipment": ["mat"], "days_a_week": 3}


def test_a_written_profile_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    path.write_text(json.dumps(profile_document(VALUES)), "utf-8")
    assert read_profile_file(path) == VALUES


def test_yaml_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(
        "answers:\n  chest_signs: false\n  strong_pain: 3.0\nequipment: [mat]\ndays_a_week: 3\n", encoding="utf-8"
    )
    assert read_profile_file(path) == VALUES


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("me.json", "", "is empty"),
        ("me.json", "[]", "names with their values"),
        ("me.json", '{"schema": "evenstride.assessment/1"}', "got evenstride.assessment/1"),
        ("me.json", '{"schema": "evenstride.profile/2"}', "got evenstride.profile/2"),
        ("me.json", "answers: {}", "is not JSON"),
        ("me.yaml", "answers: [", "line 1"),
        ("me.yaml", "a: &x [1]\nb: [*x, *x]\n", "without anchors"),
        ("me.yaml", "just words", "names with their values"),
        ("me.yaml", "a: !!python/object:os.system x", "line 1"),
    ],
)
def test_what_is_no_profile_gets_one_line(tmp_path: Path, name: str, content: str, expected: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_profile_file(path)
    assert expected in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_profile_is_never_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text("a" * 1_000_001, encoding="utf-8")
    with pytest.raises(InputError, match="at most 1 MB"):
        read_profile_file(path)
