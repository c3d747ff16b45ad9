"""One screen outside the app: numbers and pose tracks in, the result with what it means out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.services.screens.screen_clip import read_result, screen_by_hand, screen_document


def test_a_number_becomes_a_result_with_norms_smallest_change_and_muscles() -> None:
    document = screen_document(screen_by_hand("side_plank", 24.0, unit="s", side="left"))
    assert (document["schema"], document["value"], document["outcome"]) == (
        "evenstride.screen_result/1",
        24.0,
        "supported",
    )
    assert document["smallest_detectable_change"]["value"] == 15
    assert {each["muscle_id"] for each in document["muscles"]} == {
        "gluteus_medius",
        "obliques",
        "quadratus_lumborum",
    }
    assert all(each["source"] for each in (*document["norms"], *document["limits"]))


def test_an_earlier_result_of_this_side_is_compared_and_one_of_the_other_judged_beside(tmp_path: Path) -> None:
    for name, side, value in (("before", "left", 40.0), ("other", "right", 60.0)):
        document = screen_document(screen_by_hand("side_plank", value, unit="s", side=side))  # type: ignore[arg-type]
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    beside = [tmp_path / "before.json", tmp_path / "other.json"]
    again = screen_by_hand("side_plank", 45.0, unit="s", side="left", beside=beside)
    assert again.change is not None
    assert (again.change.verdict, again.change.change, again.change.needed) == ("no_detectable_change", 5.0, 15.0)
    assert again.verdict.outcome == "supported"
    assert "behind the other" in again.verdict.because


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    for text in ("[]", "{", '{"schema": "evenstride.plan/1"}', '{"schema": "evenstride.screen_result/1"}'):
        other.write_text(text)
        with pytest.raises(InputError, match=r"other\.json"):
            read_result(other)


@pytest.mark.parametrize(
    ("screen_id", "unit", "side", "words"),
    [
        ("handstand", "s", "left", "id of a home screen"),
        ("side_plank", "reps", "left", "Expected s"),
        ("side_plank", "s", None, "which side"),
        ("front_plank", "s", "left", "leave the side out"),
    ],
)
def test_what_does_not_fit_the_screen_is_refused(screen_id: str, unit: str, side: str | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        screen_by_hand(screen_id, 24.0, unit=unit, side=side)  # type: ignore[arg-type]
