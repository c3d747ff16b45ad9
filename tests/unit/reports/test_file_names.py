"""Long names of files break between their words, and stay escaped and whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.reports.file_names import breakable_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("treadmill_left-side (2).take.3.mp4", ["treadmill_", "left-", "side (2)", ".take", ".3", ".mp4"]),
        ("клип_вечером_на_дорожке.mp4", ["клип_", "вечером_", "на_", "дорожке", ".mp4"]),
        ("evening_run__final_.mp4", ["evening_", "run__", "final_", ".mp4"]),
        ("evening_run.mp4", ["evening_run.mp4"]),
        ("w" * 40, ["w" * 40]),
    ],
)
def test_a_long_name_breaks_after_a_mark_and_before_a_dot(name: str, parts: list[str]) -> None:
    assert str(breakable_name(name)).split("<wbr>") == parts


def test_a_name_with_markup_shows_it() -> None:
    assert str(breakable_name('<img src=x onerror="alert(1)">_of_a_run.mp4')) == (
        "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;_<wbr>of_<wbr>a_<wbr>run<wbr>.mp4"
    )


def test_no_letter_turns_the_others_around() -> None:
    assert str(breakable_name("run_\u202e4pm.exe")) == "run_4pm.exe"


@given(st.text(max_size=80))
def test_nothing_of_a_name_is_lost(name: str) -> None:
    turns = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    assert breakable_name(name).replace("<wbr>", "").unescape() == turns.sub("", name)
